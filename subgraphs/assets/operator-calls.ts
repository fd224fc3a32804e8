import type { AssetsOperatorRpc } from '#contracts/calls/assets.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { BackgroundTask } from '#platform/background/background-task.ts';
import type { Clock } from '#platform/time/clock.ts';
import { toInstrumentFact } from './calls.ts';
import type { InstrumentDirectory } from './catalogue/directory.ts';
import { createActionCalls } from './corporate-actions/operator-actions.ts';
import type { AssetsStore } from './store/store.ts';

interface OperatorDependencies {
  readonly store: AssetsStore;
  readonly directory: InstrumentDirectory;
  readonly calendar: TradingCalendar;
  readonly marketClock: Clock;
  readonly relays: { readonly instruments: BackgroundTask; readonly actions: BackgroundTask };
  /** Called after a corporate action was stored. */
  readonly onDeclared: () => void;
}

/** Creates the calls that assets serves to operators. */
export function createOperatorCalls(dependencies: OperatorDependencies): AssetsOperatorRpc {
  const { store, directory, calendar, marketClock, relays, onDeclared } = dependencies;
  const actionCalls = createActionCalls({
    store,
    calendar,
    kindOf: (ticker) => (custodyTickerOf(ticker) === ticker ? (directory.get(ticker)?.kind ?? null) : null),
    closeOf: (ticker) => directory.get(ticker)?.previousCloseCentavos ?? null,
    today: () => dayOf(marketClock.nowMs()),
    onChanged: () => {
      relays.instruments.wake();
      relays.actions.wake();
      onDeclared();
    },
  });
  return {
    ...actionCalls,
    setStatus: async ({ ticker, status }) => {
      const changed = await store.setStatus(ticker, status);
      if (changed) directory.apply([changed]);
      relays.instruments.wake();
      return changed && toInstrumentFact(changed);
    },
  };
}
