/**
 * The flat folder that a log lives in. When a promise resolves, the change is safe on disk. A crash may leave a part of
 * the last `append`, never a part of a `write` or `create`.
 */
export interface LogFiles {
  /** Location of the folder, for error messages. */
  readonly place: string;
  /** Names of the files, sorted. */
  list(): Promise<readonly string[]>;
  read(name: string): Promise<Buffer>;
  /** Reads at most `length` bytes from a position; fewer at the end of the file. */
  readAt(name: string, position: number, length: number): Promise<Buffer>;
  /** Makes or replaces a file, whole or not at all. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Makes a file, whole or not at all. Rejects when the file exists. */
  create(name: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end of a file that exists. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** Cuts a file to a length. */
  truncate(name: string, length: number): Promise<void>;
  /** Removes a file. A file that does not exist is no error. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}
