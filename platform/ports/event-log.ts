import type { Stop } from '../process/part.ts';

/** A record to append. Records of one key keep their order. */
export interface LogRecord {
  readonly key: string;
  readonly value: Uint8Array;
}

export interface ReadRecord extends LogRecord {
  readonly topic: string;
}

/** Options of a topic. */
export interface TopicOptions {
  /** Keeps at least the newest record of each key for ever, and older ones for a while. */
  readonly compacted: boolean;
}

export type ReadFrom =
  /**
   * As a member of a group with stored progress: one member handles each record, at least once. `maxBatch` is the most records that a batch
   * of a reader that is behind may have; 500 when absent.
   */
  | { readonly group: string; readonly maxBatch?: number }
  /** Alone, without stored progress: new records only, or the kept ones first. */
  | { readonly from: 'now' | 'beginning' };

/** Durable, replayable topics of records for any number of readers. */
export interface EventLog {
  declare(topic: string, options: TopicOptions): Promise<void>;
  /** Resolves once all records are safe on disk. */
  append(topic: string, records: readonly LogRecord[]): Promise<void>;
  /**
   * Delivers batches one at a time, in order within a key, and stores a group's progress when the handler resolves. When
   * the handler throws, the batch is redelivered after a pause. Resolves when reading has begun: it misses no record that
   * is appended after that.
   */
  read(
    topics: readonly string[],
    from: ReadFrom,
    handle: (batch: readonly ReadRecord[]) => Promise<void>,
  ): Promise<Stop>;
  /** The number of records of these topics that a group has not handled, for auditors and metrics. */
  lag(topics: readonly string[], group: string): Promise<number>;
  /** Rejects with the reason when the log cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
