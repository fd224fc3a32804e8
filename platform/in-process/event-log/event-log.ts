import type { Log } from '#platform/observability/log.ts';
import type { EventLog, ReadFrom, ReadRecord, TopicOptions } from '#platform/ports/event-log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Clock } from '#platform/time/clock.ts';
import { type PortFaults, writeWithFaults } from '../faults.ts';
import type { FullBatches } from '../full-batches.ts';
import { decodeRecord, encodeRecord, keyOfRecord } from './record-codec.ts';
import { runLoop } from '../reader-loop.ts';
import type { Progress, RecordLog, Retention, Storage } from '../storage/storage.ts';
import { createTurns, type Turns } from '../turns.ts';

export interface InProcessEventLogDependencies {
  readonly storage: Storage;
  /** How long records stay after every group has handled them, in topics that are not compacted. */
  readonly retention: Retention;
  /** Times the delays before a failed batch is delivered again. */
  readonly wallClock: Clock;
  readonly log: Log;
  readonly faults: PortFaults;
  readonly fullBatches: FullBatches;
}

/** An event log inside this process that can simulate its own crash. */
export interface InProcessEventLog extends EventLog {
  /** Stops at once without storing any progress, as a crash would. */
  crash(): void;
}

type Handle = (batch: readonly ReadRecord[]) => Promise<void>;

interface Topic {
  readonly name: string;
  readonly records: RecordLog;
  readonly options: TopicOptions;
}

interface Group {
  readonly topics: string;
  readonly turns: Turns;
}

/** The next offset of a reader in each of its topics. */
interface Position {
  get(topic: Topic): number;
  set(topic: Topic, offset: number): void;
}

/** Records that a handler gets at once. */
const MAX_BATCH = 500;

/** The rules of the event log over a storage: each topic has a log of records, and all groups share one progress. */
export function createInProcessEventLog(dependencies: InProcessEventLogDependencies): InProcessEventLog {
  const { storage, faults } = dependencies;
  const topics = new Map<string, Promise<Topic>>();
  const groups = new Map<string, Group>();
  const readers = new Set<Stop>();
  let opening: Promise<Progress> | null = null;
  let ended = false;
  let crashed = false;

  const progressOfGroups = (): Promise<Progress> => (opening ??= storage.openProgress('groups'));
  const topicOf = (name: string): Promise<Topic> => {
    if (ended || crashed) throw new Error('the event log is closed');
    const topic = topics.get(name);
    if (!topic) throw new Error(`topic ${name} was not declared`);
    return topic;
  };

  return {
    declare: async (name, options) => {
      if (!topics.has(name)) topics.set(name, openTopic(storage, name, options));
      await topicOf(name);
    },
    append: async (name, records) => {
      const topic = await topicOf(name);
      if (records.length === 0) return;
      const payloads = records.map(encodeRecord);
      await writeWithFaults(faults, name, records.length, () => topic.records.append(payloads));
      await dropOldRecords(topic, await progressOfGroups(), dependencies);
    },
    read: async (names, from, handle) => {
      const read = await Promise.all(names.map(topicOf));
      const position = positionOf(from, read, await progressOfGroups());
      const reading = { topics: read, position, handle, dependencies, crashed: () => crashed };
      const begin = (): Stop => runReading(reading);
      const stop = 'group' in from ? turnsOf(groups, from.group, names).enter(begin) : begin();
      readers.add(stop);
      return async () => {
        readers.delete(stop);
        await stop();
      };
    },
    lag: async (names, group) => {
      const position = groupPosition(group, await progressOfGroups());
      const read = await Promise.all(names.map(topicOf));
      return read.reduce((sum, topic) => sum + topic.records.endOffset() - position.get(topic), 0);
    },
    check: async () => {
      if (ended || crashed) throw new Error('the event log is closed');
      await storage.check();
    },
    crash: () => void (crashed = true),
    close: async () => {
      if (ended) return;
      ended = true;
      await Promise.all([...readers].map((stop) => stop()));
      await (await progressOfGroups()).flush();
      await storage.close();
    },
  };
}

const openTopic = async (storage: Storage, name: string, options: TopicOptions): Promise<Topic> => ({
  name,
  records: await storage.openLog(name),
  options,
});

interface Reading {
  readonly topics: readonly Topic[];
  readonly position: Position;
  readonly handle: Handle;
  readonly dependencies: InProcessEventLogDependencies;
  readonly crashed: () => boolean;
}

const runReading = (reading: Reading): Stop =>
  runLoop({
    step: () => readBatches(reading),
    onWork: (listener) => {
      const ends = reading.topics.map((topic) => topic.records.onAppend(listener));
      return () => ends.forEach((end) => end());
    },
    wallClock: reading.dependencies.wallClock,
    log: reading.dependencies.log.child({ topics: reading.topics.map((topic) => topic.name) }),
  });

/** Delivers a batch of each topic that has one. Returns false when none has. */
async function readBatches({ topics, position, handle, dependencies, crashed }: Reading): Promise<boolean> {
  const { faults } = dependencies;
  let found = false;
  for (const topic of topics) {
    const entries = await topic.records.read(position.get(topic), MAX_BATCH);
    const last = entries.at(-1);
    if (!last || crashed()) continue;
    found = true;
    await faults.hold?.(topic.name);
    const batch = entries.map(({ payload }) => ({ topic: topic.name, ...decodeRecord(payload) }));
    const work = (): Promise<void> => handle(faults.arrange?.(batch) ?? batch);
    await (entries.length === MAX_BATCH ? dependencies.fullBatches(topic.name, work) : work());
    if (!crashed() && !faults.forgetProgress?.(topic.name)) position.set(topic, last.offset + 1);
  }
  return found;
}

/** Members of a group must read the same topics: one member reads at a time, and it would leave out the others' topics. */
function turnsOf(groups: Map<string, Group>, name: string, topicNames: readonly string[]): Turns {
  const topics = [...topicNames].sort().join(', ');
  const group = groups.get(name) ?? { topics, turns: createTurns() };
  if (group.topics !== topics)
    throw new Error(`group ${name} reads ${group.topics}; a member of it cannot read ${topics}`);
  groups.set(name, group);
  return group.turns;
}

function positionOf(from: ReadFrom, topics: readonly Topic[], progress: Progress): Position {
  if ('group' in from) return groupPosition(from.group, progress);
  const start = (topic: Topic) =>
    from.from === 'now' ? topic.records.endOffset() : topic.records.firstOffset();
  const offsets = new Map(topics.map((topic) => [topic, start(topic)]));
  return {
    get: (topic) => offsets.get(topic) ?? 0,
    set: (topic, offset) => void offsets.set(topic, offset),
  };
}

const progressName = (group: string, topic: string): string => JSON.stringify([group, topic]);
/** The end of the names of a topic's progresses. */
const progressEnd = (topic: string): string => `,${JSON.stringify(topic)}]`;

function groupPosition(group: string, progress: Progress): Position {
  return {
    get: (topic) => Math.max(progress.get(progressName(group, topic.name)) ?? 0, topic.records.firstOffset()),
    set: (topic, offset) => progress.set(progressName(group, topic.name), offset),
  };
}

/**
 * Drops old records: in a compacted topic those whose key has a newer one, else those that all groups have handled. A
 * failure is logged: the next append tries again.
 */
const dropOldRecords = (
  topic: Topic,
  progress: Progress,
  { retention, log }: InProcessEventLogDependencies,
): Promise<void> =>
  dropHandled(topic, progress, retention).catch((error: unknown) =>
    log.warn({ err: error, topic: topic.name }, 'old records could not be dropped'),
  );

async function dropHandled(topic: Topic, progress: Progress, retention: Retention): Promise<void> {
  if (topic.options.compacted) return topic.records.compact(keyOfRecord);
  const end = progressEnd(topic.name);
  const handled = progress
    .names()
    .filter((name) => name.endsWith(end))
    .map((name) => progress.get(name) ?? 0);
  await topic.records.dropBefore(Math.min(topic.records.endOffset(), ...handled), retention);
}
