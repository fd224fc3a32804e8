import type { AssetKind } from '#domain/market/instrument.ts';
import type { NoteLine } from '#domain/notes/day-trades.ts';
import type { AccountTrade } from '#domain/positions/fold-days.ts';
import type { EarnedKind } from '#domain/taxes/tax-rules.ts';
import type { AccountDaysState, StoredNote } from '../store/day-rows.ts';

/** Selects the notes of one page, newest first. */
export interface NoteFilter {
  readonly accountId: string;
  /** Trade dates (ISO), both included; null for no bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** Selects notes of earlier trade dates; null starts at the newest note. */
  readonly before: string | null;
  readonly limit: number;
}

/** A trade date of an account. */
export interface NoteKey {
  readonly accountId: string;
  readonly tradeDate: string;
}

/** Selects lines of the note of a trade date. */
export interface LinesFilter extends NoteKey {
  /** Lines before the first one that is read. */
  readonly skip: number;
  /** Null for all. */
  readonly limit: number | null;
}

/** A line of a stored or provisional note. */
export interface AccountLine extends NoteLine {
  readonly trade: AccountTrade;
}

/** Place of a result in the order of results. */
export interface ResultPlace extends NoteKey {
  /** From 0, in the order of the day's sales. Results of corporate actions have negative numbers. */
  readonly number: number;
}

/** Result of a sale or of a corporate action as the account's owner sees it. Amounts in centavos. */
export interface AccountResult extends ResultPlace {
  readonly asset: string;
  readonly assetKind: AssetKind;
  readonly kind: EarnedKind;
  readonly quantity: number;
  readonly grossCentavos: number;
  readonly proceedsCentavos: number;
  readonly costCentavos: number;
  readonly profitCentavos: number;
}

/** Selects the results of one page, oldest first; of equal trade dates by account. */
export interface ResultFilter {
  readonly accountIds: readonly string[];
  /** Trade dates (ISO), both included. */
  readonly from: string;
  readonly to: string;
  /** Selects later results; null starts at the first one. */
  readonly after: ResultPlace | null;
  readonly limit: number;
}

/** Results of one month with assets of one kind, summed up. */
export interface MonthOfResults {
  /** `2026-03`. */
  readonly month: string;
  readonly kind: EarnedKind;
  readonly assetKind: AssetKind;
  readonly grossCentavos: number;
  readonly profitCentavos: number;
}

/** A month with notes, and the tax that they deducted. */
export interface MonthOfNotes {
  readonly month: string;
  readonly deductedCentavos: number;
}

/** Months of accounts, from one snapshot of the database, oldest first. */
export interface AccountMonths {
  readonly notes: readonly MonthOfNotes[];
  readonly results: readonly MonthOfResults[];
  /** Newest trade date with a note, by account; missing for an account without one. */
  readonly closedDays: ReadonlyMap<string, string>;
}

/** Reads notes and results of closed trade dates. Answers have the order of the questions. */
export interface Notes {
  pages(filters: readonly NoteFilter[]): Promise<readonly (readonly StoredNote[])[]>;
  /** Null for a trade date without a note. */
  byKeys(keys: readonly NoteKey[]): Promise<readonly (StoredNote | null)[]>;
  /** The note of each statement entry: of a trade, of its provisional or final costs, or of the tax withheld from it; null without one. */
  ofEntries(
    entries: readonly { readonly accountId: string; readonly sequence: number }[],
  ): Promise<readonly (StoredNote | null)[]>;
  /** The newest note of each account; null without one. */
  newest(accountIds: readonly string[]): Promise<readonly (StoredNote | null)[]>;
  /** The lines of notes, in the order of trading. */
  lines(filters: readonly LinesFilter[]): Promise<readonly (readonly AccountLine[])[]>;
  results(filters: readonly ResultFilter[]): Promise<readonly (readonly AccountResult[])[]>;
  /** All results of corporate actions of accounts, oldest first. */
  actionResults(accountIds: readonly string[]): Promise<readonly AccountResult[]>;
  /** Months of accounts together, until the day `until` (included). */
  months(accountIds: readonly string[], until: string): Promise<AccountMonths>;
  /** All trades, notes and changes of positions of an account, from one snapshot of the database. */
  history(accountId: string): Promise<AccountDaysState>;
}
