import { expect, test } from 'vitest';
import { createChartView } from './chart-view.ts';

const FIRST = { interval: 'M1', hasAverage: false };

test.each([
  ['{"interval":"D1","hasAverage":true}', { interval: 'D1', hasAverage: true }],
  ['{"interval":"M15"}', { interval: 'M15', hasAverage: false }],
  ['{"interval":"M7","hasAverage":true}', FIRST],
  ['"M5"', FIRST],
  ['{', FIRST],
  [null, FIRST],
])('of the kept text %j the chart begins with what it understands', (kept, view) => {
  const storage = { getItem: () => kept, setItem: () => undefined } as unknown as Storage;
  expect(createChartView(storage).get()).toEqual(view);
});
