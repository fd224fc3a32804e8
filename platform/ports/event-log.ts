import type { Stop } from '../process/part.ts';

/** A fact to append. Facts of one key keep their order. */
export interface LogRecord {
  readonly key: string;
  readonly value: Uint8Array;
}

export interface ReadRecord extends LogRecord {
  readonly topic: string;
}

/** Declares a topic. */
export interface TopicOptions {
  /** Keeps at least the newest record of each key for ever, and older ones for a while. */
  readonly compacted: boolean;
}

export type ReadFrom =
  /** As a group that remembers how far it has come: each record is handled by one member, at least once. */
  | { readonly group: string }
  /** Alone, remembering nothing: every record from now on, or the kept ones first. */
  | { readonly from: 'now' | 'beginning' };

/** Durable, replayable streams of facts that many may read. */
export interface EventLog {
  declare(topic: string, options: TopicOptions): Promise<void>;
  /** Resolves once all records are safe on disk. */
  append(topic: string, records: readonly LogRecord[]): Promise<void>;
  /**
   * Hands over batches one at a time, in order by key; a group's progress is stored when the handler has resolved.
   * When it throws, the batch comes again after a pause. Resolves when reading has begun: nothing appended after that
   * is missed.
   */
  read(
    topics: readonly string[],
    from: ReadFrom,
    handle: (batch: readonly ReadRecord[]) => Promise<void>,
  ): Promise<Stop>;
  /** Records that a group has not handled yet, over these topics: for auditors and metrics. */
  lag(topics: readonly string[], group: string): Promise<number>;
  /** Throws, saying why, when the log cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
