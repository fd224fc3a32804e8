import { z } from 'zod';
import { brokerage } from '#contracts/fields.ts';
import { compareText } from '#domain/compare-text.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { MeanDailyVolumes } from '#domain/costs/exchange-fees.ts';
import type { NoteCosts } from '#domain/notes/note.ts';
import type { TradeSide } from '#domain/notes/trade.ts';
import type { UncollectedTax, WithheldTax } from '#domain/notes/withholding.ts';
import type { AccountChange, AccountDay, AccountTrade } from '#domain/positions/fold-days.ts';
import { integer } from './rows.ts';

/** A stored note. */
export interface StoredNote {
  readonly accountId: string;
  readonly tradeDate: string;
  readonly number: number;
  readonly settlesOn: string;
  readonly boughtCentavos: number;
  readonly soldCentavos: number;
  readonly costs: NoteCosts;
  readonly withheld: readonly WithheldTax[];
  readonly uncollected: UncollectedTax;
  readonly netCentavos: number;
  /** Mean daily volumes that decided the bands of the fees. */
  readonly volumes: MeanDailyVolumes;
  readonly version: number;
}

/** A closed trade date to be stored: note, lines of trades, results. */
export interface ClosedNote {
  readonly accountId: string;
  readonly number: number;
  readonly version: number;
  readonly closedAtMs: number;
  readonly day: AccountDay;
}

/** Trades and notes of an account. */
export interface AccountDaysState {
  /** In the order of trading: those without a note, or all. */
  readonly trades: readonly AccountTrade[];
  /** Execution ids of the trades that have a note; empty unless all are loaded. */
  readonly noted: ReadonlySet<string>;
  /** Oldest first: the newest one, or all. */
  readonly notes: readonly StoredNote[];
  /** Changes of positions in the order of their booking; empty unless all are loaded. */
  readonly changes: readonly AccountChange[];
}

export const NO_DAYS: AccountDaysState = { trades: [], noted: new Set(), notes: [], changes: [] };

/** The notes of a person hand on the state of withholding in this order. */
export const compareNotes = (a: NotePlace, b: NotePlace): number =>
  a.tradeDate === b.tradeDate ? compareText(a.accountId, b.accountId) : compareText(a.tradeDate, b.tradeDate);

type NotePlace = Pick<StoredNote, 'accountId' | 'tradeDate'>;

/** The last one of a person's notes; null without one. */
export const newestNote = (notes: readonly StoredNote[]): StoredNote | null =>
  notes.reduce<StoredNote | null>(
    (newest, note) => (newest && compareNotes(newest, note) > 0 ? newest : note),
    null,
  );

/** Row of the table `trade`. */
export interface TradeRow {
  readonly execution_id: string;
  readonly account_id: string;
  readonly sequence: bigint;
  readonly order_id: string;
  readonly trade_date: string;
  readonly settles_on: string;
  readonly at_ms: bigint;
  readonly ticker: string;
  readonly custody_ticker: string;
  readonly asset_kind: string;
  readonly side: string;
  readonly quantity: bigint;
  readonly price_centavos: bigint;
  readonly gross_centavos: bigint;
  readonly is_auction: boolean;
  readonly provisional_centavos: bigint;
  readonly brokerage: unknown;
  readonly note_number: number | null;
}

/** Reads a row. Only the adapter writes the columns, so the casts to domain types are safe. */
export const tradeOf = (row: TradeRow): AccountTrade => ({
  executionId: row.execution_id,
  orderId: row.order_id,
  tradeDate: row.trade_date,
  settlesOn: row.settles_on,
  atMs: integer(row.at_ms),
  ticker: row.ticker,
  asset: row.custody_ticker,
  kind: row.asset_kind as AssetKind,
  side: row.side as TradeSide,
  quantity: integer(row.quantity),
  priceCentavos: integer(row.price_centavos),
  grossCentavos: integer(row.gross_centavos),
  isAuction: row.is_auction,
  provisionalCentavos: integer(row.provisional_centavos),
  brokerage: brokerage.parse(row.brokerage),
});

/** Row of the table `note`. */
export interface NoteRow {
  readonly account_id: string;
  readonly trade_date: string;
  readonly number: number;
  readonly settles_on: string;
  readonly bought_centavos: bigint;
  readonly sold_centavos: bigint;
  readonly settlement_fee_centavos: bigint;
  readonly trading_fee_centavos: bigint;
  readonly brokerage_centavos: bigint;
  readonly brokerage_taxes_centavos: bigint;
  readonly other_centavos: bigint;
  readonly withheld: unknown;
  readonly uncollected: unknown;
  readonly net_centavos: bigint;
  readonly adtv_centavos: bigint;
  readonly day_trade_adtv_centavos: bigint;
  readonly version: number;
}

const withheldSchema = z.array(
  z.object({
    kind: z.enum(['ORDINARY', 'DAY_TRADE']),
    baseCentavos: z.int(),
    amountCentavos: z.int(),
    isDeducted: z.boolean(),
  }),
);
const uncollectedSchema = z.object({
  month: z.string(),
  baseCentavos: z.int(),
  amountCentavos: z.int(),
  isPassed: z.boolean(),
});

export const noteOf = (row: NoteRow): StoredNote => ({
  accountId: row.account_id,
  tradeDate: row.trade_date,
  number: row.number,
  settlesOn: row.settles_on,
  boughtCentavos: integer(row.bought_centavos),
  soldCentavos: integer(row.sold_centavos),
  costs: {
    settlementFeeCentavos: integer(row.settlement_fee_centavos),
    tradingFeeCentavos: integer(row.trading_fee_centavos),
    brokerageCentavos: integer(row.brokerage_centavos),
    brokerageTaxesCentavos: integer(row.brokerage_taxes_centavos),
    otherCentavos: integer(row.other_centavos),
  },
  withheld: withheldSchema.parse(row.withheld),
  uncollected: uncollectedSchema.parse(row.uncollected),
  netCentavos: integer(row.net_centavos),
  volumes: {
    allCentavos: integer(row.adtv_centavos),
    dayTradesCentavos: integer(row.day_trade_adtv_centavos),
  },
  version: row.version,
});

/** An entry with its effect on a position. */
export interface CostingRow {
  readonly account_id: string;
  readonly ticker: string;
  readonly costing: unknown;
}

const costingSchema = z.object({
  day: z.string(),
  quantity: z.int(),
  costBillionths: z.string().transform(BigInt),
  realizedCentavos: z.int(),
});

export const changeOf = ({ ticker, costing }: CostingRow): AccountChange => ({
  asset: ticker,
  ...costingSchema.parse(costing),
});
