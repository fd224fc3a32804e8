import type { CashSnapshot, StatementEntryRecord, WalletFact } from '#contracts/messages/wallet-facts.ts';
import type { Cost } from '#domain/costs/cost.ts';
import type { Holding } from '#domain/ledger/holding.ts';
import type { HeldPosition } from '#domain/ledger/position.ts';
import type { EquityPoint } from '#domain/ledger/equity.ts';
import type { Note } from '#domain/notes/note.ts';
import type { WithheldTax } from '#domain/notes/withholding.ts';
import type { AccountDay } from '#domain/positions/fold-days.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { PoolMonth, TaxMonth } from '#domain/taxes/month.ts';
import type { ResultPool } from '#domain/taxes/tax-rules.ts';
import type { AccountLine, AccountResult } from '../notes/notes.ts';
import type { TransferReceipt } from '../transfers/client-transfers.ts';

/** The object behind the type User; resolvers look its accounts up by the id. */
export interface UserModel {
  readonly id: string;
}

/** The object behind the type Account; resolvers load cash and positions on demand. */
export interface AccountModel {
  readonly __typename: 'Account';
  readonly id: string;
  readonly name: string;
}

/** The object behind the type Asset: its key alone, since assets owns it. */
export interface AssetModel {
  readonly ticker: string;
}

/** The object behind the type Transfer, as a member of a union. */
export type TransferModel = TransferReceipt & { readonly __typename: 'Transfer' };

/** The object behind the type Position. It shows open days as if they ended now. */
export interface PositionModel {
  readonly accountId: string;
  /** Custody ticker. */
  readonly ticker: string;
  readonly holding: Holding;
  readonly position: HeldPosition;
}

/** The object behind the type CashBalance. */
export type CashBalanceModel = CashSnapshot & { readonly accountId: string };

/** The object behind the type StatementEntry. */
export type StatementEntryModel = StatementEntryRecord;

/** The object behind the type WalletUpdate. */
export type WalletUpdateModel = WalletFact;

/** The object behind the type Refusal, as a member of a union. */
export type RefusalModel = Refusal & { readonly __typename: 'Refusal' };

/** The object behind the type Note; resolvers load the lines on demand. */
export interface NoteModel extends Omit<Note, 'lines' | 'dayTrades'> {
  readonly __typename: 'Note';
  readonly accountId: string;
  readonly number: number;
  /** The open trade date of a provisional note; null for a stored one. */
  readonly openDay: AccountDay | null;
}

/** The object behind the type NoteLine. */
export type NoteLineModel = AccountLine;

/** The object behind the type WithheldTax. */
export type WithheldTaxModel = WithheldTax;

/** The object behind the type Cost. */
export type CostModel = Cost;

/** The object behind the type TradeResult. */
export type TradeResultModel = AccountResult;

/** The object behind the type EquityPoint. */
export type EquityPointModel = EquityPoint;

/** The object behind the type TaxMonth, with the accounts of the person. */
export interface TaxMonthModel extends TaxMonth {
  readonly accountIds: readonly string[];
}

/** The object behind the type TaxPoolMonth. */
export interface TaxPoolMonthModel extends PoolMonth {
  readonly pool: ResultPool;
  /** Tax rate. */
  readonly percent: number;
}
