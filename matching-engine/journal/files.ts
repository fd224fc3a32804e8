/**
 * The flat folder that a journal lives in, as far as the journal needs it. What resolves is safe on disk; a crash in
 * between may leave a part of the last `append`, never of a `write`.
 */
export interface JournalFiles {
  /** Names of the files, sorted. */
  list(): Promise<readonly string[]>;
  read(name: string): Promise<Buffer>;
  /** Makes or replaces a file, whole or not at all. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Makes a file, whole or not at all; rejects when there is one. */
  create(name: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end of a file that exists. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  /** Where the folder is, for messages to people. */
  readonly place: string;
  close(): Promise<void>;
}
