import DataLoader from 'dataloader';
import type { NoteRules } from '../day-close/adtv.ts';
import { foldOpenDays, type OpenDays } from './open-days.ts';
import type { AccountLine, AccountResult, NoteFilter, NoteKey, Notes, ResultFilter } from './notes.ts';
import type { StoredNote } from '../store/day-rows.ts';
import type { AccountState, WalletStore } from '../store/store.ts';
import type { StateLoaders } from '../graph/state-loaders.ts';

/** Loaders of notes and results, in batches. */
export interface NoteLoaders {
  readonly notePages: DataLoader<NoteFilter, readonly StoredNote[]>;
  /** Null for a trade date without a note. */
  readonly notes: DataLoader<NoteKey, StoredNote | null>;
  /** The notes of statement entries; null for an entry without one. */
  readonly entryNotes: DataLoader<
    { readonly accountId: string; readonly sequence: number },
    StoredNote | null
  >;
  readonly noteLines: DataLoader<NoteKey, readonly AccountLine[]>;
  readonly resultPages: DataLoader<ResultFilter, readonly AccountResult[]>;
  /** The open trade dates of an account, each account once an operation. */
  readonly openDays: DataLoader<string, OpenDays>;
}

export interface NoteLoaderServices {
  readonly notes: Notes;
  readonly store: Pick<WalletStore, 'personsOf' | 'volumesOfOwners'>;
  readonly rules: NoteRules;
}

export function noteLoaders(
  { notes, store, rules }: NoteLoaderServices,
  { stateWithTrades }: Pick<StateLoaders, 'stateWithTrades'>,
): NoteLoaders {
  const openDays = async (accountIds: readonly string[]): Promise<readonly (OpenDays | Error)[]> => {
    // The state is read before the newest note: a day that closes meanwhile is then in the stored notes alone.
    const states = await statesOf(accountIds);
    const trading = states.flatMap(({ account, openTrades }) =>
      (openTrades ?? []).length > 0 ? account.id : [],
    );
    // A note depends on the notes of the person's other accounts.
    const persons = trading.length > 0 ? await store.personsOf(trading) : [];
    const others = persons.flat().filter((id) => !accountIds.includes(id));
    const known = [...states, ...(await statesOf(others))];
    const newest = await notes.newest(known.map(({ account }) => account.id));
    const accounts = new Map(
      known.map((state, index) => [state.account.id, { state, newestNote: newest[index] ?? null }]),
    );
    const alone = accountIds.filter((id) => !trading.includes(id) && !persons.flat().includes(id));
    const groups = [...persons, ...alone.map((id) => [id])];
    const open = await foldOpenDays(
      store,
      rules,
      groups.map((ids) => ids.flatMap((id) => accounts.get(id) ?? [])),
    );
    return accountIds.map(
      (id) => open.get(id) ?? new Error(`the open days of account ${id} cannot be closed`),
    );
  };
  const statesOf = (ids: readonly string[]): Promise<readonly AccountState[]> =>
    Promise.all(ids.map(async (id) => (await stateWithTrades(id)) ?? fail(id)));
  return {
    notePages: new DataLoader((filters) => notes.pages(filters), { cache: false }),
    notes: new DataLoader((keys) => notes.byKeys(keys), { cache: false }),
    entryNotes: new DataLoader((entries) => notes.ofEntries(entries), { cache: false }),
    noteLines: new DataLoader((keys) => notes.lines(keys), { cache: false }),
    resultPages: new DataLoader((filters) => notes.results(filters), { cache: false }),
    openDays: new DataLoader(openDays),
  };
}

function fail(accountId: string): never {
  throw new Error(`account ${accountId} does not exist any more`);
}
