import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCentavos } from '#domain/money/money.ts';
import { dayLine, type DayQuote, type TrendCandle } from './day-line.ts';
import { directionOf } from '../use-quote.ts';

const quote: DayQuote = { tradeDate: '2026-03-17', previousClose: '28.00', last: '28.40' };
const candle = (day: string, close: string): TrendCandle => ({ openedAt: `${day}T14:00:00.000Z`, close });
const CANDLES = [candle('2026-03-16', '27.10'), candle('2026-03-17', '28.90'), candle('2026-03-17', '28.30')];

test.each<[string, DayQuote | undefined, readonly TrendCandle[] | undefined, readonly number[]]>([
  [
    "a line goes from the previous close over the day's candles to the last price",
    quote,
    CANDLES,
    [28, 28.9, 28.3, 28.4],
  ],
  ['before the first trade of the day it is flat', { ...quote, last: null }, CANDLES.slice(0, 1), [28, 28]],
  [
    'the first day of an instrument begins with its first candle',
    { ...quote, previousClose: null },
    CANDLES,
    [28.9, 28.3, 28.4],
  ],
  ['without candles there is none yet', quote, undefined, []],
  ['without a quote there is none yet', undefined, CANDLES, []],
])('%s', (_rule, of, candles, values) => {
  expect(dayLine(of, candles)).toEqual(values);
});

const centavos = fc.integer({ min: 1, max: 100_000 });

test("a line goes where the day's change goes, whatever its candles", () => {
  fc.assert(
    fc.property(centavos, centavos, fc.array(centavos), (before, now, closes) => {
      const candles = closes.map((close) => candle('2026-03-17', formatCentavos(close)));
      const values = dayLine(
        { ...quote, previousClose: formatCentavos(before), last: formatCentavos(now) },
        candles,
      );
      const [first = 0, last = 0] = [values[0], values.at(-1)];
      expect(Math.sign(last - first)).toBe(Math.sign(now - before));
      expect(directionOf(formatCentavos(now - before))).toBe(
        last > first ? 'up' : last < first ? 'down' : 'flat',
      );
    }),
  );
});
