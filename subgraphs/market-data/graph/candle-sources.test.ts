import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { CANDLE_INTERVALS, startOfDayMs, type Candle } from '#domain/market-data/candles.ts';
import { candleOfDay } from '#domain/market-data/daily-quote.ts';
import { actionTerms } from '#test/support/samples/declared-action.ts';
import { createCandleScene } from '../test/candle-scene.ts';
import { dailyQuote } from '../test/history-samples.ts';
import { candleCursor } from './candles.ts';

const importedDay = (day: string, close: number): Candle => candleOfDay(dailyQuote('PETR4', day, close));
const daysOf = (candles: readonly Candle[]) => candles.map(({ openedAtMs }) => dayOf(openedAtMs));

describe('candles never show the future', () => {
  const imported = ['2021-06-23', '2021-06-24', '2021-06-25', '2021-06-28'].map((day) =>
    importedDay(day, 1_111),
  );

  test.each([true, false])('with a simulated past: %j', async (hasPast) => {
    const scene = createCandleScene({ hasPast, imported });
    for (const interval of CANDLE_INTERVALS) {
      const candles = await scene.candles(interval);
      expect(candles.every(({ openedAtMs }) => openedAtMs < startOfDayMs('2021-06-24'))).toBe(true);
    }
    expect((await scene.candles('D1')).at(-1)).toMatchObject({ close: 1_111 });
    scene.clock.advance(DAY_MS + 300_000);
    expect(daysOf(await scene.candles('D1')).at(-1)).toBe('2021-06-24');
    expect(await scene.candles('D1', { from: '2021-06-25T00:00:00Z', first: 5 })).toEqual([]);
    scene.trade(2_950);
    expect((await scene.candles('D1')).at(-1)).toMatchObject({ close: 2_950, tradeCount: 1 });
  });

  test('a day with own trades keeps them when it is over and after a restart, and agrees with its minutes', async () => {
    const scene = createCandleScene({ imported });
    scene.trade(2_910);
    scene.clock.advance(3 * 60_000);
    scene.trade(2_890);
    const expected = { open: 2_910, close: 2_890, volume: 200, tradeCount: 2 };
    const check = async () =>
      expect((await scene.candles('D1', { from: '2021-06-24T03:00:00Z', first: 9 }))[0]).toMatchObject(
        expected,
      );
    await check();
    scene.clock.advance(4 * DAY_MS);
    await check();
    scene.restart();
    await check();
    expect(daysOf(await scene.candles('D1', { last: 2 }))).toEqual(['2021-06-24', '2021-06-25']);
  });
});

describe('the simulated past', () => {
  test('fills charts before the first trade, and an imported day replaces it with its minutes', async () => {
    const scene = createCandleScene({ imported: [importedDay('2021-06-22', 1_111)] });
    const days = await scene.candles('D1');
    expect(days.length).toBeGreaterThan(240);
    expect(days.at(-1)).toMatchObject({ close: 2_900, lastTradeSequence: null, isClosed: true });
    expect(days.at(-2)).toMatchObject({ close: 1_111 });
    for (const interval of ['M1', 'M5', 'M15', 'H1'] as const) {
      const shown = new Set(daysOf(await scene.candles(interval, { last: 1_000 })));
      expect(shown.has('2021-06-22')).toBe(false);
      expect(shown.has('2021-06-23')).toBe(true);
    }
  });

  test('pages without a gap or repeat, from both ends', async () => {
    const scene = createCandleScene({
      imported: [importedDay('2021-06-22', 1_111), importedDay('2001-01-02', 5)],
    });
    scene.trade(2_900);
    const all = await scene.candles('D1');
    expect(new Set(daysOf(all)).size).toBe(all.length);
    const forward: Candle[] = [];
    for (let after: string | null = null; ;) {
      const page: readonly Candle[] = await scene.candles('D1', { first: 50, after });
      forward.push(...page);
      const last = page.at(-1);
      if (!last || page.length < 50) break;
      after = candleCursor(last);
    }
    expect(forward).toEqual(all);
    const oldest = all[100];
    if (!oldest) throw new Error('there are more than 100 days');
    expect(await scene.candles('D1', { last: 30, before: candleCursor(oldest) })).toEqual(all.slice(70, 100));
  });

  test('follows the corporate actions before the first day: adjusted prices are smooth', async () => {
    const scene = createCandleScene();
    const before = await scene.candles('D1');
    scene.actions.push({
      ...{ v: 1, id: 'act_1', version: 1, fractionSale: null, rights: null },
      ...actionTerms({ recordDate: '2021-03-31', exDate: '2021-04-01', factor: '2' }),
    });
    const raw = await scene.candles('D1');
    const split = daysOf(raw).indexOf('2021-04-01');
    expect(raw.slice(split)).toEqual(before.slice(split));
    expect(raw[split - 1]?.close).toBe((before[split - 1]?.close ?? 0) * 2);
    const adjusted = await scene.candles('D1', { last: 1_000, adjusted: true });
    expect(adjusted.map(({ close }) => close)).toEqual(before.map(({ close }) => close));
  });
});

test('a query and then a stream after its last candle hold every trade once, in each interval, also over a restart', async () => {
  const step = fc.record({
    stepMs: fc.oneof(fc.constantFrom(0, 60_000), fc.integer({ min: 0, max: 400_000 })),
    price: fc.integer({ min: 2_800, max: 2_999 }),
    restarts: fc.boolean(),
  });
  const steps = fc.array(step, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...CANDLE_INTERVALS), steps, steps, async (interval, first, rest) => {
      const scene = createCandleScene({ hasPast: first.length % 2 === 0 });
      const run = (events: typeof first): void => {
        for (const { stepMs, price, restarts } of events) {
          scene.clock.advance(stepMs);
          scene.trade(price);
          if (restarts) scene.restart();
        }
      };
      run(first.slice(1));
      const queried = await scene.candles(interval, { last: 5 });
      const last = queried.at(-1);
      run(rest);
      const after = last ? candleCursor(last) : null;
      const stream = await scene.marketData().watchCandles({ ticker: 'PETR4', interval, after });
      const seen = new Map<number, Candle>(queried.map((candle) => [candle.openedAtMs, candle]));
      const total = first.length - 1 + rest.length;
      for (let sequence = -1; sequence < total;) {
        const { value } = await stream.next();
        if (!value) throw new Error('the stream has ended');
        seen.set(value.openedAtMs, value);
        sequence = value.lastTradeSequence ?? 0;
      }
      await stream.return();
      const own = [...seen.values()].filter(({ lastTradeSequence }) => lastTradeSequence !== null);
      const expected = [...scene.stored.values()].filter((candle) => candle.interval === interval);
      const figures = (candles: readonly Candle[]) =>
        candles.map(({ openedAtMs, open, close, volume, lastTradeSequence }) => {
          return { openedAtMs, open, close, volume, lastTradeSequence };
        });
      // A stream without a cursor begins with the newest candle, a query has the newest five.
      expect(figures(own.slice(-1))).toEqual(figures(expected.slice(-1)));
      if (after !== null) expect(figures(own)).toEqual(figures(expected.slice(-own.length)));
      if (after !== null && first.length <= 5)
        expect(own.reduce((sum, { tradeCount }) => sum + tradeCount, 0)).toBe(total);
    }),
    { numRuns: 60 },
  );
});
