import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import {
  memberMessageCodec,
  type ExecutionReport,
  type JournalPosition,
  type MemberMessage,
} from '#contracts/messages/execution-reports.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { COMPACTED_TOPICS, QUEUES, TOPICS } from '#contracts/names.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { PortFaults } from '#platform/in-process/faults.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { createMemoryQueue } from '#platform/in-process/queue/memory-queue.ts';
import { createMemoryStorage } from '#platform/in-process/storage/memory-storage.ts';
import type { Storage } from '#platform/in-process/storage/storage.ts';
import { decodeMessage } from '#platform/in-process/queue/queue-codec.ts';
import { decodeRecord } from '#platform/in-process/event-log/record-codec.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import { createFaultyFiles } from '#platform/disk-log/test/faulty-files.ts';
import { createMemoryFiles } from '#platform/disk-log/test/memory-files.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { startEngine, type EnginePart } from '#engine/start.ts';
import { advanceUntil } from '../eventually.ts';

/** Monday 16 March 2026, 14:00 in Sao Paulo: continuous trading. */
export const OPEN_MS = Date.UTC(2026, 2, 16, 17, 0);

/** The servers, files and clocks around an engine, in memory. They outlive the engines that a test starts and crashes. */
export interface World {
  readonly files: LogFiles;
  readonly marketClock: ManualClock;
  readonly wallClock: ManualClock;
  /** Errors that ended an engine. */
  readonly failures: Error[];
  /** Starts an engine over the world's servers and files, with connections of its own. */
  start(options?: EngineOptions): Promise<RunningEngine>;
  send(...commands: readonly EngineCommand[]): Promise<void>;
  sendBytes(...bodies: readonly Uint8Array[]): Promise<void>;
  list(...facts: readonly InstrumentFact[]): Promise<void>;
  /** All reports that were published to a member, repeats included. */
  reports(member?: string): Promise<ExecutionReport[]>;
  /** All positions of the journal that were published to a member. */
  positions(member?: string): Promise<JournalPosition[]>;
  marketData(): Promise<EngineMarketData[]>;
  readonly queue: CommandQueue;
}

export interface EngineOptions {
  /** Wraps the files that the engine writes. */
  readonly wrapFiles?: (files: LogFiles, crash: () => void) => LogFiles;
  /** Faults of queue and log. */
  readonly faults?: (crash: () => void) => PortFaults;
  readonly snapshotEvery?: number;
  /** Number of the shard; 0 when absent. Each shard needs files of its own (`wrapFiles`). */
  readonly shard?: number;
  readonly shards?: number;
}

export interface RunningEngine {
  readonly part: EnginePart;
  /** Acts like kill -9: nothing more of the engine reaches the files, the queue or the log. */
  crash(): void;
}

export async function createWorld(
  options: { readonly mode?: MarketMode; readonly files?: LogFiles; readonly startMs?: number } = {},
): Promise<World> {
  const storages = { queue: createMemoryStorage(), log: createMemoryStorage() };
  const { mode = 'b3', files = createMemoryFiles() } = options;
  const marketClock = createManualClock(options.startMs ?? OPEN_MS);
  const wallClock = createManualClock(OPEN_MS);
  const failures: Error[] = [];
  const queue = createMemoryQueue({ storage: storages.queue });
  const eventLog = createMemoryEventLog({ storage: storages.log });
  await queue.declare(QUEUES.engineCommands(0));
  for (const topic of [TOPICS.engineMarketData, TOPICS.instruments])
    await eventLog.declare(topic, { compacted: COMPACTED_TOPICS.includes(topic) });

  let serial = 0;
  const sendBytes = (...bodies: readonly Uint8Array[]): Promise<void> =>
    queue.publish(
      QUEUES.engineCommands(0),
      bodies.map((body) => ({ body, messageId: `m${serial++}`, correlationId: 'c' })),
    );
  const messages = async (member = 'BROKER'): Promise<MemberMessage[]> => {
    const log = await storages.queue.openLog(QUEUES.memberReports(member));
    const entries = await log.read(0, Infinity);
    return entries.map(({ payload }) => memberMessageCodec.decode(decodeMessage(payload).body));
  };
  return {
    files,
    marketClock,
    wallClock,
    failures,
    queue,
    start: (engine = {}) => startOn({ storages, files, marketClock, wallClock, failures, mode }, engine),
    sendBytes,
    send: (...commands) => sendBytes(...commands.map((command) => engineCommandCodec.encode(command))),
    list: (...facts) =>
      eventLog.append(
        TOPICS.instruments,
        facts.map((fact) => ({ key: fact.ticker, value: instrumentFactCodec.encode(fact) })),
      ),
    reports: async (member) =>
      (await messages(member)).flatMap((message) => (message.type === 'JOURNAL_POSITION' ? [] : message)),
    positions: async (member) =>
      (await messages(member)).flatMap((message) => (message.type === 'JOURNAL_POSITION' ? message : [])),
    marketData: async () => {
      const log = await storages.log.openLog(TOPICS.engineMarketData);
      const entries = await log.read(0, Infinity);
      return entries.map(({ payload }) => engineMarketDataCodec.decode(decodeRecord(payload).value));
    },
  };
}

interface Surroundings extends Pick<World, 'files' | 'marketClock' | 'wallClock' | 'failures'> {
  readonly storages: { readonly queue: Storage; readonly log: Storage };
  readonly mode: MarketMode;
}

/** Starts an engine with its own connections to the queue and the log. */
async function startOn(surroundings: Surroundings, options: EngineOptions): Promise<RunningEngine> {
  const { storages, files, marketClock, wallClock, failures, mode } = surroundings;
  let crashed = false;
  const crash = (): void => {
    crashed = true;
    ports.queue.crash();
    ports.eventLog.crash();
  };
  const faults = options.faults?.(crash) ?? {};
  const ports = {
    queue: createMemoryQueue({ storage: storages.queue, faults }),
    eventLog: createMemoryEventLog({ storage: storages.log, faults }),
  };
  const own = untilCrash(files, () => crashed);
  const part = await startEngine({
    ...ports,
    folder: options.wrapFiles?.(own, crash) ?? own,
    shard: options.shard ?? 0,
    shards: options.shards ?? 1,
    marketClock,
    marketMode: () => mode,
    wallClock,
    ids: (prefix) => `${prefix}_test`,
    calendar: createTradingCalendar(),
    log: silentLog,
    metrics: noMetrics,
    fail: (error) => void failures.push(error),
    ...(options.snapshotEvery === undefined ? {} : { snapshotEvery: options.snapshotEvery }),
  });
  return { part, crash };
}

/** Files that reject every write after a crash. */
const untilCrash = (files: LogFiles, isCrashed: () => boolean): LogFiles =>
  createFaultyFiles(files, {
    before: () => {
      if (isCrashed()) throw new Error('this engine has crashed');
    },
  });

/** The phases that the engine has published, in order. */
export const phasesOf = async (world: World): Promise<string[]> =>
  (await world.marketData()).flatMap((message) => (message.type === 'PHASE_CHANGED' ? [message.phase] : []));

/** Waits until the condition holds. Advances the wall clock, so that pauses end. */
export const until = (world: World, condition: () => boolean | Promise<boolean>): Promise<void> =>
  advanceUntil(world.wallClock, 10, condition);
