import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { createGroupCommit, type GroupCommit } from '../group-commit.ts';
import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import type { ReadRecord } from '../ports/event-log.ts';
import { DEFAULT_BACKOFF } from '../retry/backoff.ts';
import { logFirstFailure, retryUntilStopped } from '../retry/retry.ts';
import { runSessions, type Session } from '../retry/sessions.ts';
import { every, type Clock } from '../time/clock.ts';
import { createRebalanceTimeout, LONGEST_MS, type RebalanceTimeout } from './rebalance-timeout.ts';

export interface ReaderDependencies {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Start offsets by `positionKey`, in place of the group's own. Kept up to date while reading. */
  readonly positions: Map<string, bigint> | null;
  /** The most records of a batch. */
  readonly maxBatch: number;
  readonly handle: (batch: readonly ReadRecord[]) => Promise<void>;
  readonly wallClock: Clock;
  readonly log: Log;
}

export const positionKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/** A member that is silent for this long counts as dead; another member takes over its partitions. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** Interval of the heartbeats in groups, by which a member learns that another joins. */
const GROUP_HEARTBEAT_MS = 200;
/** Time for which the server holds back an empty answer; arriving records are answered at once. */
const POLL_MS = 250;
/** The most records of a batch of a reader that names no number. */
export const MAX_BATCH = 500;
/** For the size of a fetch of a partition: about a batch. With more, the partitions that are behind wait until the first has caught up. */
const BYTES_PER_RECORD = 262;
/** Partitions whose records may be handled together. */
const PARTITIONS_TOGETHER = 4;
/** Attempts of the client itself beyond the first; after them the reader joins anew, with more time. */
const CLIENT_RETRIES = 1;

/** Records that are handled together, of one partition or several. */
interface Batch {
  readonly records: ReadRecord[];
  /** False when the reader stopped before they were handled. */
  isHandled: boolean;
}

/** Reads until it is stopped; joins anew each time the client gives up. Resolves after the first attempt to join. */
export async function startReader(dependencies: ReaderDependencies): Promise<Stop> {
  const { wallClock, log, groupId } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  const timeout = createRebalanceTimeout(wallClock);
  const batches = createBatches(dependencies, signal);
  const open = (): Promise<Session> => join(dependencies, batches, timeout, signal);
  const onFailure = logFirstFailure(log, 'cannot read now and will try again', { groupId });
  const first = await open().catch((error: unknown) => {
    onFailure({ error, attempt: 1, delayMs: DEFAULT_BACKOFF.firstMs });
    return null;
  });
  const ended = runSessions(first, open, { clock: wallClock, signal, onFailure });
  return async () => {
    stopping.abort();
    await ended;
  };
}

/** Joins the group. The membership runs until the server or the client gives up, or the reader stops. */
async function join(
  dependencies: ReaderDependencies,
  batches: GroupCommit<Batch>,
  timeout: RebalanceTimeout,
  signal: AbortSignal,
): Promise<Session> {
  const { kafka, groupId, topics, positions, log, maxBatch } = dependencies;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_MS,
    // A reader that is alone waits for nobody.
    rebalanceTimeout: positions ? LONGEST_MS : timeout.currentMs(),
    heartbeatInterval: positions ? HEARTBEAT_MS : GROUP_HEARTBEAT_MS,
    maxWaitTimeInMs: POLL_MS,
    maxBytesPerPartition: maxBatch * BYTES_PER_RECORD,
    allowAutoTopicCreation: false,
    retry: { retries: CLIENT_RETRIES, restartOnFailure: async () => false },
  });
  const isOver = endOfMembership(consumer, { groupId, timeout, signal, log });
  const leave = (): Promise<void> =>
    consumer
      .disconnect()
      .catch((error: unknown) => log.debug({ err: error }, 'the connection to Kafka was lost already'));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_TOGETHER,
      eachBatch: (payload) => handleBatch(dependencies, payload, batches),
    });
    seekAll(consumer, positions);
  } catch (error) {
    await leave();
    throw error;
  }
  return { run: () => isOver.then(leave) };
}

/** Resolves when the reader stops, the client gives up, or the server has forgotten the member, which then needs more time. */
function endOfMembership(
  consumer: Consumer,
  {
    groupId,
    timeout,
    signal,
    log,
  }: Pick<ReaderDependencies, 'groupId' | 'log'> & {
    readonly timeout: RebalanceTimeout;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  return new Promise((resolve) => {
    let memberId: string | null = null;
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      if (memberId !== null && payload.memberId !== memberId) {
        timeout.missed();
        log.warn({ groupId, nextMs: timeout.currentMs() }, 'Kafka forgot a living member of a group');
        resolve();
      }
      memberId = payload.memberId;
    });
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
      // The client repeats a join alone when it comes too late.
      const isLate = memberId === null && error.name === 'KafkaJSNumberOfRetriesExceeded';
      if (isLate) timeout.missed();
      log.warn({ err: error, groupId, isLate }, 'the Kafka consumer failed');
      resolve();
    });
  });
}

/** Seeks to the start positions. `handleBatch` skips the earlier records that arrive before a seek takes effect. */
function seekAll(consumer: Consumer, positions: ReadonlyMap<string, bigint> | null): void {
  for (const [key, offset] of positions ?? []) {
    const slash = key.lastIndexOf('/');
    const [topic, partition] = [key.slice(0, slash), Number(key.slice(slash + 1))];
    consumer.seek({ topic, partition, offset: String(offset) });
  }
}

async function handleBatch(
  dependencies: ReaderDependencies,
  payload: EachBatchPayload,
  batches: GroupCommit<Batch>,
): Promise<void> {
  const { batch } = payload;
  const { topic, partition } = batch;
  const { positions, wallClock, maxBatch } = dependencies;
  const key = positionKey(topic, partition);
  const from = positions?.get(key) ?? 0n;
  const wanted = batch.messages.filter(({ offset }) => BigInt(offset) >= from);
  for (let index = 0; index < wanted.length; index += maxBatch) {
    const slice = wanted.slice(index, index + maxBatch);
    const last = slice.at(-1);
    if (!last || payload.isStale()) return;
    const records = slice.map((message) => recordOf(topic, message));
    // Keeps the membership while the handler runs. The commit below fails when the membership is lost.
    const beat = every(wallClock, HEARTBEAT_MS, () => void payload.heartbeat().catch(() => undefined));
    const { isHandled } = await batches
      .append((together) => together.records.push(...records), records.length)
      .finally(() => beat.cancel());
    if (!isHandled) return;
    const next = BigInt(last.offset) + 1n;
    positions?.set(key, next);
    payload.resolveOffset(last.offset);
    const partitions = [{ partition, offset: String(next) }];
    // The heartbeat rejects when another member joins: this one joins again before the rest of its records.
    await Promise.all([
      payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] }),
      positions === null && payload.heartbeat(),
    ]);
  }
  payload.resolveOffset(batch.lastOffset());
}

/**
 * Handles one batch at a time. What arrives of other partitions meanwhile is handled together: most of the work of a handler, such as a
 * transaction, is one for each batch.
 */
const createBatches = (dependencies: ReaderDependencies, signal: AbortSignal): GroupCommit<Batch> =>
  createGroupCommit<Batch>({
    open: () => ({ records: [], isHandled: false }),
    hasRoom: ({ records }, more) => records.length + more <= dependencies.maxBatch,
    write: async (batch) => {
      batch.isHandled = await handleUntilDone(dependencies, batch.records, signal);
    },
  });

/** Repeats a batch until it is handled; false when the reader stops before that. */
const handleUntilDone = (
  { handle, wallClock, log, groupId }: ReaderDependencies,
  records: readonly ReadRecord[],
  signal: AbortSignal,
): Promise<boolean> =>
  retryUntilStopped(() => handle(records), {
    clock: wallClock,
    signal,
    onFailure: logFirstFailure(log, 'a batch was not handled and will be repeated', { groupId }),
  });

const recordOf = (topic: string, { key, value }: KafkaMessage): ReadRecord => ({
  topic,
  key: key?.toString('utf8') ?? '',
  value: value ?? new Uint8Array(0),
});
