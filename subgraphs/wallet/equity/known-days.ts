import { LRUCache } from 'lru-cache';
import type { LedgerDay } from '#domain/ledger/equity.ts';
import { add } from '#domain/money/integer.ts';

/** Entries of an account that a read sums up: those of some days and of some sequences. */
export interface EntryRange {
  readonly accountId: string;
  /** After this sequence; null: read by days. */
  readonly afterSequence: number | null;
  readonly untilSequence: number;
  /** After this day (ISO) until another one, which counts; null: no end. */
  readonly afterDay: string;
  readonly untilDay: string | null;
}

/** The sums of an account's entries by day. */
export interface KnownDays {
  /** Days after this one (ISO) are summed up. */
  readonly afterDay: string;
  /** Sequence of the last entry in the sums. */
  readonly sequence: number;
  readonly days: ReadonlyMap<string, LedgerDay>;
}

/**
 * The entries that the sums of an account lack until a sequence, for the days after one. Entries are never changed, so nothing is
 * read twice.
 */
export function missingRanges(
  known: KnownDays | undefined,
  { accountId, sequence, afterDay }: { accountId: string; sequence: number; afterDay: string },
): readonly EntryRange[] {
  if (!known) return [{ accountId, afterSequence: null, untilSequence: sequence, afterDay, untilDay: null }];
  const earliest = known.afterDay < afterDay ? known.afterDay : afterDay;
  const newer = {
    ...{ accountId, afterSequence: known.sequence, untilSequence: sequence },
    ...{ afterDay: earliest, untilDay: null },
  };
  const earlier = {
    ...{ accountId, afterSequence: null, untilSequence: known.sequence },
    ...{ afterDay, untilDay: known.afterDay },
  };
  return [...(sequence > known.sequence ? [newer] : []), ...(afterDay < known.afterDay ? [earlier] : [])];
}

/** The sums of an account with those of its missing entries, until a sequence that is not before theirs. */
export function withSums(
  known: KnownDays | undefined,
  { sequence, afterDay }: { sequence: number; afterDay: string },
  sums: readonly LedgerDay[],
): KnownDays {
  const days = new Map(known?.days);
  for (const sum of sums) {
    const before = days.get(sum.day);
    days.set(sum.day, before ? addDays(before, sum) : sum);
  }
  const earliest = known && known.afterDay < afterDay ? known.afterDay : afterDay;
  return { afterDay: earliest, sequence, days };
}

function addDays(a: LedgerDay, b: LedgerDay): LedgerDay {
  const changes = new Map(a.changes);
  for (const [asset, amount] of b.changes) changes.set(asset, add(changes.get(asset) ?? 0, amount));
  return { day: a.day, changes, netFlowCentavos: add(a.netFlowCentavos, b.netFlowCentavos) };
}

/** Keeps the sums of the accounts that were read last, within some bytes. */
export interface KnownAccounts {
  get(accountId: string): KnownDays | undefined;
  set(accountId: string, days: KnownDays): void;
}

/** Estimated bytes of an account, of a day, and of an asset's change on it. */
const ACCOUNT_BYTES = 500;
const DAY_BYTES = 300;
const CHANGE_BYTES = 100;

export const createKnownAccounts = (maxBytes: number): KnownAccounts => {
  const accounts = new LRUCache<string, KnownDays>({ maxSize: maxBytes, sizeCalculation: bytesOf });
  return {
    get: (accountId) => accounts.get(accountId),
    set: (accountId, days) => void accounts.set(accountId, days),
  };
};

const bytesOf = ({ days }: KnownDays): number =>
  [...days.values()].reduce(
    (bytes, { changes }) => bytes + DAY_BYTES + CHANGE_BYTES * changes.size,
    ACCOUNT_BYTES,
  );
