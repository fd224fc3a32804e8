import type { Note } from '#domain/notes/note.ts';

/** A brokerage note with the names that its documents print. */
export interface NoteDocument {
  /** Number of the note within its account. */
  readonly number: number;
  readonly note: Note;
  readonly client: NoteClient;
  /** Names of the instruments by custody ticker; the ticker replaces a missing name. */
  readonly names: ReadonlyMap<string, string>;
}

export interface NoteClient {
  /** Id of the account. */
  readonly code: string;
  readonly name: string;
}

/** The broker as the note's header shows it. It is simulated, so the registration number is one that nobody can have. */
export const BROKER = {
  name: 'MY BROKER B3 CORRETORA SIMULADA',
  registration: '00.000.000/0000-00',
  notice: 'Documento de uma bolsa simulada, sem valor fiscal.',
} as const;
