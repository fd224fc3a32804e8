import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { shardOf } from '#contracts/sharding.ts';
import { newTicker } from '#domain/market-data/fold.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createBookRecovery, type BookRecovery } from './book-recovery.ts';

const FACTS = { tradeDate: '2026-03-16', atMs: 0, previousClose: null, phase: 'CLOSED' } as const;

let clock: ManualClock;
let unknown: Set<string>;
let requests: { shard: number; tickers: string[] }[];
let failing: boolean;
let recovery: BookRecovery;
beforeEach(() => {
  clock = createManualClock(0);
  unknown = new Set();
  requests = [];
  failing = false;
  const engine = (shard: number) => ({
    publishBooks: async ({ tickers }: { tickers: string[] }) => {
      if (failing) throw new Error('the engine is unavailable');
      requests.push({ shard, tickers });
      return null;
    },
  });
  recovery = createBookRecovery({
    engines: [engine(0), engine(1)],
    history: {
      loadStates: async (tickers) =>
        tickers.map((ticker) => ({
          version: 1,
          state: { ...newTicker(ticker, FACTS), bookKnown: !unknown.has(ticker) },
        })),
    },
    wallClock: clock,
    log: silentLog,
    metrics: noMetrics,
  });
});
const loseBooks = (...tickers: string[]): void => {
  for (const ticker of tickers) unknown.add(ticker);
  recovery.request(tickers);
};
const wait = async (ms: number): Promise<void> => {
  clock.advance(ms);
  for (let turn = 0; turn < 5; turn++) await setImmediate();
};
const requestedTickers = (): string[] => requests.flatMap(({ tickers }) => tickers);

test('requests a snapshot from the engine of the shard at once, and no more after the snapshot has arrived', async () => {
  loseBooks('PETR4', 'VALE3', 'TAEE11');
  await wait(0);
  expect(requestedTickers().sort()).toEqual(['PETR4', 'TAEE11', 'VALE3']);
  for (const { shard, tickers } of requests)
    expect(tickers.map((ticker) => shardOf(ticker, 2))).toEqual(tickers.map(() => shard));
  unknown.clear();
  await wait(60_000);
  await wait(60_000);
  expect(requestedTickers()).toHaveLength(3);
});

test('repeats a request without a snapshot, after growing pauses', async () => {
  loseBooks('PETR4');
  await wait(0);
  for (let second = 0; second < 120; second++) await wait(1_000);
  // After 0, 1, 3, 7, 15, 31 seconds, then every 30.
  expect(requests).toHaveLength(8);
  recovery.request(['PETR4']);
  await wait(0);
  expect(requests).toHaveLength(8);
});

test('repeats a failed request, at once when another book loses events', async () => {
  failing = true;
  loseBooks('PETR4');
  await wait(0);
  expect(requests).toEqual([]);
  for (let second = 0; second < 40; second++) await wait(1_000);
  failing = false;
  loseBooks('VALE3');
  await wait(0);
  expect(requestedTickers().sort()).toEqual(['PETR4', 'VALE3']);
});

test('requests nothing after its stop', async () => {
  loseBooks('PETR4');
  await recovery.stop();
  await wait(120_000);
  expect(requests).toHaveLength(1);
});
