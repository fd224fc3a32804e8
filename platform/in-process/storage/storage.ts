/** A record with its offset in the log. Offsets rise; after compaction they may have gaps. */
export interface Entry {
  readonly offset: number;
  readonly payload: Uint8Array;
}

/** Retention. A log may drop records that are older, or that exceed the newest `keepBytes`. */
export interface Retention {
  readonly keepMs: number;
  readonly keepBytes: number;
}

/** An append-only log of records. The in-process queue and event log are built on it. */
export interface RecordLog {
  /** Resolves once the records are safe, in the order of the calls. */
  append(payloads: readonly Uint8Array[]): Promise<void>;
  /** Reads at most `max` safe records from this offset on. Returns none only when there are none. */
  read(fromOffset: number, max: number): Promise<readonly Entry[]>;
  /** No kept record has a lower offset. */
  firstOffset(): number;
  /** The offset after the last safe record. */
  endOffset(): number;
  /** Calls back after each append that became safe. The returned function ends that. */
  onAppend(listener: () => void): () => void;
  /** Drops whole files of records before the offset, except what retention keeps. */
  dropBefore(offset: number, retention?: Retention): Promise<void>;
  /** Drops the older records of each key, except in the newest file. */
  compact(keyOf: (payload: Uint8Array) => string): Promise<void>;
  close(): Promise<void>;
}

/** Named offsets. Each one only grows. */
export interface Progress {
  get(name: string): number | undefined;
  names(): readonly string[];
  /** Readers of this object see it at once. It is safe some time later: after a crash an older offset may be back. */
  set(name: string, offset: number): void;
  /** Resolves once everything that was set is safe. */
  flush(): Promise<void>;
}

/** Where logs and progress live. */
export interface Storage {
  openLog(name: string): Promise<RecordLog>;
  openProgress(name: string): Promise<Progress>;
  /** Throws when nothing can be made safe now; the message says why. */
  check(): Promise<void>;
  close(): Promise<void>;
}
