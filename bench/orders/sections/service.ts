import pg from 'pg';
import { QUEUES } from '#contracts/names.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { NO_BROKERAGE } from '#domain/costs/brokerage.ts';
import { startOrders, type OrdersPart } from '#orders/start.ts';
import { createFakeWallet } from '#orders/test/fake-wallet.ts';
import { createIdSource } from '#platform/ids.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createMemoryQueue } from '#platform/in-process/queue/memory-queue.ts';
import { silentLog } from '#platform/observability/log.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { ensureDatabase } from '#platform/postgres/migrate.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import type { Section } from '../../report.ts';
import type { OrdersScene } from '../scene.ts';

const DATABASE = 'bench_orders';
const BATCH = 50;
const CLIENTS = 8;
const CASH_CENTAVOS = 9_000_000_000_000;
const WARM_UP_SECONDS = 2;
const DRAINED_EVERY_TURNS = 100;

const PLACE = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) {
  ... on Order { id status } ... on Refusal { rule message } } }`;

/** A Monday at noon in Sao Paulo. */
const market = { ...createWallClock(), nowMs: () => Date.parse('2026-03-16T15:00:00.000Z') };
const accountOf = (client: number): string => `acc_${client}`;
const userOf = (client: number): string => `usr_${client}`;

interface Service {
  readonly part: OrdersPart;
  /** Places a batch of a client's orders. */
  place(client: number): Promise<void>;
  stop(): Promise<void>;
}

/** The part alone in this process: its database on the bench's PostgreSQL; wallet, queue and log in memory. */
async function startService(scene: OrdersScene): Promise<Service> {
  await ensureDatabase(scene.broker.connection, DATABASE);
  const clients = Array.from({ length: CLIENTS }, (_, client) => client);
  const wallet = createFakeWallet(Object.fromEntries(clients.map((one) => [accountOf(one), userOf(one)])));
  for (const client of clients) wallet.give(accountOf(client), 'BRL', CASH_CENTAVOS);
  const wallClock = createWallClock();
  const statements = createStatements(Buffer.alloc(32, 7), wallClock);
  const queue = createMemoryQueue();
  const ids = createIdSource(wallClock);
  const part = await startOrders({
    database: { ...scene.broker.connection, database: DATABASE },
    queue,
    eventLog: createMemoryEventLog(),
    cache: createMemoryCache(),
    wallet,
    assets: {
      historyAssets: async ({ tickers }) => tickers.map(() => null),
      addHistoryAssets: async () => ({ added: 0 }),
      instruments: async ({ tickers }) => tickers.map((ticker) => instrumentFact({ ticker })),
      catalogue: async () => [instrumentFact()],
      corporateActions: async ({ ids: wanted }) => wanted.map(() => null),
      clock: async () => ({ v: 1, mode: 'continuous', realMs: 0, simulatedMs: 0, speed: 1 }),
      indexCompositions: async () => [],
    },
    engines: [],
    identity: { areOwned: async ({ credentialIds }) => credentialIds.map(() => false) },
    marketClock: market,
    marketMode: () => 'continuous',
    wallClock,
    calendar: createTradingCalendar(),
    ids,
    statements,
    log: silentLog,
    metrics: noMetrics,
    brokerage: NO_BROKERAGE,
    retention: TEST_RETENTION,
    engineShards: 1,
    maxBacklog: 1_000_000,
    maxOpenOrders: 100_000_000,
  });
  const stopConsuming = await queue.consume(
    QUEUES.engineCommands(0),
    { maxBatch: 500 },
    async () => undefined,
  );
  return {
    part,
    place: (client) => placeBatch(part, client, statements.sign(callerOf(userOf(client))), ids('batch')),
    stop: async () => {
      await part.stop();
      await stopConsuming();
    },
  };
}

async function placeBatch(part: OrdersPart, client: number, statement: string, name: string): Promise<void> {
  const inputs = Array.from({ length: BATCH }, (_, index) => ({
    accountId: accountOf(client),
    clientOrderId: `${name}-${index}`,
    ticker: 'PETR4',
    side: 'BUY',
    quantity: 100,
    limitPrice: '28.90',
  }));
  const { data, errors } = await part.subgraph.execute({
    query: PLACE,
    variables: { inputs },
    statement,
    correlationId: name,
  });
  const answers = data?.['placeOrders'] as readonly { readonly id?: string }[] | null | undefined;
  if (errors || !answers?.every(({ id }) => id !== undefined))
    throw new Error(`a batch failed: ${JSON.stringify(errors ?? answers)}`);
}

/** Waits until the relays have published every command and fact. */
async function drained({ part }: Service): Promise<void> {
  for (;;) {
    const { commandOutbox, factOutbox } = await part.calls.backlog({});
    if (commandOutbox + factOutbox === 0) return;
    for (let turn = 0; turn < DRAINED_EVERY_TURNS; turn++) await new Promise(setImmediate);
  }
}

/** Orders per second, until the relays have published the last one. */
async function run(service: Service, seconds: number): Promise<number> {
  const startMs = performance.now();
  const client = async (number: number): Promise<number> => {
    let count = 0;
    for (; performance.now() < startMs + seconds * 1_000; count += BATCH) await service.place(number);
    return count;
  };
  const counts = await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  await drained(service);
  const orders = counts.reduce((sum, count) => sum + count, 0);
  return orders / ((performance.now() - startMs) / 1_000);
}

/** The orders part without gateway, wallet and engine. */
export async function measureService(scene: OrdersScene, seconds: number): Promise<Section> {
  const service = await startService(scene);
  try {
    await run(service, WARM_UP_SECONDS);
    const { result: value, reference } = await scene.besideReference(() => run(service, seconds));
    return {
      title: 'The orders service alone',
      note: `Batches of ${BATCH} by ${CLIENTS} clients in the process of the bench: no gateway, wallet and queues in memory, until the relays have published all commands and facts.`,
      figures: [
        {
          key: 'service.8',
          what: `batches of ${BATCH}`,
          value,
          unit: 'orders/s',
          ratio: { of: '8 connections', value: value / reference },
        },
      ],
    };
  } finally {
    await service.stop();
    const admin = new pg.Client({ ...scene.broker.connection, database: 'postgres' });
    await admin.connect();
    await admin.query(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
    await admin.end();
  }
}
