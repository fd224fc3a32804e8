import { TOPICS } from '#contracts/names.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { orderFactCodec, type ExecutionRecord, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { AssetsRpc } from '#contracts/rpc.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Side } from '#domain/orders/order.ts';
import { createIdSource } from '#platform/ids.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createTestDatabase } from './database.ts';
import { startWallet, type WalletDependencies, type WalletPart } from '#wallet/start.ts';

/** A Monday in the session: noon in Sao Paulo. */
export const MONDAY_MS = Date.parse('2026-03-16T15:00:00.000Z');
export const TODAY = '2026-03-16';
/** What is traded on that Monday settles on Wednesday. */
export const SETTLES_ON = '2026-03-18';

/** A running wallet over a database of its own, with clocks that stand still. */
export interface TestWallet {
  readonly part: WalletPart;
  readonly eventLog: EventLog;
  readonly marketClock: ManualClock;
  readonly wallClock: ManualClock;
  readonly dependencies: WalletDependencies;
  /** Opens the main account of a user and puts cash into it. */
  accountOf(userId: string, cash?: string): Promise<string>;
  /** Runs an operation as this user (nobody: null); fails the test on errors when `data` is wanted. */
  execute(userId: string | null, query: string, variables?: object): Promise<Answer>;
  /** Appends facts of orders, as the orders subgraph does. */
  publish(...facts: OrderFact[]): Promise<void>;
  /** Stops the wallet and starts it again over the same stores. */
  restart(): Promise<void>;
}

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code?: unknown } }[];
}

const KNOWN = ['PETR4', 'VALE3'];

const assets: AssetsRpc = {
  instruments: async ({ tickers }) =>
    tickers.map((ticker) => (KNOWN.includes(ticker) ? instrument(ticker) : null)),
  catalogue: async () => KNOWN.map(instrument),
  clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
};

const instrument = (ticker: string): InstrumentFact => ({
  v: 1,
  ticker,
  isin: 'BRXXXXACNXX0',
  name: ticker,
  kind: 'PREFERRED_STOCK',
  status: 'ACTIVE',
  lotSize: 100,
  tickCentavos: 1,
  priceBand: null,
  maxOrderQuantity: 1_000_000,
  twinTicker: null,
  previousCloseCentavos: 2890,
  version: 1,
});

export async function createTestWallet(): Promise<TestWallet> {
  const eventLog = createMemoryEventLog();
  const marketClock = createManualClock(MONDAY_MS);
  const wallClock = createManualClock(MONDAY_MS);
  const statements = createStatements(Buffer.alloc(32, 7), wallClock);
  const dependencies: WalletDependencies = {
    database: await createTestDatabase('wallet'),
    eventLog,
    assets,
    marketClock,
    wallClock,
    calendar: createTradingCalendar(),
    ids: createIdSource(wallClock),
    statements,
    log: silentLog,
    metrics: noMetrics,
  };
  let part = await startWallet(dependencies);
  const execute: TestWallet['execute'] = async (userId, query, variables = {}) => {
    const statement = userId === null ? {} : { statement: statements.sign({ userId }) };
    const result = await part.subgraph.execute({
      query,
      variables: { ...variables },
      correlationId: 'test',
      ...statement,
    });
    return JSON.parse(JSON.stringify(result)) as Answer;
  };
  return {
    get part() {
      return part;
    },
    eventLog,
    marketClock,
    wallClock,
    dependencies,
    execute,
    accountOf: async (userId, cash) => {
      const { accountId } = await part.calls.openMainAccount({ ownerId: userId, correlationId: 'test' });
      if (cash !== undefined) await execute(userId, DEPOSIT, { accountId, amount: cash, id: 'initial' });
      return accountId;
    },
    publish: (...facts) =>
      eventLog.append(
        TOPICS.orderFacts,
        facts.map((fact) => ({ key: fact.accountId, value: orderFactCodec.encode(fact) })),
      ),
    restart: async () => {
      await part.stop();
      part = await startWallet(dependencies);
    },
  };
}

export const DEPOSIT = `mutation ($accountId: ID!, $amount: Decimal!, $id: String!) {
  deposit(input: { accountId: $accountId, amount: $amount, clientTransferId: $id }) {
    ... on Account { id cash { available withdrawable } }
    ... on Refusal { rule field limit observed }
  }
}`;

/** A fact of an order, as short as a test wants it. */
export function orderFact(given: {
  accountId: string;
  sequence: number;
  orderId: string;
  type?: OrderFact['type'];
  side?: Side;
  ticker?: string;
  released?: number;
  execution?: ExecutionRecord;
}): OrderFact {
  const { accountId, sequence, orderId, side = 'BUY', ticker = 'PETR4' } = given;
  return {
    v: 1,
    accountId,
    sequence,
    atMs: MONDAY_MS,
    correlationId: `of-${orderId}`,
    type: given.type ?? (given.execution ? 'FILLED' : 'PLACED'),
    order: {
      orderId,
      clientOrderId: orderId,
      accountId,
      ownerId: 'usr_1',
      ticker,
      side,
      type: 'LIMIT',
      timeInForce: 'DAY',
      quantity: 100,
      displayQuantity: null,
      minimumQuantity: null,
      limitPriceCentavos: 2890,
      stopPriceCentavos: null,
      triggeredAtMs: null,
      expiresOn: null,
      status: 'OPEN',
      pendingRequest: null,
      filledQuantity: 0,
      leavesQuantity: 100,
      filledCentavos: 0,
      reservedCentavos: 0,
      reservedQuantity: 0,
      refusal: null,
      createdAtMs: MONDAY_MS,
      updatedAtMs: MONDAY_MS,
      executionCount: 0,
    },
    execution: given.execution ?? null,
    released: given.released ?? 0,
  };
}

/** A fill with costs of 230 parts per million, as B3's are. */
export function execution(
  orderId: string,
  number: number,
  quantity: number,
  priceCentavos: number,
): ExecutionRecord {
  const grossCentavos = quantity * priceCentavos;
  const feesCentavos = Math.round((grossCentavos * 230) / 1_000_000);
  return {
    executionId: `exe_${orderId}_${number}`,
    tradeId: `trd_${orderId}_${number}`,
    orderId,
    priceCentavos,
    quantity,
    grossCentavos,
    costs: [{ name: 'TRADING_AND_SETTLEMENT', amountCentavos: feesCentavos }],
    feesCentavos,
    tradeDate: TODAY,
    settlesOn: SETTLES_ON,
    atMs: MONDAY_MS,
  };
}
