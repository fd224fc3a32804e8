import { expect, test } from 'vitest';
import { AVERAGE_BARS, movingAverage } from './moving-average.ts';

const barsOf = (count: number) => Array.from({ length: count }, (_, at) => ({ time: at, close: at * at }));

test('each mean is that of the bar and those before it', () => {
  const bars = barsOf(50);
  const means = movingAverage(bars);
  expect(means.map(({ time }) => time)).toEqual(bars.slice(AVERAGE_BARS - 1).map(({ time }) => time));
  for (const { time, value } of means) {
    const closes = bars.slice(time - AVERAGE_BARS + 1, time + 1).map(({ close }) => close);
    expect(value).toBeCloseTo(closes.reduce((sum, close) => sum + close) / AVERAGE_BARS);
  }
});

test('too few bars have no mean', () => {
  expect(movingAverage(barsOf(AVERAGE_BARS - 1))).toEqual([]);
});
