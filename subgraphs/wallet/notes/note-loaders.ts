import DataLoader from 'dataloader';
import type { OpenDays } from './open-days.ts';
import type { OpenDaysReader } from './open-days-reader.ts';
import type {
  AccountLine,
  AccountResult,
  LinesFilter,
  NoteFilter,
  NoteKey,
  Notes,
  ResultFilter,
} from './notes.ts';
import type { StoredNote } from '../store/day-rows.ts';
import type { AccountState } from '../store/store.ts';

/** Lines of notes in one read. Each is an execution with its order and asset: other parts and the gateway work on them too. */
export const MAX_LINES = 500;

/** An amount that an operation uses up. */
export interface Budget {
  left: number;
}

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
  readonly noteLines: DataLoader<LinesFilter, readonly AccountLine[]>;
  /** Lines that the operation may still read without a size. */
  readonly unsizedLines: Budget;
  readonly resultPages: DataLoader<ResultFilter, readonly AccountResult[]>;
  /** The open trade dates of an account, each account once an operation. */
  readonly openDays: DataLoader<string, OpenDays>;
}

export interface NoteLoaderServices {
  readonly notes: Notes;
  readonly openDaysReader: OpenDaysReader;
}

/** @param states loader of the operation, which gets the states that belong to the open days */
export function noteLoaders(
  { notes, openDaysReader }: NoteLoaderServices,
  states: DataLoader<string, AccountState | null>,
): NoteLoaders {
  const openDays = async (accountIds: readonly string[]): Promise<readonly (OpenDays | Error)[]> =>
    (await openDaysReader.read(accountIds)).map((view) => {
      if (view instanceof Error) return view;
      states.clear(view.state.account.id).prime(view.state.account.id, view.state);
      return view.openDays;
    });
  return {
    notePages: new DataLoader((filters) => notes.pages(filters), { cache: false }),
    notes: new DataLoader((keys) => notes.byKeys(keys), { cache: false }),
    entryNotes: new DataLoader((entries) => notes.ofEntries(entries), { cache: false }),
    noteLines: new DataLoader((filters) => notes.lines(filters), { cache: false }),
    unsizedLines: { left: MAX_LINES },
    resultPages: new DataLoader((filters) => notes.results(filters), { cache: false }),
    openDays: new DataLoader(openDays),
  };
}
