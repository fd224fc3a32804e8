import type { DebitCharge } from '#domain/costs/debit-charge.ts';

/** Balance that an account owes at the end of a day. */
export interface Debit {
  readonly accountId: string;
  readonly owedCentavos: number;
}

/** A charged debit balance. */
export interface ChargedDebit extends Debit {
  /** Trading day (ISO) at whose end the account owed. */
  readonly day: string;
  readonly amountCentavos: number;
  readonly price: DebitCharge;
  /** Sequence of the statement entry. */
  readonly sequence: number;
}

/** Reads debit balances, and keeps the progress of their charges. */
export interface Debits {
  /** Newest day (ISO) that is charged; null before the first. */
  chargedUntil(): Promise<string | null>;
  setChargedUntil(day: string): Promise<void>;
  /** Accounts that owed at the end of a day, by their statements, in the order of their ids, after `after`. */
  owedAtEndOf(day: string, after: string, limit: number): Promise<readonly Debit[]>;
}
