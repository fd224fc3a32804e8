import { createStoredStore, isRecord } from '../state/stored.ts';
import type { Store } from '../state/store.ts';
import { INTERVALS, type Interval } from './bars.ts';

/** How the user looks at charts: the next instrument and the next visit begin with it. */
export interface ChartView {
  readonly interval: Interval;
  readonly hasAverage: boolean;
}

export const createChartView = (storage: Storage | null): Store<ChartView> =>
  createStoredStore<ChartView>(storage, {
    key: 'desk:chart',
    first: { interval: 'M1', hasAverage: false },
    read: (parsed) => {
      if (!isRecord(parsed)) return null;
      const interval = INTERVALS.find((one) => one === parsed['interval']);
      return interval ? { interval, hasAverage: parsed['hasAverage'] === true } : null;
    },
  });
