import { TOPICS } from '#contracts/names.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { orderFactCodec, type ExecutionRecord, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { totalOf } from '#domain/costs/cost.ts';
import { B3_COST_TABLES, costTableOn, NO_COSTS } from '#domain/costs/cost-table.ts';
import { NOTHING_FILLED, provisionalCostsOfFill } from '#domain/costs/provisional.ts';
import { NO_BROKERAGE, type Brokerage } from '#domain/costs/brokerage.ts';
import { NO_DEBIT_CHARGE } from '#domain/costs/debit-charge.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { Side } from '#domain/orders/order.ts';
import { createIdSource } from '#platform/ids.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import type { Clock, WallClock } from '#platform/time/clock.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { callerOf } from '../samples/callers.ts';
import { createTestDatabase } from '../database/database.ts';
import { instrumentFact } from '../samples/instrument.ts';
import { TEST_RETENTION } from '../samples/retention.ts';
import { startWallet, type WalletDependencies, type WalletPart } from '#wallet/start.ts';

/** Noon of a Monday in Sao Paulo, during continuous trading. */
export const MONDAY_MS = Date.parse('2026-03-16T15:00:00.000Z');
export const TODAY = '2026-03-16';
/** Settlement day of trades of that Monday (D+2). */
export const SETTLES_ON = '2026-03-18';

/** A running wallet with its own database and manual clocks. */
export interface TestWallet {
  readonly part: WalletPart;
  readonly eventLog: EventLog;
  readonly marketClock: ManualClock;
  readonly wallClock: ManualClock;
  readonly dependencies: WalletDependencies;
  /** Opens the main account of a user, deposits cash into it and returns its id. */
  accountOf(userId: string, cash?: string): Promise<string>;
  /** Executes an operation as this user; null is an anonymous caller. */
  execute(userId: string | null, query: string, variables?: object): Promise<Answer>;
  /** Reserves an amount for an order, under the order's id. */
  reserve(accountId: string, orderId: string, asset: string, amount: number): Promise<unknown>;
  /** Cursor of the account's newest statement entry. */
  walletCursor(userId: string, accountId: string): Promise<string>;
  /** Violations of the rules of ledger and closed days that the auditor finds; empty for a correct wallet. */
  ledgerViolations(): Promise<readonly string[]>;
  /** Appends order facts to the event log, as the orders subgraph does. */
  publish(...facts: OrderFact[]): Promise<void>;
  /** Restarts the wallet on the same database and event log. */
  restart(): Promise<void>;
}

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code?: unknown } }[];
}

const TICKERS = ['PETR4', 'PETR4F', 'VALE3', 'AESB3', 'AESB3F', 'BBAS3', 'BIDI11', 'ITSA3'];

const assets: AssetsRpc = {
  historyAssets: async ({ tickers }) => tickers.map(() => null),
  addHistoryAssets: async () => ({ added: 0 }),
  instruments: async ({ tickers }) =>
    tickers.map((ticker) => (TICKERS.includes(ticker) ? instrument(ticker) : null)),
  catalogue: async () => TICKERS.map(instrument),
  corporateActions: async ({ ids }) => ids.map(() => null),
  clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
  indexCompositions: async () => [],
};

const instrument = (ticker: string): InstrumentFact =>
  instrumentFact({ ticker, name: ticker, isin: 'BRXXXXACNXX0', priceBand: null });

/** Start of the market clock, and dependencies that differ from the defaults. */
export interface TestWalletOptions extends Partial<WalletDependencies> {
  readonly startMs?: number;
}

const walletDependencies = async (marketClock: Clock, wallClock: WallClock): Promise<WalletDependencies> => ({
  database: await createTestDatabase('wallet'),
  eventLog: createMemoryEventLog(),
  cache: createMemoryCache(),
  assets,
  orders: { facts: async () => [] },
  marketClock,
  wallClock,
  marketMode: () => 'b3',
  debitCharge: NO_DEBIT_CHARGE,
  retention: TEST_RETENTION,
  calendar: createTradingCalendar(),
  ids: createIdSource(wallClock),
  statements: createStatements(Buffer.alloc(32, 7), wallClock),
  log: silentLog,
  metrics: noMetrics,
});

export async function createTestWallet({
  startMs = MONDAY_MS,
  ...overrides
}: TestWalletOptions = {}): Promise<TestWallet> {
  const marketClock = createManualClock(startMs);
  const wallClock = createManualClock(MONDAY_MS);
  const dependencies = { ...(await walletDependencies(marketClock, wallClock)), ...overrides };
  const { eventLog, statements } = dependencies;
  let part = await startWallet(dependencies);
  const execute: TestWallet['execute'] = async (userId, query, variables = {}) => {
    const statement = userId === null ? {} : { statement: statements.sign(callerOf(userId)) };
    const result = await part.subgraph.execute({
      query,
      variables: { ...variables },
      correlationId: 'test',
      ...statement,
    });
    return JSON.parse(JSON.stringify(result)) as Answer;
  };
  const walletCursor = async (userId: string, accountId: string): Promise<string> => {
    const query = `query ($id: ID!) { account(id: $id) { walletCursor } }`;
    const { data } = await execute(userId, query, { id: accountId });
    return (data?.['account'] as { walletCursor: string }).walletCursor;
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
    reserve: (accountId, orderId, asset, amount) =>
      part.calls.reserve({
        reservations: [{ reservationId: orderId, orderId, accountId, asset, amount, correlationId: 'test' }],
      }),
    walletCursor,
    ledgerViolations: async () => {
      const { examples } = await part.auditCalls.ledger({});
      const days = await part.auditCalls.persons({ after: null, limit: 50 });
      return [...examples, ...days.wrongPositions, ...days.wrongNotes, ...days.wrongResults];
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
    ... on Transfer { id clientTransferId at amount ticker quantity isRepeat account { id cash { available withdrawable } } }
    ... on Refusal { rule field limit observed }
  }
}`;

export const WITHDRAW = DEPOSIT.replace('deposit(', 'withdraw(');

export const DEPOSIT_SHARES = `mutation ($accountId: ID!, $ticker: Ticker!, $quantity: Int!, $price: Decimal = "20.00",
    $total: Decimal, $id: String!) {
  depositShares(input: { accountId: $accountId, ticker: $ticker, quantity: $quantity, averagePrice: $price, totalCost: $total,
    clientTransferId: $id }) {
    ... on Transfer { id clientTransferId at amount ticker quantity isRepeat
      account { positions { id ticker quantity averagePrice cost asset { id ticker } } } }
    ... on Refusal { rule field limit observed }
  }
}`;

/** An order fact with the given fields; the others have defaults. */
export function orderFact(fields: {
  accountId: string;
  sequence: number;
  orderId: string;
  type?: OrderFact['type'];
  side?: Side;
  ticker?: string;
  released?: number;
  execution?: ExecutionRecord;
  brokerage?: Brokerage;
}): OrderFact {
  const { accountId, sequence, orderId, side = 'BUY', ticker = 'PETR4' } = fields;
  return {
    v: 1,
    accountId,
    sequence,
    atMs: MONDAY_MS,
    correlationId: `of-${orderId}`,
    type: fields.type ?? (fields.execution ? 'FILLED' : 'PLACED'),
    order: {
      orderId,
      clientOrderId: orderId,
      accountId,
      ownerId: 'usr_1',
      ticker,
      custodyTicker: custodyTickerOf(ticker),
      assetKind: 'PREFERRED_STOCK',
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
      brokerage: fields.brokerage ?? NO_BROKERAGE,
      createdAtMs: MONDAY_MS,
      updatedAtMs: MONDAY_MS,
      executionCount: 0,
      version: 1,
    },
    execution: fields.execution ?? null,
    released: fields.released ?? 0,
  };
}

/** A fill in continuous trading with the provisional costs of an order of its own. */
export function execution(
  orderId: string,
  number: number,
  quantity: number,
  priceCentavos: number,
): ExecutionRecord {
  const grossCentavos = quantity * priceCentavos;
  const rules = { table: costTableOn(B3_COST_TABLES, TODAY) ?? NO_COSTS, brokerage: NO_BROKERAGE };
  const costs = [...provisionalCostsOfFill(rules, NOTHING_FILLED, { grossCentavos, isAuction: false })];
  return {
    executionId: `exe_${orderId}_${number}`,
    tradeId: `trd_${orderId}_${number}`,
    orderId,
    priceCentavos,
    quantity,
    grossCentavos,
    isAuction: false,
    costs,
    feesCentavos: totalOf(costs),
    tradeDate: TODAY,
    settlesOn: SETTLES_ON,
    atMs: MONDAY_MS,
  };
}
