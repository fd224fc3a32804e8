import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf } from '../calendar/sao-paulo-time.ts';
import {
  CANDLE_INTERVALS,
  mergeCandles,
  NO_CANDLES,
  openingOf,
  startOfDayMs,
  withTime,
  withTrade,
  type Candle,
  type CandleInterval,
  type CandleTrade,
} from './candles.ts';

describe('openingOf', () => {
  test.each([
    ['M1', '2026-03-16T13:07:59.999Z', '2026-03-16T13:07:00.000Z'],
    ['M5', '2026-03-16T13:07:59.999Z', '2026-03-16T13:05:00.000Z'],
    ['M15', '2026-03-16T13:14:59.999Z', '2026-03-16T13:00:00.000Z'],
    ['M15', '2026-03-16T13:15:00.000Z', '2026-03-16T13:15:00.000Z'],
    ['H1', '2026-03-16T13:07:59.999Z', '2026-03-16T13:00:00.000Z'],
    ['D1', '2026-03-17T02:00:00.000Z', '2026-03-16T03:00:00.000Z'],
  ] as const)('%s at %s is %s', (interval, at, opened) => {
    const time = { atMs: Date.parse(at), tradeDate: '2026-03-16' };
    const openedAt = new Date(openingOf(interval, time)).toISOString();
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

const OPEN_MS = Date.parse('2026-03-16T20:50:00Z');
const timeAt = (atMs: number) => ({ atMs, tradeDate: dayOf(atMs) });
const tradeAt = (atMs: number, priceCentavos: number, sequence: number): CandleTrade => ({
  ...{ ticker: 'PETR4', priceCentavos, quantity: 100 * sequence, sequence },
  ...timeAt(atMs),
});

test('a trade at exactly the end of a minute begins the next candle and closes the one before', () => {
  const first = withTrade(NO_CANDLES, tradeAt(OPEN_MS + 59_999, 2_800, 1));
  const { changed } = withTrade(first.candles, tradeAt(OPEN_MS + 60_000, 2_790, 2));
  expect(changed.filter(({ interval }) => interval === 'M1')).toMatchObject([
    { openedAtMs: OPEN_MS, close: 2_800, isClosed: true, lastTradeSequence: 1 },
    { openedAtMs: OPEN_MS + 60_000, open: 2_790, isClosed: false, lastTradeSequence: 2 },
  ]);
});

test('a trade that is later than the close of its candle counts in the next one, in all intervals', () => {
  const first = withTrade(NO_CANDLES, tradeAt(OPEN_MS, 2_800, 1));
  const { candles } = withTime(first.candles, timeAt(OPEN_MS + 300_000));
  const { changed } = withTrade(candles, tradeAt(OPEN_MS + 299_999, 2_790, 2));
  for (const candle of changed.filter(({ interval }) => interval === 'M1' || interval === 'M5'))
    expect(candle).toMatchObject({ openedAtMs: OPEN_MS + 300_000, tradeCount: 1, open: 2_790 });
});

describe('candles of any events', () => {
  /** Steps of the time between events in milliseconds; a few run back, as behind a machine with another clock. */
  const event = fc.record({
    stepMs: fc.oneof(
      fc.integer({ min: -90_000, max: 120_000 }),
      fc.integer({ min: 0, max: 7_200_000 }),
      fc.constant(0),
    ),
    isTrade: fc.boolean(),
    price: fc.integer({ min: 1, max: 99 }),
  });

  /** Runs the events; the candles by interval and opening, the changes in their order, and the trades at their candle times. */
  function run(events: readonly { stepMs: number; isTrade: boolean; price: number }[]) {
    let atMs = OPEN_MS;
    let candles = NO_CANDLES;
    let newestMs = 0;
    const changes: Candle[] = [];
    const trades: CandleTrade[] = [];
    for (const { stepMs, isTrade, price } of events) {
      atMs += stepMs;
      newestMs = Math.max(newestMs, atMs);
      const trade = tradeAt(atMs, price, trades.length + 1);
      const step = isTrade ? withTrade(candles, trade) : withTime(candles, timeAt(atMs));
      if (isTrade) trades.push({ ...trade, ...timeAt(newestMs) });
      candles = step.candles;
      changes.push(...step.changed);
    }
    const byOpening = new Map(changes.map((candle) => [`${candle.interval} ${candle.openedAtMs}`, candle]));
    return { changes, trades, newestMs, candles: [...byOpening.values()] };
  }

  /** The candle of some trades, by the definition of its figures. */
  const naiveCandle = (interval: CandleInterval, openedAtMs: number, trades: readonly CandleTrade[]) => ({
    ...{ ticker: 'PETR4', interval, openedAtMs },
    open: trades[0]?.priceCentavos,
    high: Math.max(...trades.map((trade) => trade.priceCentavos)),
    low: Math.min(...trades.map((trade) => trade.priceCentavos)),
    close: trades.at(-1)?.priceCentavos,
    volume: trades.reduce((sum, { quantity }) => sum + quantity, 0),
    turnoverCentavos: trades.reduce((sum, { quantity, priceCentavos }) => sum + quantity * priceCentavos, 0),
    tradeCount: trades.length,
    lastTradeSequence: trades.at(-1)?.sequence,
  });

  test('hold every trade once, in the order of the sequence', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { candles, trades, newestMs } = run(events);
        const expected = CANDLE_INTERVALS.flatMap((interval) => {
          const openings = new Set(trades.map((trade) => openingOf(interval, trade)));
          return [...openings].map((openedAtMs) => ({
            ...naiveCandle(
              interval,
              openedAtMs,
              trades.filter((trade) => openingOf(interval, trade) === openedAtMs),
            ),
            isClosed: openingOf(interval, timeAt(newestMs)) > openedAtMs,
          }));
        });
        type Place = Pick<Candle, 'interval' | 'openedAtMs'>;
        const order = (a: Place, b: Place): number =>
          `${a.interval} ${a.openedAtMs}` < `${b.interval} ${b.openedAtMs}` ? -1 : 1;
        expect(candles.toSorted(order)).toEqual(expected.toSorted(order));
      }),
    );
  });

  test('close once and change no more; the intervals agree with the minutes', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { candles, changes } = run(events);
        const closed = new Set<string>();
        for (const candle of changes) {
          const key = `${candle.interval} ${candle.openedAtMs}`;
          expect(closed.has(key)).toBe(false);
          if (candle.isClosed) closed.add(key);
        }
        const minutes = candles.filter(({ interval }) => interval === 'M1');
        for (const candle of candles) {
          const own = minutes.filter(
            ({ openedAtMs }) => openingOf(candle.interval, timeAt(openedAtMs)) === candle.openedAtMs,
          );
          expect(candle).toMatchObject({
            open: own[0]?.open,
            high: Math.max(...own.map(({ high }) => high)),
            low: Math.min(...own.map(({ low }) => low)),
            close: own.at(-1)?.close,
            volume: own.reduce((sum, { volume }) => sum + volume, 0),
            tradeCount: own.reduce((sum, { tradeCount }) => sum + tradeCount, 0),
          });
        }
      }),
    );
  });
});

describe('mergeCandles', () => {
  const day = (openedAtMs: number, close: number): Candle => ({
    ...{ ticker: 'PETR4', interval: 'D1', openedAtMs, open: close, high: close, low: close, close },
    ...{ volume: 1, turnoverCentavos: close, tradeCount: 1, lastTradeSequence: null, isClosed: true },
  });
  const closes = (candles: readonly Candle[]) => candles.map((candle) => [candle.openedAtMs, candle.close]);

  test('prefers own trades to an imported day, and an imported day to the simulated past', () => {
    const own = [day(2, 20), day(4, 40)];
    const imported = [day(1, 11), day(2, 21), day(3, 31)];
    const past = [day(0, 2), day(1, 12)];
    expect(closes(mergeCandles(own, imported, past))).toEqual([
      [0, 2],
      [1, 11],
      [2, 20],
      [3, 31],
      [4, 40],
    ]);
  });
});

test('a turnover that no safe integer holds stops at the largest one, and no candle after it', () => {
  const huge = (sequence: number): CandleTrade => ({
    ...tradeAt(OPEN_MS + sequence, 5_000_000_000, sequence),
    quantity: 1_000_000,
  });
  const first = withTrade(NO_CANDLES, huge(1));
  const second = withTrade(first.candles, huge(2));
  for (const { turnoverCentavos, volume } of withTrade(second.candles, huge(3)).changed)
    expect([turnoverCentavos, volume]).toEqual([Number.MAX_SAFE_INTEGER, 3_000_000]);
});
