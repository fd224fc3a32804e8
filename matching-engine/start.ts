import { COMPACTED_TOPICS, MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import type { JournalPosition } from '#contracts/messages/execution-reports.ts';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import { shardOf } from '#contracts/sharding.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Clock, WallClock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Part } from '#platform/process/part.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createFastBook } from './core/fast/fast-book.ts';
import { createEngineCalls } from './edge/engine-calls.ts';
import { createEngineMetrics } from './edge/engine-metrics.ts';
import { engineReadiness } from './edge/engine-readiness.ts';
import { createCommandGate } from './edge/input/command-gate.ts';
import { followInstruments } from './edge/input/instrument-feed.ts';
import { createPipeline } from './edge/pipeline.ts';
import { positionOf } from './edge/publish/journal-position.ts';
import { createPublisher } from './edge/publish/publisher.ts';
import { openJournalFolder } from './edge/recovery/journal-folder.ts';
import { makeSnapshot, recover, type Recovered } from './edge/recovery/recovery.ts';
import { makeSnapshotInProcess } from './edge/recovery/snapshot-process.ts';
import type { MakeSnapshot } from './edge/recovery/snapshot-taker.ts';
import { createPhaseAlarm, type PhaseAlarm } from './edge/schedule/phase-alarm.ts';
import { createPhaseSchedule } from './edge/schedule/phase-schedule.ts';
import { LogLost } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';

export interface EngineDependencies {
  /**
   * The journal's folder, of this shard alone, created when it does not exist; or the journal's files. While another
   * engine leads the folder, this one stands by.
   */
  readonly folder: string | LogFiles;
  /** Called once with the name of the leader when the engine becomes a standby. */
  readonly onWaiting?: (leader: string) => void;
  /** Ends the standby: the start then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Number of this engine's shard, from 0. */
  readonly shard: number;
  /** Number of shards. */
  readonly shards: number;
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly wallClock: WallClock;
  readonly ids: IdSource;
  readonly calendar: TradingCalendar;
  readonly log: Log;
  readonly metrics: Metrics;
  /**
   * Called once when the engine must stop: the journal cannot be written, or the exchange threw. The process should end;
   * the engine consumes and publishes nothing more.
   */
  readonly fail: (error: Error) => void;
  /** Commands between two snapshots. */
  readonly snapshotEvery?: number;
  /** Compiled form of `edge/recovery/snapshot-main.ts`; absent: the loader `tsx` translates it for each snapshot. */
  readonly compiledSnapshots?: string;
}

export interface EnginePart extends Part {
  readonly calls: EngineRpc;
  /** The member's place in the journal. */
  position(member: string): JournalPosition;
  /** SHA-256 of the exchange's state. */
  stateHash(): string;
}

/**
 * Starts the matching engine of a shard: recovers its state, publishes unconfirmed events, and consumes commands as
 * soon as it knows instruments. `edge/pipeline.ts` has the stages of a command.
 * @throws LogCorrupt when its journal cannot be trusted
 */
export async function startEngine(dependencies: EngineDependencies): Promise<EnginePart> {
  const { queue, eventLog, shard } = dependencies;
  const log = dependencies.log.child({ part: 'engine', shard });
  await queue.declare(QUEUES.engineCommands(shard));
  for (const member of Object.values(MEMBERS)) await queue.declare(QUEUES.memberReports(member));
  for (const topic of [TOPICS.engineMarketData, TOPICS.instruments])
    await eventLog.declare(topic, { compacted: COMPACTED_TOPICS.includes(topic) });
  for (;;) {
    const files = await openFiles({ ...dependencies, log });
    try {
      const newJournalId = (): string => dependencies.ids('jnl');
      const recovered = await recover(files, { book: createFastBook, shard }, newJournalId);
      logRecovery(log, recovered);
      return await runEngine({ ...dependencies, log }, files, recovered);
    } catch (error) {
      await files.close();
      // Two standbys have started at once: the other one leads, this one is a standby again.
      if (!(error instanceof LogLost)) throw error;
    }
  }
}

function openFiles({ folder, wallClock, onWaiting, signal, log }: EngineDependencies): Promise<LogFiles> {
  if (typeof folder !== 'string') return Promise.resolve(folder);
  return openJournalFolder(folder, {
    wallClock,
    onWaiting: (leader) => {
      log.info({ folder, leader }, 'another engine leads this journal; this one is a standby');
      onWaiting?.(leader);
    },
    signal: signal ?? new AbortController().signal,
  });
}

/** Another process makes the snapshots of a folder; this one makes those of files in memory. */
const snapshotMaker = (
  { folder, shard, compiledSnapshots }: EngineDependencies,
  files: LogFiles,
): MakeSnapshot =>
  typeof folder === 'string'
    ? (index) => makeSnapshotInProcess({ folder, index, shard }, compiledSnapshots)
    : (index) => makeSnapshot(files, index, { book: createFastBook, shard });

function logRecovery(log: Log, { journal, snapshotIndex, unconfirmed, tornBytes, damage }: Recovered): void {
  for (const problem of damage) log.warn({ problem }, 'damaged snapshot: an older one is used');
  if (tornBytes > 0) log.warn({ tornBytes }, 'the journal ended in a torn write, which is ignored');
  const commands = journal.lastIndex();
  log.info(
    { journalId: journal.id, commands, snapshotIndex, unconfirmed: unconfirmed.length },
    'engine recovered',
  );
}

async function runEngine(
  dependencies: EngineDependencies,
  files: LogFiles,
  recovered: Recovered,
): Promise<EnginePart> {
  const { queue, eventLog, shard, shards, marketClock, wallClock, log } = dependencies;
  const { exchange, journal } = recovered;
  const { state } = exchange;
  const phaseSchedule = createPhaseSchedule(dependencies.calendar, dependencies.marketMode);
  let alarm: PhaseAlarm | null = null;
  const pipeline = createPipeline({
    ...dependencies,
    recovered,
    makeSnapshot: snapshotMaker(dependencies, files),
    publisher: createPublisher({ queue, eventLog, journalId: journal.id, wallClock }),
    phaseSchedule,
    metrics: createEngineMetrics(dependencies.metrics, wallClock, state),
    onApplied: () => alarm?.reset(),
  });
  const { submit } = pipeline;
  // Phases that began while the engine was down come before the first command.
  await submit([]);
  alarm = createPhaseAlarm(marketClock, (nowMs) => phaseSchedule.nextChangeMs(nowMs, state), submit, log);
  const gate = createCommandGate(wallClock, state.listings.size > 0, () => pipeline.consume());
  const stopFeed = await followInstruments({
    eventLog,
    submit,
    state,
    isOurs: (ticker) => shardOf(ticker, shards) === shard,
    onBatch: () => state.listings.size > 0 && gate.instrumentsArrived(),
    log,
  });
  return {
    name: `engine-${shard}`,
    calls: createEngineCalls(exchange, journal, pipeline),
    position: (member) => positionOf(state, journal, member, wallClock.nowMs()),
    stateHash: () => exchange.stateHash(),
    readiness: () => engineReadiness({ queue, eventLog, pipeline, gate }),
    stop: async () => {
      alarm?.stop();
      pipeline.stopRetrying();
      await gate.stop();
      await stopFeed();
      await pipeline.close();
      await files.close();
    },
  };
}
