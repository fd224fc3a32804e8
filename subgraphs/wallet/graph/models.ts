import type { CashSnapshot, StatementEntryRecord, WalletFact } from '#contracts/messages/wallet-facts.ts';
import type { Holding } from '#domain/ledger/holding.ts';
import type { HeldPosition } from '#domain/ledger/position.ts';
import type { Refusal } from '#domain/refusal.ts';
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
export type CashBalanceModel = CashSnapshot;

/** The object behind the type StatementEntry. */
export type StatementEntryModel = StatementEntryRecord;

/** The object behind the type WalletUpdate. */
export type WalletUpdateModel = WalletFact;

/** The object behind the type Refusal, as a member of a union. */
export type RefusalModel = Refusal & { readonly __typename: 'Refusal' };
