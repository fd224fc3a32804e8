import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { quoteCodec, type InstrumentFact, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS, MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import { orderFactCodec } from '#contracts/messages/order-facts.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { NO_BROKERAGE } from '#domain/costs/brokerage.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createIdSource } from '#platform/ids.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { createMemoryQueue } from '#platform/in-process/queue/memory-queue.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import { createStatements } from '#platform/security/statements.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { advanceUntil } from '#test/support/eventually.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { WAIT_STEP_MS } from '../accept/intents.ts';
import { createFakeWallet, type FakeWallet } from './fake-wallet.ts';
import { startOrders, type OrdersDependencies, type OrdersPart } from '../start.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';

/** A Monday at noon in Sao Paulo, in continuous trading. */
export const MONDAY_MS = Date.parse('2026-03-16T15:00:00.000Z');
export const TODAY = '2026-03-16';
export const ALICE = 'usr_alice';
export const BOB = 'usr_bob';
export const ACCOUNT = 'acc_alice';
export const BOBS_ACCOUNT = 'acc_bob';

/** The instrument of the tests, with overrides. */
export const instrument = (overrides: Partial<InstrumentFact> = {}): InstrumentFact =>
  instrumentFact({ twinTicker: 'PETR4F', ...overrides });

/** A fake of the assets part, with one instrument. */
const fakeAssets = (): AssetsRpc => ({
  historyAssets: async ({ tickers }) => tickers.map(() => null),
  addHistoryAssets: async () => ({ added: 0 }),
  instruments: async ({ tickers }) => tickers.map((ticker) => (ticker === 'PETR4' ? instrument() : null)),
  catalogue: async () => [instrument()],
  corporateActions: async ({ ids }) => ids.map(() => null),
  clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
  indexCompositions: async () => [],
});

interface ErrorExtensions {
  readonly code?: unknown;
  readonly [name: string]: unknown;
}

/** A GraphQL response. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: ErrorExtensions }[];
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A report without the fields that the scripted exchange adds. */
export type ReportBody = Without<
  ExecutionReport,
  'v' | 'member' | 'sequence' | 'atMs' | 'tradeDate' | 'correlationId'
>;

/** A running orders part with its own database, a fake wallet and a scripted exchange. */
export interface TestOrders {
  readonly wallet: FakeWallet;
  readonly queue: CommandQueue;
  readonly marketClock: ManualClock;
  readonly wallClock: ManualClock;
  readonly dependencies: OrdersDependencies;
  /** The running part; `restart` replaces it. */
  part(): OrdersPart;
  execute(userId: string | null, query: string, variables?: object): Promise<Answer>;
  /** As `execute`, for one of several requests at once: the wall clock stays, and `settle` moves it for all of them. */
  send(userId: string | null, query: string, variables?: object): Promise<Answer>;
  /** The commands that the exchange received, in sequence. */
  readonly commands: readonly EngineCommand[];
  /** Publishes reports of the exchange with the next sequences. */
  report(...reports: ReportBody[]): Promise<void>;
  /** Sets the hot price. */
  quote(prices: Partial<QuoteRecord>): Promise<void>;
  /** Runs pending work and moves the wall clock until the condition holds. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** Runs pending work and moves the wall clock until the promise settles; returns its result. */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** Waits until no work is pending, and expects that the wallet reserves exactly the amounts of open orders. */
  expectConsistent(): Promise<void>;
  restart(overrides?: Partial<OrdersDependencies>): Promise<OrdersPart>;
  stop(): Promise<void>;
}

/** Turns of the event loop in one step of the wall clock: the clock must not outrun the database. */
const TURNS_A_STEP = 50;

export async function createTestOrders(overrides: Partial<OrdersDependencies> = {}): Promise<TestOrders> {
  const marketClock = createManualClock(MONDAY_MS);
  const wallClock = createManualClock(MONDAY_MS);
  const wallet = createFakeWallet({ [ACCOUNT]: ALICE, [BOBS_ACCOUNT]: BOB });
  const dependencies = { ...(await defaultDependencies(wallet, marketClock, wallClock)), ...overrides };
  const { queue, eventLog, cache } = dependencies;
  let part = await startOrders(dependencies);
  const exchange = await playExchange(queue, marketClock);
  const stopWallet = await eventLog.read([TOPICS.orderFacts], { group: 'wallet' }, async (batch) => {
    for (const { value } of batch) wallet.apply(orderFactCodec.decode(value));
  });
  const { until, settle } = createWaits(wallClock);
  return {
    wallet,
    queue,
    marketClock,
    wallClock,
    dependencies,
    commands: exchange.commands,
    report: exchange.report,
    until,
    settle,
    part: () => part,
    send: (userId, query, variables = {}) => execute(part, dependencies, userId, query, variables),
    execute: (userId, query, variables = {}) => settle(execute(part, dependencies, userId, query, variables)),
    quote: (prices) =>
      cache.setMany([[CACHE_KEYS.hotPrice('PETR4'), quoteCodec.encode({ ...emptyQuote, ...prices })]]),
    expectConsistent: async () => {
      await until(
        async () => (await isIdle(part)) && (await eventLog.lag([TOPICS.orderFacts], 'wallet')) === 0,
      );
      const orders = await part.calls.auditOrders({ after: null, limit: 1000 });
      const held = orders.map((order) => [order.orderId, order.reservedCentavos + order.reservedQuantity]);
      expect(wallet.holds()).toEqual(Object.fromEntries(held.filter(([, amount]) => amount !== 0)));
    },
    restart: async (changes = {}) => {
      part = await startOrders({ ...dependencies, ...changes });
      return part;
    },
    stop: async () => {
      await exchange.stop();
      await stopWallet();
      await part.stop();
    },
  };
}

async function defaultDependencies(
  wallet: WalletRpc,
  marketClock: ManualClock,
  wallClock: ManualClock,
): Promise<OrdersDependencies> {
  return {
    database: await createTestDatabase('orders'),
    queue: createMemoryQueue(),
    eventLog: createMemoryEventLog(),
    cache: createMemoryCache(),
    wallet,
    assets: fakeAssets(),
    engines: [{ publishPosition: async () => null, renumber: async () => ({ journalId: 'jnl_new' }) }],
    identity: { areOwned: async ({ credentialIds }) => credentialIds.map(() => false) },
    marketClock,
    marketMode: () => 'b3',
    wallClock,
    calendar: createTradingCalendar(),
    ids: createIdSource(wallClock),
    statements: createStatements(Buffer.alloc(32, 7), wallClock),
    log: silentLog,
    metrics: noMetrics,
    engineShards: 1,
    maxBacklog: 10_000,
    maxOpenOrders: 10_000,
    brokerage: NO_BROKERAGE,
    retention: TEST_RETENTION,
  };
}

/** A scripted exchange: it collects commands without repeats, and publishes the test's reports. */
async function playExchange(
  queue: CommandQueue,
  marketClock: ManualClock,
): Promise<Pick<TestOrders, 'commands' | 'report' | 'stop'>> {
  const commands: EngineCommand[] = [];
  const stop = await queue.consume(QUEUES.engineCommands(0), { maxBatch: 100 }, async (batch) => {
    for (const { body } of batch) {
      const command = engineCommandCodec.decode(body);
      if (!commands.some((known) => known.commandId === command.commandId)) commands.push(command);
    }
  });
  let sequence = 0;
  const encode = (report: ReportBody) => {
    sequence += 1;
    const common = { v: 1, member: MEMBERS.broker, sequence, tradeDate: TODAY } as const;
    const atMs = marketClock.nowMs();
    const body = executionReportCodec.encode({ ...common, atMs, correlationId: 'cor_engine', ...report });
    return { body, messageId: `report-${sequence}`, correlationId: 'cor_engine' };
  };
  return {
    commands,
    report: (...reports) => queue.publish(QUEUES.memberReports(MEMBERS.broker), reports.map(encode)),
    stop,
  };
}

function createWaits(wallClock: ManualClock): Pick<TestOrders, 'until' | 'settle'> {
  return {
    until: (condition) => advanceUntil(wallClock, 50, condition),
    settle: async (promise) => {
      let settled = false;
      const done = (): void => void (settled = true);
      promise.then(done, done);
      for (let turn = 1; !settled; turn++) {
        await setImmediate();
        if (turn % TURNS_A_STEP === 0) wallClock.advance(WAIT_STEP_MS);
      }
      return promise;
    },
  };
}

const execute = (
  part: OrdersPart,
  { statements }: OrdersDependencies,
  userId: string | null,
  query: string,
  variables: object,
): Promise<Answer> =>
  part.subgraph.execute({
    query,
    variables: { ...variables },
    correlationId: 'cor_test',
    ...(userId === null ? {} : { statement: statements.sign(callerOf(userId)) }),
  });

/** True without pending work. Impossible reports and the watermark stay counted, and are no pending work. */
async function isIdle(part: OrdersPart): Promise<boolean> {
  const { lastReportSequence: _, impossibleReports: __, ...backlog } = await part.calls.backlog({});
  return Object.values(backlog).every((count) => count === 0);
}

const emptyQuote: QuoteRecord = {
  v: 1,
  ticker: 'PETR4',
  phase: 'CONTINUOUS',
  tradeDate: TODAY,
  last: null,
  open: null,
  high: null,
  low: null,
  previousClose: 2890,
  bid: null,
  bidQuantity: null,
  ask: null,
  askQuantity: null,
  volume: 0,
  turnoverCentavos: 0,
  tradeCount: 0,
  theoreticalPrice: null,
  theoreticalQuantity: null,
  atMs: MONDAY_MS,
  sequence: 1,
};
