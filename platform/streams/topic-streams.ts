import type { EventLog } from '../ports/event-log.ts';
import type { ReadPage } from './page-turns.ts';
import type { PullStream } from './pull-stream.ts';
import { createResumableStreams, type Sequenced } from './resumable-stream.ts';

/** Resumable streams that a topic of the event log wakes. */
export interface TopicStreams<T> {
  /** Every value of the key after the sequence, until the reader returns the stream or the part stops. */
  follow(key: string, after: number): PullStream<T>;
  /** Offers a value that the store holds, before its record comes from the topic. */
  offer(key: string, value: T): void;
  /** Number of open streams. */
  count(): number;
  stop(): Promise<void>;
}

export interface TopicStreamsOptions<T> {
  readonly eventLog: EventLog;
  readonly topic: string;
  /** Decodes a record; null skips an unreadable one, since the store has every value. */
  readonly decode: (record: { readonly key: string; readonly value: Uint8Array }) => T | null;
  /** The sequence of a record without its value; null when that is unknown. By default every followed record is decoded. */
  readonly sequenceOf?: (record: { readonly value: Uint8Array }) => number | null;
  readonly readPage: ReadPage<T>;
}

/** Reads the topic from now on and offers each value to the streams of its record's key. */
export async function startTopicStreams<T extends Sequenced>(
  options: TopicStreamsOptions<T>,
): Promise<TopicStreams<T>> {
  const streams = createResumableStreams<T>(options.readPage);
  const stopReading = await options.eventLog.read([options.topic], { from: 'now' }, async (records) => {
    for (const record of records) {
      const sequence = options.sequenceOf?.(record) ?? Infinity;
      if (!streams.isWanted(record.key, sequence)) continue;
      const value = options.decode(record);
      if (value) streams.offer(record.key, value);
    }
  });
  return {
    follow: (key, after) => streams.follow(key, after),
    offer: (key, value) => streams.offer(key, value),
    count: () => streams.count(),
    stop: async () => {
      await stopReading();
      await streams.end();
    },
  };
}
