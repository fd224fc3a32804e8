/** A record with its place in the log. Offsets rise; after compaction they may have gaps. */
export interface Entry {
  readonly offset: number;
  readonly payload: Uint8Array;
}

/** What a log may forget: what is older and lies beyond the newest bytes. */
export interface Retention {
  readonly keepMs: number;
  readonly keepBytes: number;
}

/** An append-only log of records: what the in-process queue and event log stand on. */
export interface RecordLog {
  /** Resolves once the records are safe, in the order of the calls. */
  append(payloads: readonly Uint8Array[]): Promise<void>;
  /** At most `max` safe records from this offset on, fewer when that is enough to go on with. */
  read(fromOffset: number, max: number): Promise<readonly Entry[]>;
  /** Where the oldest kept record may lie. */
  firstOffset(): number;
  /** The offset after the last safe record. */
  endOffset(): number;
  /** Calls back after each append that became safe; the answer ends that. */
  onAppend(listener: () => void): () => void;
  /** Lets go of whole segments before the offset, as far as retention allows; without one, all of them. */
  dropBefore(offset: number, retention?: Retention): Promise<void>;
  /** Lets go of older records of a key that has newer ones, among all but the newest segment. */
  compact(keyOf: (payload: Uint8Array) => string): Promise<void>;
  close(): Promise<void>;
}

/** Named offsets, each only ever growing. */
export interface Progress {
  get(name: string): number | undefined;
  names(): readonly string[];
  /** Kept at once for readers of this object, safe some time later; a crash may fall back to an older one. */
  set(name: string, offset: number): void;
  /** Resolves once what was set is safe. */
  flush(): Promise<void>;
}

/** Where logs and progress live. */
export interface Storage {
  openLog(name: string): Promise<RecordLog>;
  openProgress(name: string): Promise<Progress>;
  /** Throws, saying why, when nothing can be made safe now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
