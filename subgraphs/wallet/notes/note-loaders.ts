import DataLoader from 'dataloader';
import type { NoteRules } from '../day-close/adtv.ts';
import { foldOpenDays, type OpenDays } from './open-days.ts';
import type { AccountLine, AccountResult, NoteFilter, NoteKey, Notes, ResultFilter } from './notes.ts';
import type { StoredNote } from '../store/day-rows.ts';
import type { WalletStore } from '../store/store.ts';
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
  readonly store: Pick<WalletStore, 'volumesOfOwners'>;
  readonly rules: NoteRules;
}

export function noteLoaders(
  { notes, store, rules }: NoteLoaderServices,
  { stateWithTrades }: Pick<StateLoaders, 'stateWithTrades'>,
): NoteLoaders {
  const openDays = async (accountIds: readonly string[]): Promise<readonly OpenDays[]> => {
    // The state is read before the newest note: a day that closes meanwhile is then in the stored notes alone.
    const states = await Promise.all(accountIds.map((id) => stateWithTrades(id)));
    const newest = await notes.newest(accountIds);
    const accounts = states.map((state, index) => {
      if (!state) throw new Error(`account ${accountIds[index]} does not exist any more`);
      return { state, newestNote: newest[index] ?? null };
    });
    return foldOpenDays(store, rules, accounts);
  };
  return {
    notePages: new DataLoader((filters) => notes.pages(filters), { cache: false }),
    notes: new DataLoader((keys) => notes.byKeys(keys), { cache: false }),
    entryNotes: new DataLoader((entries) => notes.ofEntries(entries), { cache: false }),
    noteLines: new DataLoader((keys) => notes.lines(keys), { cache: false }),
    resultPages: new DataLoader((filters) => notes.results(filters), { cache: false }),
    openDays: new DataLoader(openDays),
  };
}
