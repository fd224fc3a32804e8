import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { type Clock, delay } from '../time/clock.ts';
import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import type { ReadRecord } from '../ports/event-log.ts';

export interface ReaderDependencies {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Where to begin instead of where the group is: offsets by `positionKey`. Kept up to date while reading. */
  readonly positions: Map<string, bigint> | null;
  readonly handle: (batch: readonly ReadRecord[]) => Promise<void>;
  readonly wallClock: Clock;
  readonly log: Log;
}

export const positionKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/** A member that is silent for so long is taken for dead and its records go to another. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** How long the server holds an empty answer back; records that arrive are answered at once. */
const POLL_MS = 250;
const MAX_BATCH = 500;
const REDELIVERY_PAUSE_MS = 500;
const RECONNECT_PAUSE_MS = 1_000;

/** Reads until it is stopped, as a new member each time the client gives up. Resolves after the first try to join. */
export async function startReader(dependencies: ReaderDependencies): Promise<Stop> {
  const { wallClock, log, groupId } = dependencies;
  let stopping = false;
  let announceStop: () => void = () => undefined;
  const stopAnnounced = new Promise<void>((resolve) => (announceStop = resolve));
  const tryToJoin = (): Promise<Member> =>
    join(dependencies, () => stopping).catch((error: unknown) => {
      log.warn({ err: error, groupId }, 'cannot read now; it is tried again');
      return { gaveUp: Promise.resolve(), leave: async () => undefined };
    });
  let member = await tryToJoin();

  const run = async (): Promise<void> => {
    for (;;) {
      await Promise.race([member.gaveUp, stopAnnounced]);
      await member.leave();
      if (stopping) return;
      await Promise.race([delay(wallClock, RECONNECT_PAUSE_MS), stopAnnounced]);
      member = await tryToJoin();
    }
  };
  const ended = run();
  return async () => {
    stopping = true;
    announceStop();
    await ended;
  };
}

interface Member {
  /** Resolves when the client will not go on by itself. */
  readonly gaveUp: Promise<void>;
  leave(): Promise<void>;
}

async function join(dependencies: ReaderDependencies, isStopping: () => boolean): Promise<Member> {
  const { kafka, groupId, topics, log } = dependencies;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: POLL_MS,
    allowAutoTopicCreation: false,
  });
  const gaveUp = new Promise<void>((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      log.warn({ err: payload.error, groupId, restart: payload.restart }, 'reading broke off');
      if (!payload.restart) resolve();
    });
  });
  const leave = (): Promise<void> =>
    consumer.disconnect().catch((error: unknown) => log.debug({ err: error }, 'Kafka was gone already'));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => handleBatch(dependencies, payload, isStopping),
    });
    seekAll(consumer, dependencies.positions);
  } catch (error) {
    await leave();
    throw error;
  }
  return { gaveUp, leave };
}

/** Records that come before the client obeys are told by their offsets and left out. */
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
  isStopping: () => boolean,
): Promise<void> {
  const { batch } = payload;
  const { topic, partition } = batch;
  const { positions, wallClock } = dependencies;
  const key = positionKey(topic, partition);
  const from = positions?.get(key) ?? 0n;
  const wanted = batch.messages.filter(({ offset }) => BigInt(offset) >= from);
  for (let index = 0; index < wanted.length; index += MAX_BATCH) {
    const slice = wanted.slice(index, index + MAX_BATCH);
    const last = slice.at(-1);
    if (!last || payload.isStale()) return;
    const records = slice.map((message) => recordOf(topic, message));
    const stopBeating = beat(wallClock, () => payload.heartbeat());
    const handled = await handleUntilDone(dependencies, records, isStopping).finally(stopBeating);
    if (!handled) return;
    const next = BigInt(last.offset) + 1n;
    positions?.set(key, next);
    payload.resolveOffset(last.offset);
    const partitions = [{ partition, offset: String(next) }];
    await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
  }
  payload.resolveOffset(batch.lastOffset());
}

/** Answers whether the batch was handled; not when reading stops before that. */
async function handleUntilDone(
  { handle, wallClock, log, groupId }: ReaderDependencies,
  records: readonly ReadRecord[],
  isStopping: () => boolean,
): Promise<boolean> {
  for (let again = false; !(again && isStopping()); again = true) {
    try {
      await handle(records);
      return true;
    } catch (error) {
      log.error({ err: error, groupId }, 'a batch was not handled; it comes again');
      await delay(wallClock, REDELIVERY_PAUSE_MS);
    }
  }
  return false;
}

/** Shows the server that this member lives while a handler takes its time. A lost membership shows when committing. */
function beat(wallClock: Clock, heartbeat: () => Promise<void>): () => void {
  const again = () =>
    wallClock.after(HEARTBEAT_MS, () => {
      void heartbeat().catch(() => undefined);
      alarm = again();
    });
  let alarm = again();
  return () => alarm.cancel();
}

const recordOf = (topic: string, { key, value }: KafkaMessage): ReadRecord => ({
  topic,
  key: key?.toString('utf8') ?? '',
  value: value ?? new Uint8Array(0),
});
