import { expect } from 'vitest';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar, settlementDay } from '#domain/calendar/trading-calendar.ts';
import { NO_BROKERAGE, type Brokerage } from '#domain/costs/brokerage.ts';
import { B3_COST_TABLES, costTableOn } from '#domain/costs/cost-table.ts';
import { highestFees } from '#domain/costs/exchange-fees.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { TradeSide } from '#domain/notes/trade.ts';
import { LAST_FILLS_MS } from '../day-close/day-close-run.ts';
import { eventually } from '#test/support/eventually.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import {
  createTestWallet,
  DEPOSIT,
  execution,
  orderFact,
  type TestWallet,
} from '#test/support/wallet/wallet.ts';
import type { WalletDependencies } from '../start.ts';

/** A fill in the order of trading. */
export interface Fill {
  readonly ticker: string;
  readonly side: TradeSide;
  readonly quantity: number;
  readonly priceCentavos: number;
  readonly isAuction?: boolean;
  readonly kind?: AssetKind;
  /** Fills with the same order pay a fixed brokerage once. */
  readonly order?: string;
  /** The broker's price when it accepted the order. */
  readonly brokerage?: Brokerage;
}

export const buy = (ticker: string, quantity: number, priceCentavos: number): Fill => ({
  ticker,
  side: 'BUY',
  quantity,
  priceCentavos,
});
export const sell = (ticker: string, quantity: number, priceCentavos: number): Fill => ({
  ...buy(ticker, quantity, priceCentavos),
  side: 'SELL',
});

/** A wallet whose accounts trade on days of their own choice. */
export interface TradingWallet {
  readonly wallet: TestWallet;
  /** Opens an account of a user with R$ 10 million: the main one, then others. */
  open(userId: string): Promise<string>;
  /** Moves the market to the continuous trading of a day. */
  begin(day: string): void;
  /** Books fills of the day that has begun. Resolves when they are booked. */
  trade(accountId: string, fills: readonly Fill[]): Promise<void>;
  /** Moves the market beyond the close of the day, and waits for the notes of its accounts. */
  close(): Promise<void>;
  /** The field of an account that its owner selects. */
  account(userId: string, accountId: string, selection: string): Promise<Record<string, unknown>>;
}

const calendar = createTradingCalendar();

/** Makes the facts of fills, with the next sequences of their accounts. */
function createFacts() {
  const sequences = new Map<string, number>();
  let count = 0;
  const factOf = (accountId: string, tradeDate: string, fill: Fill): OrderFact => {
    const { ticker, side, quantity, priceCentavos, isAuction = false, kind = 'PREFERRED_STOCK' } = fill;
    const { brokerage = NO_BROKERAGE } = fill;
    const sequence = (sequences.get(accountId) ?? 0) + 1;
    sequences.set(accountId, sequence);
    count += 1;
    const orderId = `ord_${accountId}_${fill.order ?? count}`;
    const table = costTableOn(B3_COST_TABLES, tradeDate);
    const kinds = isAuction
      ? (['auction', 'dayTradeInAuction'] as const)
      : (['ordinary', 'dayTrade'] as const);
    const feesCentavos = table ? highestFees(table, kinds, quantity * priceCentavos) : 0;
    const made = {
      ...execution(orderId, count, quantity, priceCentavos),
      isAuction,
      feesCentavos,
      costs: [{ name: 'SETTLEMENT', amountCentavos: feesCentavos }],
      tradeDate,
      settlesOn: settlementDay(calendar, tradeDate),
      atMs: instantOf(tradeDate, NOON_MINUTE) + count,
    };
    const fact = orderFact({ accountId, sequence, orderId, side, ticker, execution: made, brokerage });
    return { ...fact, order: { ...fact.order, assetKind: kind } };
  };
  return { sequences, factOf };
}

const NOON_MINUTE = 12 * 60;
const NIGHT_MINUTE = 20 * 60;

const instrument = (ticker: string) =>
  instrumentFact({ ticker, name: ticker, custodyTicker: custodyTickerOf(ticker), priceBand: null });

/** A catalogue with every ticker. */
const ANY_ASSETS: AssetsRpc = {
  historyAssets: async ({ tickers }) => tickers.map(() => null),
  addHistoryAssets: async () => ({ added: 0 }),
  instruments: async ({ tickers }) => tickers.map(instrument),
  catalogue: async () => [],
  corporateActions: async ({ ids }) => ids.map(() => null),
  clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
  indexCompositions: async () => [],
};

const CASH_OF_ACCOUNT = '10000000.00';

async function openAnother(wallet: TestWallet, userId: string): Promise<string> {
  const opening = 'mutation { openAccount(name: "second") { ... on Account { id } } }';
  const { data } = await wallet.execute(userId, opening);
  const { id } = data?.['openAccount'] as { id: string };
  await wallet.execute(userId, DEPOSIT, { accountId: id, amount: CASH_OF_ACCOUNT, id: 'initial' });
  return id;
}

export async function createTradingWallet(
  firstDay: string,
  overrides: Partial<WalletDependencies> = {},
): Promise<TradingWallet> {
  const wallet = await createTestWallet({
    startMs: instantOf(firstDay, NOON_MINUTE),
    assets: ANY_ASSETS,
    ...overrides,
  });
  const { sequences, factOf } = createFacts();
  const traded = new Map<string, string>();
  const owners = new Map<string, string>();
  let today = firstDay;

  const accountOf: TradingWallet['account'] = async (userId, accountId, selection) => {
    const query = `query ($id: ID!) { account(id: $id) { ${selection} } }`;
    const { data, errors } = await wallet.execute(userId, query, { id: accountId });
    expect(errors).toBeUndefined();
    return data?.['account'] as Record<string, unknown>;
  };
  return {
    wallet,
    open: async (userId) => {
      const hasMain = [...owners.values()].includes(userId);
      const accountId = hasMain
        ? await openAnother(wallet, userId)
        : await wallet.accountOf(userId, CASH_OF_ACCOUNT);
      owners.set(accountId, userId);
      return accountId;
    },
    begin: (day) => {
      today = day;
      wallet.marketClock.set(instantOf(day, NOON_MINUTE));
    },
    trade: async (accountId, fills) => {
      traded.set(accountId, today);
      await wallet.publish(...fills.map((fill) => factOf(accountId, today, fill)));
      await eventually(async () =>
        expect(await bookedUntil(wallet, accountId)).toBe(sequences.get(accountId)),
      );
    },
    close: async () => {
      wallet.marketClock.set(instantOf(today, NIGHT_MINUTE));
      await eventually(async () => {
        wallet.wallClock.advance(LAST_FILLS_MS);
        for (const [accountId, userId] of owners) {
          if (traded.get(accountId) !== today) continue;
          const { notes } = await accountOf(
            userId,
            accountId,
            'notes(first: 1) { nodes { tradeDate isProvisional } }',
          );
          expect(notes).toEqual({ nodes: [{ tradeDate: today, isProvisional: false }] });
        }
      });
    },
    account: accountOf,
  };
}

async function bookedUntil(wallet: TestWallet, accountId: string): Promise<number> {
  const rows = await wallet.part.auditCalls.orderFactSequences({ after: null, limit: 1_000 });
  return rows.find((row) => row.accountId === accountId)?.sequence ?? 0;
}
