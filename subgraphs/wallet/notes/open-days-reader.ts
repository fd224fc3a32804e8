import { graphqlError } from '#platform/graphql/errors.ts';
import type { WallClock } from '#platform/time/clock.ts';
import type { NoteRules } from '../day-close/adtv.ts';
import type { AccountState, OpenTrade, WalletStore } from '../store/store.ts';
import { createFoldTurns, type TimedPart } from './fold-turns.ts';
import {
  createFoldedPersons,
  isSameDays,
  isBehind,
  isSameNotes,
  isUnchanged,
  mostTrades,
  newerOf,
  withoutNewTrades,
  type FoldedPerson,
  type ReadAccount,
} from './folded-persons.ts';
import type { Notes } from './notes.ts';
import { foldOpenDays, type OpenDays } from './open-days.ts';

/** An account with its open days, from one snapshot of the database. */
export interface OpenAccountView {
  readonly state: AccountState;
  readonly openDays: OpenDays;
}

/** Reads the open days of accounts. */
export interface OpenDaysReader {
  /** In the order of the ids; an error for an account that does not exist or whose days cannot be closed. */
  read(accountIds: readonly string[]): Promise<readonly (OpenAccountView | Error)[]>;
}

export interface OpenDaysReaderServices {
  readonly store: Pick<WalletStore, 'personStates' | 'openTrades' | 'volumesOfOwners'>;
  readonly notes: Pick<Notes, 'newest'>;
  readonly rules: NoteRules;
  readonly wallClock: WallClock;
}

/** Bytes of the persons that are kept. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Trades that one statement reads. */
const PAGE = 1_000;
/** Trades of a light fold at most: some three milliseconds of a processor. */
const LIGHT_TRADES = 200;

/** A fold of a person that others may share until it begins. */
interface SharedFold {
  /** The newest states that its readers have found. */
  readonly input: { states: readonly AccountState[]; hasBegun: boolean };
  readonly person: Promise<FoldedPerson>;
}

/**
 * Creates the reader of a process. It keeps the trades and the folded days of the persons that were read last. A read asks the database
 * for the person's states: no new trade, and the days are those of before; else it loads the new trades alone. Readers of one person
 * share a fold that has not begun. Heavy folds run one after the other, in turn for the persons, and with rests; a person who trades
 * little does not wait for them.
 */
export function createOpenDaysReader(services: OpenDaysReaderServices): OpenDaysReader {
  const { store, wallClock } = services;
  const persons = createFoldedPersons(MAX_BYTES);
  const turns = createFoldTurns(wallClock);
  const folds = new Map<string, SharedFold>();
  const readAgain = (ownerId: string, states: readonly AccountState[]): Promise<FoldedPerson> => {
    const shared = folds.get(ownerId);
    if (shared && !shared.input.hasBegun) {
      shared.input.states = newerOf(shared.input.states, states);
      return shared.person;
    }
    const input = { states, hasBegun: false };
    const run = mostTrades(persons.get(ownerId), states) > LIGHT_TRADES ? turns.heavy : turns.light;
    const person = run(ownerId, async (timed) => {
      // The folds of a person run one after the other; a failure is for the readers of the failed one.
      await Promise.allSettled([shared?.person]);
      input.hasBegun = true;
      const folded = await readPerson(services, persons.get(ownerId), input.states, timed);
      persons.set(ownerId, folded);
      return folded;
    }).finally(() => {
      if (folds.get(ownerId)?.input === input) folds.delete(ownerId);
    });
    folds.set(ownerId, { input, person });
    return person;
  };
  const knownPerson = (ownerId: string, states: readonly AccountState[]): FoldedPerson | null => {
    const known = persons.get(ownerId);
    if (!known || isUnchanged(known, states)) return known ?? null;
    const renewed = withoutNewTrades(known, states);
    if (renewed) persons.set(ownerId, renewed);
    return renewed;
  };
  return {
    read: async (accountIds) => {
      const owners = byOwner(await store.personStates(accountIds));
      const views = new Map<string, OpenAccountView>();
      await Promise.all(
        [...owners].map(async ([ownerId, states]) => {
          const person = knownPerson(ownerId, states) ?? (await readAgain(ownerId, states));
          for (const [id, openDays] of person.openDays) {
            const state = person.accounts.get(id)?.state;
            if (state) views.set(id, { state, openDays });
          }
        }),
      );
      return accountIds.map((id) => views.get(id) ?? uncomputable(id));
    },
  };
}

/** The account does not exist, or its open days cannot be closed: the close of its day puts it in quarantine. */
const uncomputable = (accountId: string): Error =>
  graphqlError(
    'SERVICE_UNAVAILABLE',
    `The open days of the account ${accountId} cannot be computed. The broker's operator finds it in quarantine.`,
  );

function byOwner(states: readonly AccountState[]): ReadonlyMap<string, readonly AccountState[]> {
  const owners = new Map<string, AccountState[]>();
  for (const state of states) {
    const { ownerId } = state.account;
    owners.set(ownerId, [...(owners.get(ownerId) ?? []), state]);
  }
  return owners;
}

/**
 * Reads a person from the database, without what is known already. A day that closes between two statements takes trades away, so
 * the person is read again then.
 */
async function readPerson(
  services: OpenDaysReaderServices,
  known: FoldedPerson | undefined,
  found: readonly AccountState[],
  timed: TimedPart,
): Promise<FoldedPerson> {
  const { store, notes, rules, wallClock } = services;
  const ids = found.map(({ account }) => account.id);
  let states = known && isBehind(found, known) ? await store.personStates(ids) : found;
  for (;;) {
    const accounts = new Map<string, ReadAccount>();
    for (const state of states)
      accounts.set(state.account.id, await readAccount(store, known?.accounts.get(state.account.id), state));
    const isSame = known !== undefined && isSameDays(known, { accounts });
    const newest = isSame ? [] : await notes.newest(ids);
    const checked = await store.personStates(ids);
    if (!isSameNotes(states, checked)) {
      states = checked;
      continue;
    }
    if (isSame) return { accounts, openDays: known.openDays };
    const open = [...accounts.values()].map((account, index) => ({
      ...account,
      newestNote: newest[index] ?? null,
    }));
    return { accounts, openDays: await timed(() => foldOpenDays(store, rules, open, wallClock)) };
  }
}

/** The account with the trades that were booked since it was known. */
async function readAccount(
  store: Pick<WalletStore, 'openTrades'>,
  known: ReadAccount | undefined,
  state: AccountState,
): Promise<ReadAccount> {
  const base = known?.state.notesVersion === state.notesVersion ? known : undefined;
  const until = state.openTradeSequence;
  let after = base?.state.entrySequence ?? 0;
  const added: OpenTrade[] = [];
  while (after < until) {
    const page = await store.openTrades(state.account.id, { after, until }, PAGE);
    added.push(...page);
    after = page.length < PAGE ? until : (page.at(-1)?.sequence ?? until);
  }
  if (added.length === 0) return { state, trades: base?.trades ?? [] };
  return { state, trades: [...(base?.trades ?? []), ...added].sort(inOrderOfTrading) };
}

/** Of equal instants the trade that was booked first. */
const inOrderOfTrading = (a: OpenTrade, b: OpenTrade): number =>
  a.tradeDate === b.tradeDate
    ? a.atMs - b.atMs || a.sequence - b.sequence
    : a.tradeDate < b.tradeDate
      ? -1
      : 1;
