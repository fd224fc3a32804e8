import type { Admin } from 'kafkajs';
import type { Clock } from '../time/clock.ts';
import { createIdSource } from '../ids.ts';
import { silentLog, type Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import type { EventLog, ReadFrom, TopicOptions } from '../ports/event-log.ts';
import { waitFor } from '../retry/wait-for.ts';
import { within } from '../retry/within.ts';
import { createAppender } from './appender.ts';
import { createKafkaClient, type KafkaClientOptions } from './client.ts';
import { MAX_BATCH, positionKey, startReader } from './reader.ts';
import { makeTopic, whenSettled } from './settling.ts';

export interface KafkaEventLogOptions extends KafkaClientOptions {
  readonly wallClock: Clock;
  /** How long to wait for the servers at start, in milliseconds; a minute when absent. */
  readonly waitMs?: number;
  /** Partitions of a new topic. Records are in order within a partition, and so within a key. */
  readonly partitions?: number;
}

const WAIT_MS = 60_000;
const CHECK_MS = 5_000;
const PARTITIONS = 4;

/**
 * The event log on Kafka: an idempotent producer that waits for all replicas, groups that commit after the handler. After
 * a lost connection it reconnects: readers continue, an append in progress rejects.
 *
 * @throws StartError when no server answers in time
 */
export async function createKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const { wallClock, log, partitions = PARTITIONS } = options;
  const kafka = createKafkaClient(options);
  const admin = kafka.admin();
  const nextId = createIdSource(wallClock);
  await waitForServers(options);
  await admin.connect();
  const appender = createAppender(kafka, wallClock, log);
  const declared = new Set<string>();
  const readers = new Set<Stop>();
  let closed = false;
  const settled = <T>(topics: readonly string[], attempt: () => Promise<T>): Promise<T> => {
    const unlessClosed = async (): Promise<T> => {
      if (closed) throw new Error('the event log is closed');
      return attempt();
    };
    return whenSettled(topics, unlessClosed, { wallClock, log });
  };

  return {
    declare: async (topic, topicOptions) => {
      const config = topicConfig(topic, topicOptions, partitions);
      await settled([topic], () => makeTopic(admin, config));
      declared.add(topic);
    },
    append: async (topic, records) => {
      if (closed) throw new Error('the event log is closed');
      if (!declared.has(topic)) throw new Error(`topic ${topic} was not declared`);
      await appender.append(topic, records);
    },
    read: async (topics, from, handle) => {
      const alone = !('group' in from);
      const groupId = alone ? nextId(`${options.clientId}.alone`) : from.group;
      const positions = alone ? await settled(topics, () => startOf(admin, topics, from.from)) : null;
      const { maxBatch = MAX_BATCH } = alone ? {} : from;
      const reader = { kafka, groupId, topics, positions, maxBatch, handle, wallClock, log };
      const stopReader = await startReader(reader);
      const stop = async (): Promise<void> => {
        readers.delete(stop);
        await stopReader();
        if (alone) await deleteGroup(admin, groupId, log);
      };
      readers.add(stop);
      return stop;
    },
    lag: (topics, group) => lagOf(admin, topics, group),
    check: async () => {
      if (closed) throw new Error('the event log is closed');
      await checkCluster(admin, wallClock);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await Promise.all([...readers].map((stop) => stop()));
      await appender.close();
      await admin.disconnect();
    },
  };
}

/**
 * Waits for the servers, with a client that repeats nothing itself: else it would exceed the deadline and log each of its
 * attempts. Throws StartError when no server answers in time.
 */
async function waitForServers(options: KafkaEventLogOptions): Promise<void> {
  const { wallClock, log, brokers, waitMs = WAIT_MS } = options;
  const probe = createKafkaClient({ ...options, log: silentLog, retries: false }).admin();
  const attempt = async (): Promise<void> => {
    await within(wallClock, CHECK_MS, probe.connect());
    await checkCluster(probe, wallClock);
  };
  try {
    await waitFor(attempt, {
      what: `Kafka at ${brokers.join(', ')}`,
      wallClock,
      deadlineMs: waitMs,
      onWaiting: (message) => log.warn({}, message),
    });
  } finally {
    await probe.disconnect();
  }
}

const checkCluster = async (admin: Admin, wallClock: Clock): Promise<void> =>
  void (await within(wallClock, CHECK_MS, admin.describeCluster()));

const topicConfig = (topic: string, { compacted }: TopicOptions, numPartitions: number) => ({
  topic,
  numPartitions,
  configEntries: [{ name: 'cleanup.policy', value: compacted ? 'compact' : 'delete' }],
});

/** The start position of every partition. Records that are appended from now on lie behind it. */
async function startOf(
  admin: Admin,
  topics: readonly string[],
  from: Extract<ReadFrom, { from: string }>['from'],
): Promise<Map<string, bigint>> {
  const positions = new Map<string, bigint>();
  for (const topic of topics)
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic))
      positions.set(positionKey(topic, partition), BigInt(from === 'now' ? high : low));
  return positions;
}

/** Deletes the group of a reader without stored progress, which the server would keep for a week. */
const deleteGroup = (admin: Admin, groupId: string, log: Log): Promise<unknown> =>
  admin.deleteGroups([groupId]).catch((err: unknown) => log.debug({ err }, 'a group could not be deleted'));

async function lagOf(admin: Admin, topics: readonly string[], groupId: string): Promise<number> {
  const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
  let lag = 0;
  for (const { topic, partitions } of committed) {
    const ends = await admin.fetchTopicOffsets(topic);
    for (const { partition, high, low } of ends) {
      const offset = partitions.find((one) => one.partition === partition)?.offset ?? '-1';
      lag += Number(BigInt(high) - BigInt(offset === '-1' ? low : offset));
    }
  }
  return lag;
}
