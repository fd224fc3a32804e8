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
let asked: { shard: number; tickers: string[] }[];
let failing: boolean;
let recovery: BookRecovery;
beforeEach(() => {
  clock = createManualClock(0);
  unknown = new Set();
  asked = [];
  failing = false;
  const engine = (shard: number) => ({
    publishBooks: async ({ tickers }: { tickers: string[] }) => {
      if (failing) throw new Error('the engine is away');
      asked.push({ shard, tickers });
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
const lose = (...tickers: string[]): void => {
  for (const ticker of tickers) unknown.add(ticker);
  recovery.request(tickers);
};
const wait = async (ms: number): Promise<void> => {
  clock.advance(ms);
  for (let turn = 0; turn < 5; turn++) await setImmediate();
};
const askedTickers = (): string[] => asked.flatMap(({ tickers }) => tickers);

test('the engine of the shard is asked at once, and never again when the book has come', async () => {
  lose('PETR4', 'VALE3', 'TAEE11');
  await wait(0);
  expect(askedTickers().sort()).toEqual(['PETR4', 'TAEE11', 'VALE3']);
  for (const { shard, tickers } of asked)
    expect(tickers.map((ticker) => shardOf(ticker, 2))).toEqual(tickers.map(() => shard));
  unknown.clear();
  await wait(60_000);
  await wait(60_000);
  expect(askedTickers()).toHaveLength(3);
});

test('a snapshot that does not come is asked for again, in growing pauses', async () => {
  lose('PETR4');
  await wait(0);
  for (let second = 0; second < 120; second++) await wait(1_000);
  // After 0, 1, 3, 7, 15, 31 seconds, then every 30.
  expect(asked).toHaveLength(8);
  recovery.request(['PETR4']);
  await wait(0);
  expect(asked).toHaveLength(8);
});

test('an engine that is away is asked again, and one more lost book does not wait for the long pause', async () => {
  failing = true;
  lose('PETR4');
  await wait(0);
  expect(asked).toEqual([]);
  for (let second = 0; second < 40; second++) await wait(1_000);
  failing = false;
  lose('VALE3');
  await wait(0);
  expect(askedTickers().sort()).toEqual(['PETR4', 'VALE3']);
});

test('after it has stopped it asks no more', async () => {
  lose('PETR4');
  await recovery.stop();
  await wait(120_000);
  expect(asked).toHaveLength(1);
});
