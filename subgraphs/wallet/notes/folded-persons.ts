import { LRUCache } from 'lru-cache';
import type { AccountState, OpenTrade } from '../store/store.ts';
import type { OpenDays } from './open-days.ts';

/** An account of a person with its open trades, in the order of trading. */
export interface ReadAccount {
  readonly state: AccountState;
  readonly trades: readonly OpenTrade[];
}

/** The accounts of a person at some time, and their open days. */
export interface FoldedPerson {
  /** By account id. */
  readonly accounts: ReadonlyMap<string, ReadAccount>;
  /** By account id; accounts that cannot be closed are left out. */
  readonly openDays: ReadonlyMap<string, OpenDays>;
}

/** Estimated bytes of an account, and of a trade with its line and its result. */
const ACCOUNT_BYTES = 2_000;
const TRADE_BYTES = 1_000;

/** Keeps the persons that were read last, by owner, within some bytes. */
export interface FoldedPersons {
  get(ownerId: string): FoldedPerson | undefined;
  set(ownerId: string, person: FoldedPerson): void;
}

export const createFoldedPersons = (maxBytes: number): FoldedPersons => {
  const persons = new LRUCache<string, FoldedPerson>({ maxSize: maxBytes, sizeCalculation: bytesOf });
  return {
    get: (ownerId) => persons.get(ownerId),
    set: (ownerId, person) => void persons.set(ownerId, person),
  };
};

const bytesOf = (person: FoldedPerson): number =>
  ACCOUNT_BYTES * (1 + person.accounts.size) + TRADE_BYTES * tradeCountOf(person);

const tradeCountOf = ({ accounts }: Pick<FoldedPerson, 'accounts'>): number =>
  [...accounts.values()].reduce((count, { trades }) => count + trades.length, 0);

/** The most trades that a fold of the states may have: the known ones, and one for each entry until the newest trade. */
export const mostTrades = (person: FoldedPerson | undefined, states: readonly AccountState[]): number =>
  states.reduce((count, { account, openTradeSequence }) => {
    const known = person?.accounts.get(account.id);
    const newest = Math.max(0, openTradeSequence - (known?.state.entrySequence ?? 0));
    return count + (known?.trades.length ?? 0) + newest;
  }, 0);

/** True when the states are those of the person: nothing was booked or closed since. */
export const isUnchanged = (person: FoldedPerson, states: readonly AccountState[]): boolean =>
  states.length === person.accounts.size &&
  states.every((state) => {
    const known = person.accounts.get(state.account.id)?.state;
    return known?.entrySequence === state.entrySequence && known.notesVersion === state.notesVersion;
  });

/**
 * The person with newer states, when no trade was booked and no day closed since: their open days are those of before. Null when they
 * must be read again.
 */
export function withoutNewTrades(person: FoldedPerson, states: readonly AccountState[]): FoldedPerson | null {
  const accounts = new Map<string, ReadAccount>();
  for (const state of states) {
    const known = person.accounts.get(state.account.id);
    const isNewer = known !== undefined && known.state.entrySequence <= state.entrySequence;
    if (!isNewer || state.openTradeSequence > known.state.entrySequence) return null;
    accounts.set(state.account.id, { state, trades: known.trades });
  }
  return isSameDays(person, { accounts }) ? { accounts, openDays: person.openDays } : null;
}

/** True when an account of the states has fewer entries than the person: they were read before it. */
export const isBehind = (states: readonly AccountState[], person: FoldedPerson): boolean =>
  states.some(
    ({ account, entrySequence }) =>
      entrySequence < (person.accounts.get(account.id)?.state.entrySequence ?? 0),
  );

/** Of two reads of a person the one with more entries; the second, when both have as many. */
export const newerOf = (
  first: readonly AccountState[],
  second: readonly AccountState[],
): readonly AccountState[] => (entriesOf(first) > entriesOf(second) ? first : second);

const entriesOf = (states: readonly AccountState[]): number =>
  states.reduce((sum, { entrySequence }) => sum + entrySequence, 0);

/** True when no day of the accounts has closed between two reads. */
export const isSameNotes = (first: readonly AccountState[], second: readonly AccountState[]): boolean => {
  const versions = new Map(second.map(({ account, notesVersion }) => [account.id, notesVersion]));
  return first.every(({ account, notesVersion }) => versions.get(account.id) === notesVersion);
};

/** True when trades, positions and notes are the same: a fold of the days would give the same again. */
export const isSameDays = (a: Pick<FoldedPerson, 'accounts'>, b: Pick<FoldedPerson, 'accounts'>): boolean =>
  a.accounts.size === b.accounts.size &&
  [...a.accounts].every(([id, { state, trades }]) => {
    const other = b.accounts.get(id);
    return (
      other?.trades.length === trades.length &&
      other.state.notesVersion === state.notesVersion &&
      isSamePositions(state, other.state)
    );
  });

const isSamePositions = ({ positions }: AccountState, other: AccountState): boolean =>
  positions.size === other.positions.size &&
  [...positions].every(([ticker, { quantity, costBillionths, realizedCentavos, changedOn }]) => {
    const same = other.positions.get(ticker);
    return (
      same?.quantity === quantity &&
      same.costBillionths === costBillionths &&
      same.realizedCentavos === realizedCentavos &&
      same.changedOn === changedOn
    );
  });
