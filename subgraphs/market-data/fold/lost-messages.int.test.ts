import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { engineCommandCodec, type NewOrder } from '#contracts/messages/engine-commands.ts';
import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Side } from '#domain/orders/order.ts';
import { createMemoryFiles } from '#platform/disk-log/test/memory-files.ts';
import { startEngine, type EnginePart } from '#engine/start.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createIdSource } from '#platform/ids.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { createMemoryQueue } from '#platform/in-process/queue/memory-queue.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { EventLog, LogRecord } from '#platform/ports/event-log.ts';
import { createRandom } from '#platform/random.ts';
import { createStatements } from '#platform/security/statements.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { eventually } from '#test/support/eventually.ts';
import { openPostgresHistory } from '../history/history.postgres.ts';
import { startMarketData, type MarketDataPart } from '../start.ts';

/** Monday 16 March 2026, 14:00 in Sao Paulo. */
const OPEN_MS = Date.UTC(2026, 2, 16, 17, 0);
const TICKER = 'PETR4';
const wallClock = createWallClock();
const marketClock = createManualClock(OPEN_MS);
const catalogue = loadCatalogue('2026-03-16')
  .filter(({ ticker }) => ticker === TICKER)
  .map((instrument): InstrumentFact => ({ v: 1, ...instrument }));
const assets: AssetsRpc = {
  historyAssets: async ({ tickers }) => tickers.map(() => null),
  addHistoryAssets: async () => ({ added: 0 }),
  catalogue: async () => catalogue,
  corporateActions: async ({ ids }) => ids.map(() => null),
  instruments: async ({ tickers }) =>
    tickers.map((ticker) => catalogue.find((one) => one.ticker === ticker) ?? null),
  clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
  indexCompositions: async () => [],
};
const eventLog = createMemoryEventLog();
const queue = createMemoryQueue({ wallClock });
let lost = 0;
let isLossy = false;
const random = createRandom(4);
/** The event log between the exchange and market data. While it is lossy, it loses a message with a chance of 25 %. */
const lossy: EventLog = {
  ...eventLog,
  append: async (topic, records) => {
    const isDelivered = (record: LogRecord): boolean => {
      const { type } = engineMarketDataCodec.decode(record.value);
      if (!isLossy || type === 'BOOK_SNAPSHOT' || random() > 0.25) return true;
      lost += 1;
      return false;
    };
    const kept = topic === TOPICS.engineMarketData ? records.filter(isDelivered) : records;
    if (kept.length > 0) await eventLog.append(topic, kept);
  },
};

let engine: EnginePart;
let part: MarketDataPart;
beforeAll(async () => {
  const shared = { wallClock, marketClock, log: silentLog, metrics: noMetrics };
  engine = await startEngine({
    ...{ ...shared, queue, eventLog: lossy, calendar: createTradingCalendar(), marketMode: () => 'b3' },
    ...{ folder: createMemoryFiles(), shard: 0, shards: 1, ids: createIdSource(wallClock) },
    fail: (error) => {
      throw error;
    },
  });
  part = await startMarketData({
    calendar: createTradingCalendar(),
    ...{ ...shared, assets, engines: [engine.calls], eventLog, cache: createMemoryCache() },
    history: await openPostgresHistory(await createTestDatabase('market-data')),
    ...{ statements: createStatements(new Uint8Array(32), marketClock), ids: createIdSource(wallClock) },
    ingest: { folder: null, provider: null },
    retention: TEST_RETENTION,
  });
  const records = catalogue.map((fact) => ({ key: fact.ticker, value: instrumentFactCodec.encode(fact) }));
  await eventLog.append(TOPICS.instruments, records);
  await eventually(async () => expect(await displayedBook()).toMatchObject({ phase: 'CONTINUOUS' }));
});
afterAll(async () => {
  await part.stop();
  await engine.stop();
});

interface Displayed {
  readonly phase: string;
  readonly bids: readonly { readonly price: string; readonly quantity: number }[];
  readonly asks: readonly { readonly price: string; readonly quantity: number }[];
}
/** Returns the phase and the book of the ticker from the graph; null before its first quote. */
async function displayedBook(): Promise<Displayed | null> {
  const levels = 'price quantity';
  const query = `{ _entities(representations: [{ __typename: "Asset", ticker: "${TICKER}" }]) { ... on Asset {
    quote { phase } book(depth: 50) { bids { ${levels} } asks { ${levels} } } } } }`;
  const { data } = await part.subgraph.execute({ query, correlationId: 'test' });
  const [asset] = (data as { _entities: { quote: object | null; book: object }[] } | null)?._entities ?? [];
  return asset?.quote ? (JSON.parse(JSON.stringify({ ...asset.quote, ...asset.book })) as Displayed) : null;
}

/** Returns the levels of the exchange's open orders, best first. */
async function restingLevels(side: Side): Promise<Displayed['bids']> {
  const levels = new Map<number, number>();
  for (const order of await engine.calls.openOrders({ member: null }))
    if (order.side === side && order.limitPriceTicks !== null)
      levels.set(order.limitPriceTicks, (levels.get(order.limitPriceTicks) ?? 0) + order.leavesQuantity);
  const sign = side === 'BUY' ? -1 : 1;
  return [...levels]
    .sort(([a], [b]) => sign * (a - b))
    .map(([ticks, quantity]) => ({ price: (ticks / 100).toFixed(2), quantity }));
}

const order = (index: number, side: Side, limitPriceTicks: number): NewOrder => ({
  ...{ v: 1, type: 'NEW_ORDER', commandId: `c${index}`, orderId: `c${index}`, correlationId: 'x' },
  ...{ member: MEMBERS.broker, accountId: 'acc_1', ticker: TICKER, side, orderType: 'LIMIT' },
  ...{ timeInForce: 'DAY', quantity: 100, limitPriceTicks, protectionPriceTicks: null, stopPriceTicks: null },
  ...{ displayQuantity: null, minimumQuantity: null, expiresOn: null },
});
const send = (orders: readonly NewOrder[]) =>
  queue.publish(
    QUEUES.engineCommands(0),
    orders.map((one) => ({
      body: engineCommandCodec.encode(one),
      messageId: one.commandId,
      correlationId: one.correlationId,
    })),
  );

test('restores the book of the exchange after lost messages', async () => {
  isLossy = true;
  const count = 300;
  for (let index = 0; index < count; index += 10)
    await send(
      Array.from({ length: 10 }, (_, place) => {
        const side: Side = random() < 0.5 ? 'BUY' : 'SELL';
        return order(index + place, side, 2_905 + Math.floor(random() * 10));
      }),
    );
  await eventually(async () => expect(await queue.depth(QUEUES.engineCommands(0))).toBe(0));
  isLossy = false;
  // One more message, at a distant price: its sequence reveals the gaps before it.
  await send([order(count, 'BUY', 2_800)]);
  await eventually(async () => {
    const [bids, asks] = await Promise.all([restingLevels('BUY'), restingLevels('SELL')]);
    expect(bids.at(-1)?.price).toBe('28.00');
    expect(await displayedBook()).toMatchObject({ phase: 'CONTINUOUS', bids, asks });
  });
  expect(lost).toBeGreaterThan(20);
});
