/**
 * The journal or a snapshot cannot be trusted, so the engine refuses to start. The message names the file, the position
 * and what is wrong, for the operator.
 */
export class JournalCorrupt extends Error {
  override readonly name = 'JournalCorrupt';
}

/** Another process writes the journal. The message names the folder and the process. */
export class JournalInUse extends Error {
  override readonly name = 'JournalInUse';
}
