import { type Kafka, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import { createGroupCommit } from '../group-commit.ts';
import type { Log } from '../observability/log.ts';
import type { LogRecord } from '../ports/event-log.ts';
import type { Clock } from '../time/clock.ts';
import { connectProducer } from './settling.ts';

export interface Appender {
  append(topic: string, records: readonly LogRecord[]): Promise<void>;
  /** Resolves once no append is in progress and the connection is closed. */
  close(): Promise<void>;
}

interface Addressed {
  readonly topic: string;
  readonly record: LogRecord;
}

/** Records that one request carries. */
interface Request {
  readonly items: Addressed[];
  bytes: number;
}

/** Approximate maximum of a request; the servers accept 1 MB at most. */
const MAX_REQUEST_BYTES = 500_000;
const RECORD_OVERHEAD_BYTES = 100;
const ALL_REPLICAS = -1;

/**
 * Sends one request at a time; appends that arrive meanwhile share the next one. Discards the producer after a failed
 * request: the server may have stored that request, and would drop the next one as its duplicate, since both carry the
 * same sequence number.
 */
export function createAppender(kafka: Kafka, wallClock: Clock, log: Log): Appender {
  let producer: Producer | null = null;

  const connected = async (): Promise<Producer> => {
    if (producer) return producer;
    const fresh = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    });
    producer = fresh;
    await connectProducer(fresh, { wallClock, log });
    return fresh;
  };
  const disconnect = async (): Promise<void> => {
    const last = producer;
    producer = null;
    await last
      ?.disconnect()
      .catch((error: unknown) => log.debug({ err: error }, 'the connection to Kafka was lost already'));
  };
  const write = async ({ items }: Request): Promise<void> => {
    try {
      const current = await connected();
      await current.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(items) });
    } catch (error) {
      await disconnect();
      throw error;
    }
  };
  const commit = createGroupCommit<Request>({
    open: () => ({ items: [], bytes: 0 }),
    hasRoom: ({ bytes }, more) => bytes + more <= MAX_REQUEST_BYTES,
    write,
  });

  return {
    append: async (topic, records) => {
      if (records.length === 0) return;
      const bytes = records.reduce((sum, record) => sum + sizeOf(record), 0);
      await commit.append((request) => {
        for (const record of records) request.items.push({ topic, record });
        request.bytes += bytes;
      }, bytes);
    },
    close: async () => {
      await commit.settled();
      await disconnect();
    },
  };
}

const sizeOf = ({ key, value }: LogRecord): number => RECORD_OVERHEAD_BYTES + key.length + value.length;

function byTopic(items: readonly Addressed[]): TopicMessages[] {
  const messages = new Map<string, TopicMessages['messages']>();
  for (const { topic, record } of items) {
    const value = Buffer.from(record.value.buffer, record.value.byteOffset, record.value.byteLength);
    const ofTopic = messages.get(topic) ?? [];
    ofTopic.push({ key: record.key, value });
    messages.set(topic, ofTopic);
  }
  return [...messages].map(([topic, ofTopic]) => ({ topic, messages: ofTopic }));
}
