import type { NotesQuery } from '#sdk/src/index.ts';

/** A brokerage note of the list of notes. */
export type Note = NonNullable<NotesQuery['account']>['notes']['nodes'][number];
