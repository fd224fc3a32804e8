/**
 * The journal or a snapshot cannot be trusted, so the engine refuses to start. The message names the file, the position
 * and what is wrong, for the operator.
 */
export class JournalCorrupt extends Error {
  override readonly name = 'JournalCorrupt';
}

/** Another process has taken the journal over: this one must end. The message names the folder. */
export class JournalLost extends Error {
  override readonly name = 'JournalLost';
}
