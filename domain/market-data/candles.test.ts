import { describe, expect, test } from 'vitest';
import { mergeDays, openingOf, startOfDayMs, withTrade, type Candle } from './candles.ts';

describe('openingOf', () => {
  test.each([
    ['M1', '2026-03-16T13:07:59.999Z', '2026-03-16T13:07:00.000Z'],
    ['M5', '2026-03-16T13:07:59.999Z', '2026-03-16T13:05:00.000Z'],
    ['M15', '2026-03-16T13:14:59.999Z', '2026-03-16T13:00:00.000Z'],
    ['M15', '2026-03-16T13:15:00.000Z', '2026-03-16T13:15:00.000Z'],
    ['H1', '2026-03-16T13:07:59.999Z', '2026-03-16T13:00:00.000Z'],
    ['D1', '2026-03-17T02:00:00.000Z', '2026-03-16T03:00:00.000Z'],
  ] as const)('%s at %s is %s', (interval, at, opened) => {
    const openedAt = new Date(openingOf(interval, Date.parse(at), '2026-03-16')).toISOString();
    expect(openedAt).toBe(opened);
  });

  test.each([
    ['2026-03-16', '2026-03-16T03:00:00.000Z'],
    ['2016-01-04', '2016-01-04T02:00:00.000Z'],
    ['2015-10-18', '2015-10-18T03:00:00.000Z'],
  ])('the day %s begins at %s, in standard and in summer time', (day, instant) => {
    expect(new Date(startOfDayMs(day)).toISOString()).toBe(instant);
  });
});

test('adds a late trade to the running candle, since a finished candle never changes', () => {
  const trade = (atMs: number, priceCentavos: number) => ({
    ...{ ticker: 'PETR4', priceCentavos, quantity: 100, atMs, tradeDate: '2026-03-16' },
  });
  const running = withTrade(null, 'M1', trade(120_000, 2_800));
  expect(withTrade(running, 'M1', trade(119_999, 2_790))).toMatchObject({
    openedAtMs: 120_000,
    low: 2_790,
    volume: 200,
  });
});

describe('mergeDays', () => {
  const day = (openedAtMs: number, close: number): Candle => ({
    ...{ ticker: 'PETR4', interval: 'D1', openedAtMs, open: close, high: close, low: close, close },
    ...{ volume: 1, turnoverCentavos: close, tradeCount: 1 },
  });
  const closes = (candles: readonly Candle[]) => candles.map((candle) => [candle.openedAtMs, candle.close]);

  test('prefers the imported candle to a past session, but not to the running one', () => {
    const live = [day(2, 20), day(3, 30)];
    const imported = [day(1, 11), day(2, 21), day(3, 31), day(4, 41)];
    expect(closes(mergeDays(live, imported, 3))).toEqual([
      [1, 11],
      [2, 21],
      [3, 30],
      [4, 41],
    ]);
  });

  test('uses the imported candle while the running session has no trade', () => {
    expect(closes(mergeDays([], [day(3, 31)], 3))).toEqual([[3, 31]]);
  });
});
