import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newTicker, type Book, type Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import { createBoard } from './board.ts';
import type { PullStream } from '#platform/streams/pull-stream.ts';
import { bookStream, quoteStream, tradeStream } from './streams.ts';

const first = (ticker: string) =>
  newTicker(ticker, { tradeDate: '2026-03-16', atMs: 0, previousClose: 2_800, phase: 'CONTINUOUS' });
const quoteAt = (sequence: number, ticker = 'PETR4'): Quote => ({ ...first(ticker).quote, sequence });
const bookAt = (sequence: number): Book => ({
  ...first('PETR4').book,
  sequence,
  bids: [3, 2, 1].map((priceCentavos) => ({ priceCentavos, quantity: sequence, orders: 1 })),
});
const tradeAt = (sequence: number): Trade => ({
  ...{ tradeId: `t${sequence}`, ticker: 'PETR4', priceCentavos: 2_800, quantity: 100, aggressor: null },
  ...{ atMs: sequence, tradeDate: '2026-03-16', sequence },
});

/** Reads values until none arrives for some turns of the event loop, then ends the stream. */
async function drain<T>(stream: PullStream<T>): Promise<T[]> {
  const values: T[] = [];
  let pending = stream.next();
  for (;;) {
    const idle = settle().then(() => 'idle' as const);
    const result = await Promise.race([pending, idle]);
    if (result === 'idle') break;
    if (result.done) return values;
    values.push(result.value);
    pending = stream.next();
  }
  await stream.return();
  return values;
}
/** Waits for pending promise callbacks. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};
const values = async <T>(stream: PullStream<T>, count: number): Promise<T[]> => {
  const taken: T[] = [];
  while (taken.length < count) {
    const next = await stream.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
};

describe('quotes', () => {
  test('start with one quote per ticker, even when the request repeats a ticker', async () => {
    const board = createBoard();
    board.takeQuote(quoteAt(7));
    board.takeQuote(quoteAt(4, 'VALE3'));
    const stream = quoteStream(board, ['VALE3', 'PETR4', 'VALE3']);
    const got = (await drain(stream)).map((one) => [one.ticker, one.sequence, one.skipped]);
    expect(got).toEqual([
      ['VALE3', 4, 0],
      ['PETR4', 7, 0],
    ]);
  });

  test('reach each reader with growing sequences and exact skip counts, at any order and pace of updates', async () => {
    const step = fc.record({ sequence: fc.integer({ min: 1, max: 80 }), reads: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const board = createBoard();
        board.takeQuote(quoteAt(1));
        const stream = quoteStream(board, ['PETR4']);
        const got: { sequence: number; skipped: number }[] = [];
        let waiting = 0;
        const read = (): void => {
          waiting += 1;
          void stream.next().then((next) => {
            waiting -= 1;
            if (!next.done) got.push(next.value);
          });
        };
        for (const { sequence, reads } of steps) {
          board.takeQuote(quoteAt(sequence));
          for (let count = 0; count < reads && waiting < 2; count++) read();
          await settle();
        }
        const newest = Math.max(1, ...steps.map((one) => one.sequence));
        while (got.at(-1)?.sequence !== newest) {
          if (waiting === 0) read();
          await settle();
        }
        await stream.return();
        expect(got[0]?.skipped).toBe(0);
        for (const [index, one] of got.entries())
          if (index > 0) expect(one.sequence - one.skipped - 1).toBe(got[index - 1]?.sequence);
      }),
    );
  });
});

test('cuts a book to its depth, and counts the books that a slow reader skips', async () => {
  const board = createBoard();
  board.takeBook(bookAt(1));
  const stream = bookStream(board, 'PETR4', 2);
  const [now] = await values(stream, 1);
  expect(now).toMatchObject({ sequence: 1, skipped: 0, bids: [{ priceCentavos: 3 }, { priceCentavos: 2 }] });
  for (const sequence of [2, 3, 4]) board.takeBook(bookAt(sequence));
  expect(await values(stream, 3)).toMatchObject([2, 3, 4].map((sequence) => ({ sequence, skipped: 0 })));
  for (let sequence = 5; sequence <= 100; sequence++) board.takeBook(bookAt(sequence));
  const [late, ...later] = await values(stream, 16);
  expect(late?.skipped).toBe((late?.sequence ?? 0) - 5);
  expect(late?.skipped).toBeGreaterThan(79);
  expect(later.every((one) => one.skipped === 0)).toBe(true);
  expect(later.at(-1)?.sequence).toBe(100);
});

describe('trades', () => {
  test('arrive once and in order, however storing, publishing and reading interleave', async () => {
    const plan = fc.record({
      total: fc.integer({ min: 0, max: 700 }),
      /** Trades that are stored and published before the stream begins. A published trade is always stored. */
      stored: fc.nat(700),
      published: fc.nat(700),
      after: fc.option(fc.nat(700)),
      burst: fc.integer({ min: 1, max: 300 }),
      lost: fc.func(fc.boolean()),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ total, stored, published, after, burst, lost }) => {
        const board = createBoard();
        let inHistory = Math.min(stored, total);
        let onBoard = Math.min(published, inHistory);
        if (onBoard > 0) board.takeTrade(tradeAt(onBoard));
        const readTrades = async (_ticker: string, sequence: number, limit: number) => {
          await Promise.resolve();
          const count = Math.max(0, Math.min(limit, inHistory - sequence));
          return Array.from({ length: count }, (_, index) => tradeAt(sequence + 1 + index));
        };
        const stream = tradeStream(
          board,
          readTrades,
          'PETR4',
          after === null ? null : Math.min(after, total),
        );
        const begin = after === null ? onBoard : Math.min(after, total);
        const got: number[] = [];
        const reading = (async () => {
          for await (const trade of stream) got.push(trade.sequence);
        })();
        while (onBoard < total) {
          inHistory = Math.min(total, Math.max(inHistory, onBoard + burst));
          while (onBoard < inHistory) {
            onBoard += 1;
            const isLast = onBoard === total;
            if (isLast || !lost(onBoard)) board.takeTrade(tradeAt(onBoard));
          }
          await settle();
        }
        while (got.length < total - begin) await settle();
        await settle();
        await stream.return();
        await reading;
        expect(got).toEqual(Array.from({ length: total - begin }, (_, index) => begin + 1 + index));
      }),
      { numRuns: 60 },
    );
  });

  test('fill a bounded buffer while the reader does not read', async () => {
    const board = createBoard();
    const limits: number[] = [];
    const readTrades = async (_ticker: string, sequence: number, limit: number) => {
      limits.push(limit);
      return Array.from({ length: Math.min(limit, 10_000 - sequence) }, (_, index) =>
        tradeAt(sequence + 1 + index),
      );
    };
    const stream = tradeStream(board, readTrades, 'PETR4', null);
    for (let sequence = 1; sequence <= 10_000; sequence++) board.takeTrade(tradeAt(sequence));
    const got = await values(stream, 10_000);
    expect(got.map((one) => one.sequence)).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect(Math.max(...limits)).toBeLessThanOrEqual(200);
    await stream.return();
  });
});

test('the end of a stream ends its waiting read and removes its listener', async () => {
  const board = createBoard();
  const stream = quoteStream(board, ['PETR4']);
  const waiting = stream.next();
  await stream.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
  board.takeQuote(quoteAt(1));
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});
