import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { quoteCodec, type InstrumentFact, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS, MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import { orderFactCodec } from '#contracts/messages/order-facts.ts';
import type { AssetsRpc, WalletRpc } from '#contracts/rpc.ts';
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
import { createTestDatabase } from '#test/support/database.ts';
import { WAIT_STEP_MS } from '../accept/desk.ts';
import { createFakeWallet, type FakeWallet } from './fake-wallet.ts';
import { startOrders, type OrdersDependencies, type OrdersPart } from '../start.ts';
import { instrumentFact } from '#test/support/instrument.ts';

/** A Monday in the session: noon in Sao Paulo. */
export const MONDAY_MS = Date.parse('2026-03-16T15:00:00.000Z');
export const TODAY = '2026-03-16';
export const ALICE = 'usr_alice';
export const BOB = 'usr_bob';
export const ACCOUNT = 'acc_alice';
export const BOBS_ACCOUNT = 'acc_bob';

/** The instrument of the tests; a test names the fields that it is about. */
export const instrument = (overrides: Partial<InstrumentFact> = {}): InstrumentFact =>
  instrumentFact({ twinTicker: 'PETR4F', ...overrides });

/** Answers like assets, with one instrument. */
export const fakeAssets = (): AssetsRpc => ({
  instruments: async ({ tickers }) => tickers.map((ticker) => (ticker === 'PETR4' ? instrument() : null)),
  catalogue: async () => [instrument()],
  clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
});

/** What GraphQL answered. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code?: unknown } }[];
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A report without what the scripted engine adds. */
export type ReportBody = Without<
  ExecutionReport,
  'v' | 'member' | 'sequence' | 'atMs' | 'tradeDate' | 'correlationId'
>;

/** Running orders over a database of its own, a wallet and an exchange played by the test. */
export interface TestOrders {
  readonly wallet: FakeWallet;
  readonly queue: CommandQueue;
  readonly marketClock: ManualClock;
  readonly wallClock: ManualClock;
  readonly dependencies: OrdersDependencies;
  /** The part that `execute` asks; `restart` makes another. */
  part(): OrdersPart;
  execute(userId: string | null, query: string, variables?: object): Promise<Answer>;
  /** Commands as the exchange has got them so far, in order. */
  readonly commands: readonly EngineCommand[];
  /** Sends reports as the exchange does, in its sequence. */
  report(...reports: ReportBody[]): Promise<void>;
  /** Sets the hot price. */
  quote(prices: Partial<QuoteRecord>): Promise<void>;
  /** Lets everything that is under way happen, moving the wall clock, until the condition holds. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** The same until the promise has settled; its result. */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** Nothing waits to be published, consumed or recovered, and the wallet holds what open orders need. */
  expectConsistent(): Promise<void>;
  restart(overrides?: Partial<OrdersDependencies>): Promise<OrdersPart>;
  stop(): Promise<void>;
}

/** How often a condition is looked at before it counts as never holding. */
const MAX_LOOKS = 20_000;
/** Turns of the event loop a step of waiting takes, so that time does not outrun the database. */
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
    marketClock,
    marketMode: () => 'b3',
    wallClock,
    calendar: createTradingCalendar(),
    ids: createIdSource(wallClock),
    statements: createStatements(Buffer.alloc(32, 7), wallClock),
    log: silentLog,
    metrics: noMetrics,
    engineShards: 1,
  };
}

/** An exchange that takes commands, dropping repeated ones, and reports what the test says. */
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
    until: async (condition) => {
      for (let look = 0; look < MAX_LOOKS; look++) {
        if (await condition()) return;
        await setImmediate();
        wallClock.advance(50);
      }
      throw new Error('the condition never held');
    },
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
    ...(userId === null ? {} : { statement: statements.sign({ userId }) }),
  });

/** Nothing is on its way any more. What was impossible stays counted, and how far the reports came is no backlog. */
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
