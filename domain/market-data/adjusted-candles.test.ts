import { expect, test } from 'vitest';
import { actionTerms, dividendTerms } from '#test/support/samples/declared-action.ts';
import { adjustCandles, rawCandles } from './adjusted-candles.ts';
import { startOfDayMs, type Candle } from './candles.ts';

const candle = (day: string, price: number, volume: number, high = price): Candle => ({
  ...{ ticker: 'PETR4', interval: 'D1', openedAtMs: startOfDayMs(day), tradeCount: 1 },
  ...{ lastTradeSequence: null, isClosed: true },
  ...{ open: price, high, low: price, close: price, volume, turnoverCentavos: price * volume },
});
const shown = (candles: readonly Candle[]) => candles.map(({ close, volume }) => [close, volume]);

const days = [
  candle('2026-03-13', 2_910, 300),
  candle('2026-03-16', 2_911, 300),
  candle('2026-03-17', 1_460, 700),
];
const split = actionTerms();
const bonus = actionTerms({ kind: 'BONUS', factor: '1.1', recordDate: '2026-03-13', exDate: '2026-03-16' });

test('prices before a split are halved, rounded half up, and volumes doubled', () => {
  expect(shown(adjustCandles(days, [split], '2026-03-17'))).toEqual([
    [1_455, 600],
    [1_456, 600],
    [1_460, 700],
  ]);
});

test('factors of later actions multiply and are rounded once; the turnover stays', () => {
  const [first] = adjustCandles(days, [split, bonus], '2026-03-17');
  expect(first).toMatchObject({ close: 1_323, volume: 660, turnoverCentavos: 2_910 * 300 });
});

test('an ex-day ahead, and a dividend, adjust nothing', () => {
  expect(adjustCandles(days, [split], '2026-03-16')).toEqual(days);
  expect(adjustCandles(days, [dividendTerms('1')], '2026-03-17')).toEqual(days);
});

test('a reverse split raises prices, and a price is a centavo at least', () => {
  const reverse = actionTerms({ kind: 'REVERSE_SPLIT', factor: '0.1' });
  expect(shown(adjustCandles([candle('2026-03-16', 123, 1_005)], [reverse], '2026-03-17'))).toEqual([
    [1_230, 101],
  ]);
  const hundred = actionTerms({ factor: '1000' });
  expect(shown(adjustCandles([candle('2026-03-16', 1, 1)], [hundred], '2026-03-17'))).toEqual([[1, 1_000]]);
});

test('candles as they were quoted are the inverse, for actions before a day', () => {
  const raw = rawCandles(days, [split, bonus], '2026-03-18');
  expect(shown(raw)).toEqual([
    [6_402, 136],
    [5_822, 150],
    [1_460, 700],
  ]);
  expect(shown(adjustCandles(raw, [split, bonus], '2026-03-18'))).toEqual([
    [2_910, 299],
    [2_911, 300],
    [1_460, 700],
  ]);
  expect(rawCandles(days, [split], '2026-03-17')).toEqual(days);
});
