import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isNewerCandle,
  NO_CANDLES,
  withTime,
  withTrade,
  type Candle,
  type CandlePosition,
} from '#domain/market-data/candles.ts';
import type { PullStream } from '#platform/streams/pull-stream.ts';
import { createBoard } from './board.ts';
import { candleStream, type ReadCandles } from './candle-stream.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** A history and a board of the minutes of one ticker; what a test makes is stored at once and published when the test says. */
function createMarket() {
  const board = createBoard();
  const stored = new Map<number, Candle>();
  const states: Candle[] = [];
  const unpublished: Candle[] = [];
  let candles = NO_CANDLES;
  let atMs = OPEN_MS;
  let sequence = 0;
  let reads = 0;
  const keep = (changed: readonly Candle[]): void => {
    for (const candle of changed.filter(({ interval }) => interval === 'M1')) {
      stored.set(candle.openedAtMs, candle);
      states.push(candle);
      unpublished.push(candle);
    }
  };
  const event = (stepMs: number, isTrade: boolean): void => {
    atMs += stepMs;
    const time = { atMs, tradeDate: '2026-03-16' };
    const trade = { ticker: 'PETR4', priceCentavos: 2_800 + sequence, quantity: 100, ...time };
    if (isTrade) sequence += 1;
    const step = isTrade ? withTrade(candles, { ...trade, sequence }) : withTime(candles, time);
    candles = step.candles;
    keep(step.changed);
  };
  const read: ReadCandles = async (_ticker, _interval, fromMs, limit) => {
    reads += 1;
    await Promise.resolve();
    return [...stored.values()].filter(({ openedAtMs }) => openedAtMs >= fromMs).slice(0, limit);
  };
  return {
    ...{ states, event },
    reads: () => reads,
    all: () => [...stored.values()],
    /** Publishes what waits, without the records that get lost; the newest one of all is never lost for ever. */
    publish: (isLost: (index: number) => boolean = () => false) => {
      for (const [index, candle] of unpublished.splice(0).entries())
        if (!isLost(index)) board.takeCandle(candle);
    },
    open: (after: CandlePosition | null = null): PullStream<Candle> =>
      candleStream(board, read, { ticker: 'PETR4', interval: 'M1', after }),
  };
}

/** Reads until nothing comes for a while. */
async function readAll(stream: PullStream<Candle>, into: Candle[]): Promise<void> {
  let isWaiting = true;
  while (isWaiting) {
    let got: Candle | null = null;
    const next = stream.next().then((result) => {
      if (result.done) return;
      got = result.value;
      into.push(result.value);
    });
    for (let turn = 0; turn < 10 && got === null; turn++) await settle();
    isWaiting = got !== null;
    if (!isWaiting) await stream.return();
    await next;
  }
}

test('gives the newest candle at once, then each change, and a closed one once', async () => {
  const market = createMarket();
  market.event(0, true);
  market.publish();
  const stream = market.open();
  const got: Candle[] = [];
  market.event(1_000, true);
  market.event(60_000, true);
  market.publish();
  await readAll(stream, got);
  expect(got.map(({ lastTradeSequence, isClosed }) => [lastTradeSequence, isClosed])).toEqual([
    [2, true],
    [3, false],
  ]);
  expect(market.reads()).toBe(0);
});

test('a reader after a cursor gets what has changed since, from the history', async () => {
  const market = createMarket();
  for (const stepMs of [0, 1_000, 60_000, 60_000]) market.event(stepMs, true);
  const [first] = market.states;
  market.publish(() => true);
  const got: Candle[] = [];
  await readAll(market.open(first), got);
  expect(got.map(({ lastTradeSequence, isClosed }) => [lastTradeSequence, isClosed])).toEqual([
    [2, true],
    [3, true],
    [4, false],
  ]);
});

test('a reader that stops reading keeps a bounded number of candles and misses none', async () => {
  const market = createMarket();
  market.event(0, true);
  market.publish();
  const stream = market.open();
  for (let minute = 0; minute < 1_000; minute++) {
    market.event(60_000, true);
    market.publish();
  }
  const got: Candle[] = [];
  await readAll(stream, got);
  expect(got.filter(({ isClosed }) => isClosed)).toHaveLength(1_000);
  expect(market.reads()).toBeLessThan(10);
});

describe('any market, losses and pace of the reader', () => {
  const step = fc.record({
    stepMs: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 200_000 })),
    isTrade: fc.boolean(),
    publishes: fc.boolean(),
    loses: fc.boolean(),
    reads: fc.nat(2),
  });

  /** Runs the market and a reader that begins after some steps, after the state of a cursor or with the newest. */
  async function run(
    steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
    begin: number,
    hasCursor: boolean,
  ) {
    const market = createMarket();
    const got: Candle[] = [];
    let stream: PullStream<Candle> | null = null;
    let start: Candle | null = null;
    let pending = 0;
    for (const [index, { stepMs, isTrade, publishes, loses, reads }] of steps.entries()) {
      if (index === begin) {
        start = market.states.at(-1) ?? null;
        stream = market.open(hasCursor ? start : null);
      }
      market.event(stepMs, isTrade);
      if (publishes) market.publish((one) => loses && one % 2 === 0);
      for (let count = 0; stream && count < reads && pending < 2; count++) {
        pending += 1;
        void stream.next().then((result) => {
          pending -= 1;
          if (!result.done) got.push(result.value);
        });
      }
      await settle();
    }
    // The next event of the ticker is published: it shows what was lost before.
    market.event(60_000, true);
    market.publish();
    if (stream) await readAll(stream, got);
    return { market, got, start };
  }

  test('every candle from the first one on comes, each closed one once before the next, and the last state at the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.nat(40),
        fc.boolean(),
        async (steps, begin, hasCursor) => {
          const { market, got, start } = await run(steps, begin, hasCursor);
          if (begin >= steps.length) return;
          for (const [index, candle] of got.entries())
            expect(isNewerCandle(candle, got[index - 1] ?? (hasCursor ? start : null))).toBe(true);
          const newest = market.all().at(-1);
          expect(got.at(-1)).toEqual(newest);
          // A reader with a cursor misses nothing after it, and one without nothing after its first event.
          const first = hasCursor && start ? start : got[0];
          const expected = market
            .all()
            .filter((candle) => candle.openedAtMs >= (first?.openedAtMs ?? 0))
            .filter((candle) => candle.isClosed && (!hasCursor || isNewerCandle(candle, start)));
          expect(got.filter(({ isClosed }) => isClosed)).toEqual(expected);
          const trades = got.filter(({ isClosed }, index) => isClosed || index === got.length - 1);
          for (const [index, candle] of trades.entries()) {
            const before = trades[index - 1];
            if (before)
              expect((candle.lastTradeSequence ?? 0) - candle.tradeCount).toBe(before.lastTradeSequence);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
