import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_CANDLES, withTrade, type Candle } from '#domain/market-data/candles.ts';
import { createHistoryLoaders } from './history-loaders.ts';
import { readCandles, type CandleRequest } from './candles.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
/** Candles of consecutive minutes, oldest first. */
function minutes(count: number): readonly Candle[] {
  let candles = NO_CANDLES;
  const byOpening = new Map<number, Candle>();
  for (let minute = 0; minute < count; minute++) {
    const time = { atMs: OPEN_MS + minute * 60_000, tradeDate: '2026-03-16' };
    const trade = {
      ticker: 'PETR4',
      priceCentavos: 2_800 + minute,
      quantity: 100,
      sequence: minute + 1,
      ...time,
    };
    const step = withTrade(candles, trade);
    candles = step.candles;
    for (const candle of step.changed) if (candle.interval === 'M1') byOpening.set(candle.openedAtMs, candle);
  }
  return [...byOpening.values()];
}

/** Reads pages of a history of `count` minutes. */
function createReader(count: number) {
  const all = minutes(count);
  const loaders = createHistoryLoaders({
    tradesBefore: async (queries) => queries.map(() => []),
    importedDays: async (ranges) => ranges.map(() => []),
    candles: async (ranges) =>
      ranges.map(({ fromMs, toMs, limit, isNewest }) => {
        const inside = all.filter(
          ({ openedAtMs }) => openedAtMs >= (fromMs ?? -Infinity) && openedAtMs < (toMs ?? Infinity),
        );
        return isNewest ? inside.slice(Math.max(0, inside.length - limit)) : inside.slice(0, limit);
      }),
  });
  const adjust = (rows: readonly Candle[]) => rows;
  const sources = { nowMs: OPEN_MS, readPast: async () => [], loaders, adjust };
  const read = async (request: Partial<CandleRequest>) => {
    const page = await readCandles(sources, 'PETR4', { interval: 'M1', adjusted: false, ...request });
    return { ...page.pageInfo, sequences: page.nodes.map(({ lastTradeSequence }) => lastTradeSequence ?? 0) };
  };
  return read;
}
const upTo = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

test('gives the newest candles, oldest first, and pages back to the first one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 12 }),
      async (count, last) => {
        const read = createReader(count);
        let before: string | null = null;
        let rest = count;
        for (;;) {
          const page: Awaited<ReturnType<typeof read>> = await read({ last, before });
          expect(page.sequences).toEqual(upTo(Math.max(1, rest - last + 1), rest));
          expect(page).toMatchObject({ hasPreviousPage: rest > last, hasNextPage: before !== null });
          rest -= page.sequences.length;
          if (!page.hasPreviousPage) break;
          before = page.startCursor;
        }
        expect(rest).toBe(0);
      },
    ),
    { numRuns: 50 },
  );
});

test('gives the first 200 without a size, and the newest 200 before a cursor', async () => {
  const read = createReader(500);
  const first = await read({});
  expect([first.sequences, first.hasNextPage]).toEqual([upTo(1, 200), true]);
  const next = await read({ after: first.endCursor });
  expect(next.sequences).toEqual(upTo(201, 400));
  const back = await read({ before: next.endCursor });
  expect(back.sequences).toEqual(upTo(200, 399));
  const between = await read({ after: first.endCursor, before: next.endCursor, last: 1_000 });
  expect(between.sequences).toEqual(upTo(201, 399));
  expect((await read({ first: 3, before: next.endCursor })).sequences).toEqual([1, 2, 3]);
});

test.each<[Partial<CandleRequest>, string]>([
  [{ first: 1, last: 1 }, 'not both'],
  [{ first: 201 }, '0 to 200'],
  [{ last: 1_001 }, '0 to 1000'],
  [{ last: -1 }, '0 to 1000'],
  [{ before: 'x' }, 'cursor'],
])('refuses %j', async (request, message) => {
  await expect(createReader(1)(request)).rejects.toThrow(message);
});
