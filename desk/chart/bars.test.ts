import { expect, test } from 'vitest';
import { barAt, barOf, chartTime, withBar, type Bar, type Candle } from './bars.ts';

const bar = (time: number, close = 1): Bar => ({ time, open: 1, high: 1, low: 1, close, volume: 0 });

test('times are those of São Paulo, as if they were UTC', () => {
  expect(new Date(chartTime('2026-03-16T13:05:00.000Z') * 1000).toISOString()).toBe(
    '2026-03-16T10:05:00.000Z',
  );
  // Until 2019 the clocks went an hour ahead in summer.
  expect(new Date(chartTime('2018-12-03T12:00:00.000Z') * 1000).toISOString()).toBe(
    '2018-12-03T10:00:00.000Z',
  );
});

test("a day's candle stands at its day", () => {
  const candle = { interval: 'D1', openedAt: '2026-03-16T13:00:00.000Z', open: '1.10', volume: 5 } as Candle;
  expect(barOf(candle)).toMatchObject({ time: Date.UTC(2026, 2, 16) / 1000, open: 1.1, volume: 5 });
});

test('a later state replaces its candle, and a new candle follows the last', () => {
  const bars = [bar(60), bar(120)];
  expect(withBar(bars, bar(180))).toEqual([bar(60), bar(120), bar(180)]);
  expect(withBar(bars, bar(120, 2))).toEqual([bar(60), bar(120, 2)]);
  expect(withBar(bars, bar(60, 3))).toEqual([bar(60, 3), bar(120)]);
});

test.each([
  [59, undefined],
  [60, 60],
  [119, 60],
  [120, 120],
  [500, 120],
])('the instant %i lies in the bar of %s', (time, opened) => {
  expect(barAt([bar(60), bar(120)], time)?.time).toBe(opened);
});
