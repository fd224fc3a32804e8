import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { bookCodec, quoteCodec, tradeCodec } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS, TOPICS } from '#contracts/names.ts';
import { CANDLE_INTERVALS } from '#domain/market-data/candles.ts';
import { applyEvent, newTicker, type TickerState } from '#domain/market-data/fold.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { eventually } from '#test/support/eventually.ts';
import { createFoldWorker } from './consumers.ts';
import { openPostgresHistory } from '../history/history.postgres.ts';
import type { QuoteHistory } from '../history/history.ts';

let history: QuoteHistory;
let serial = 0;
beforeAll(async () => {
  history = await openPostgresHistory(await createTestDatabase('market-data'));
});
afterAll(() => history.close());

const wallClock = createManualClock(0);
const newState = (ticker: string) =>
  newTicker(ticker, { tradeDate: '2026-03-16', atMs: 0, previousClose: 2_800, phase: 'CLOSED' });

/** Trades and book changes, alternately. */
const eventsOf = (ticker: string, count: number): EngineMarketData[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{
      v: 1 as const,
      ticker,
      sequence: index + 1,
      tickCentavos: 1,
      atMs: index * 20_000,
      tradeDate: '2026-03-16',
    },
    ...(index % 2 === 0
      ? {
          type: 'BOOK_CHANGED',
          changes: [{ side: 'BUY', priceTicks: 2_700 + index, quantity: 100, orders: 1 }],
        }
      : {
          ...{ type: 'TRADE', tradeId: `t${index}`, tradeSequence: (index + 1) / 2 },
          ...{ priceTicks: 2_800 + index, quantity: 100, aggressor: 'BUY' },
        }),
  }));
const recordsOf = (events: readonly EngineMarketData[]): ReadRecord[] =>
  events.map((event) => ({
    ...{ topic: TOPICS.engineMarketData, key: event.ticker },
    value: engineMarketDataCodec.encode(event),
  }));

/** Reads the topics: the sequence of the newest quote and book by ticker, and the sequences of all trades. */
async function readTopics(eventLog: EventLog) {
  const quotes = new Map<string, number>();
  const books = new Map<string, number>();
  const trades = new Set<string>();
  for (const topic of [TOPICS.quotes, TOPICS.books, TOPICS.trades, TOPICS.candles])
    await eventLog.declare(topic, { compacted: false });
  const keepNewest = (newest: Map<string, number>, one: { ticker: string; sequence: number }): void =>
    void newest.set(one.ticker, Math.max(one.sequence, newest.get(one.ticker) ?? 0));
  const stop = await eventLog.read(
    [TOPICS.quotes, TOPICS.books, TOPICS.trades, TOPICS.candles],
    { from: 'beginning' },
    async (batch) => {
      for (const { topic, value } of batch) {
        if (topic === TOPICS.quotes) keepNewest(quotes, quoteCodec.decode(value));
        else if (topic === TOPICS.books) keepNewest(books, bookCodec.decode(value));
        else if (topic === TOPICS.trades) trades.add(`${tradeCodec.decode(value).sequence}`);
      }
    },
  );
  return { quotes, books, trades, stop };
}

/** A random run of workers over the events of a ticker. */
const plan = fc.record({
  count: fc.integer({ min: 1, max: 24 }),
  batch: fc.integer({ min: 1, max: 8 }),
  /** Numbers of the calls to store, cache and topics that fail. */
  failing: fc.array(fc.nat(30), { maxLength: 8 }),
  /** Numbers of the attempts before which a new instance without any state takes over. */
  takeovers: fc.array(fc.nat(12), { maxLength: 3 }),
});

/** Handles all events in batches, each until it succeeds, with the failures and takeovers of the plan. */
async function handleAll(
  events: readonly EngineMarketData[],
  { batch, failing, takeovers }: { batch: number; failing: number[]; takeovers: number[] },
  { eventLog, cache }: { eventLog: EventLog; cache: Cache },
): Promise<void> {
  let calls = 0;
  const mayFail = async <T>(call: () => Promise<T>): Promise<T> => {
    if (failing.includes(calls++)) throw new Error('gone');
    return call();
  };
  const makeWorker = () =>
    createFoldWorker({
      ...{
        newState,
        onUnknownBooks: () => undefined,
        log: silentLog,
        metrics: noMetrics,
        wallClock,
        marketClock: wallClock,
      },
      history: { ...history, commit: (commit) => mayFail(() => history.commit(commit)) },
      cache: { ...cache, setMany: (entries) => mayFail(() => cache.setMany(entries)) },
      eventLog: {
        ...eventLog,
        append: (topic, records) => mayFail(() => eventLog.append(topic, records)),
      },
    });
  let worker = makeWorker();
  let attempts = 0;
  for (let from = 0; from < events.length; from += batch) {
    const records = recordsOf(events.slice(from, from + batch));
    for (let isHandled = false; !isHandled;) {
      if (takeovers.includes(attempts++)) worker = makeWorker();
      isHandled = await worker.handle(records).then(
        () => true,
        () => false,
      );
    }
  }
}

/** Expects the store to hold the state, and each trade once in candles and trades. */
async function expectStored(ticker: string, expected: TickerState): Promise<void> {
  const [stored] = await history.loadStates([ticker]);
  expect(stored?.state).toEqual(expected);
  const trades = await history.tradesAfter(ticker, 0, 100);
  expect(trades.map((trade) => trade.sequence)).toEqual(
    Array.from({ length: expected.tradeSequence }, (_, index) => index + 1),
  );
  const lists = await history.candles(
    CANDLE_INTERVALS.map((interval) => ({
      ticker,
      interval,
      fromMs: null,
      toMs: null,
      limit: 50,
      isNewest: true,
    })),
  );
  for (const list of lists) {
    expect(list.reduce((sum, { tradeCount }) => sum + tradeCount, 0)).toBe(expected.tradeSequence);
    expect(list.at(-1)?.lastTradeSequence ?? 0).toBe(expected.tradeSequence);
    expect(list.slice(0, -1).every(({ isClosed }) => isClosed)).toBe(true);
  }
  const range = { ticker, interval: 'M1' as const, fromMs: null, toMs: null, limit: 50, isNewest: false };
  const volume = (await history.candles([range])).flat().reduce((sum, candle) => sum + candle.volume, 0);
  expect(volume).toBe(expected.quote.volume);
}

test('stores every event once and publishes the newest state, after any failed calls and takeovers', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ count, ...disturbances }) => {
      const ticker = `TEST${serial++}`;
      const eventLog = createMemoryEventLog();
      const received = await readTopics(eventLog);
      const cache = createMemoryCache();
      const events = eventsOf(ticker, count);
      await handleAll(events, disturbances, { eventLog, cache });
      const expected = events.reduce(
        (state, event) => applyEvent(state, event)?.state ?? state,
        newState(ticker),
      );
      await expectStored(ticker, expected);
      const [hot] = await cache.getMany([CACHE_KEYS.hotPrice(ticker)]);
      expect(hot && quoteCodec.decode(hot).sequence).toBe(expected.quote.sequence);
      await eventually(() => {
        expect(received.quotes.get(ticker)).toBe(expected.quote.sequence);
        expect(received.books.get(ticker)).toBe(expected.book.sequence);
        expect([...received.trades].at(-1) ?? '0').toBe(`${expected.tradeSequence}`);
      });
      await received.stop();
    }),
    { numRuns: 25 },
  );
});

test('an instance with stale states stores nothing, then continues from the stored states', async () => {
  const ticker = `TEST${serial++}`;
  const eventLog = createMemoryEventLog();
  await Promise.all(
    [TOPICS.quotes, TOPICS.books, TOPICS.trades, TOPICS.candles].map((topic) =>
      eventLog.declare(topic, { compacted: false }),
    ),
  );
  const dependencies = {
    history,
    eventLog,
    cache: createMemoryCache(),
    newState,
    onUnknownBooks: () => undefined,
    log: silentLog,
    metrics: noMetrics,
    marketClock: wallClock,
    wallClock,
  };
  const [one, other] = [createFoldWorker(dependencies), createFoldWorker(dependencies)];
  const events = recordsOf(eventsOf(ticker, 6));
  await one.handle(events.slice(0, 2));
  await other.handle(events.slice(2, 4));
  await expect(one.handle(events.slice(4))).rejects.toThrow('moved on');
  await one.handle(events.slice(4));
  const [stored] = await history.loadStates([ticker]);
  expect(stored?.state).toMatchObject({ engineSequence: 6, tradeSequence: 3, bookKnown: true });
});
