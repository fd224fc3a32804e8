import { COMPACTED_TOPICS, MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import type { EngineRpc } from '#contracts/rpc.ts';
import { shardOf } from '#contracts/sharding.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Part, Readiness, Stop } from '#platform/process/part.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { readinessOf } from '#platform/observability/readiness.ts';
import type { BookFactory } from './core/matching-book.ts';
import { createFastBook } from './core/fast/fast-book.ts';
import { MEMORY_LIMITS, type MemoryLimits } from './exchange/state.ts';
import type { ExchangeSettings } from './exchange/exchange.ts';
import { consumeCommands } from './edge/input/command-consumer.ts';
import { createEngineCalls } from './edge/engine-calls.ts';
import { createEngineMetrics } from './edge/engine-metrics.ts';
import { followInstruments } from './edge/input/instrument-feed.ts';
import { openJournalFolder } from './edge/recovery/journal-folder.ts';
import { createPublisher } from './edge/publish/publisher.ts';
import { makeSnapshot, recover, type Recovered } from './edge/recovery/recovery.ts';
import { createSequencer, type Sequencer } from './edge/pipeline.ts';
import { createSessionClock } from './edge/schedule/phase-schedule.ts';
import { makeSnapshotInProcess } from './edge/recovery/snapshot-process.ts';
import type { MakeSnapshot } from './edge/recovery/snapshot-taker.ts';
import { LogLost } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';

export interface EngineDependencies {
  /**
   * Where the journal lives: a folder of this shard alone, made when it is not there; or the files themselves. While
   * another engine has the folder this one waits.
   */
  readonly folder: string | LogFiles;
  /** Called once when it has to wait, with for whom. */
  readonly onWaiting?: (leader: string) => void;
  /** Ends the waiting: the start then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Which engine this is, from 0, of how many. */
  readonly shard: number;
  readonly shards: number;
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly wallClock: Clock;
  readonly calendar: TradingCalendar;
  readonly log: Log;
  readonly metrics: Metrics;
  /**
   * Called once when the engine must not go on (its journal cannot be written, or a bug broke the core): the process
   * should end. Until then it takes and publishes nothing.
   */
  readonly fail: (error: Error) => void;
  /** Makes the books; every factory gives the same exchange. */
  readonly book?: BookFactory;
  /** How much of what is over is remembered; must stay the same for one journal. */
  readonly limits?: MemoryLimits;
  /** Commands between two snapshots. */
  readonly snapshotEvery?: number;
}

export interface EnginePart extends Part {
  readonly calls: EngineRpc;
  /** SHA-256 of the core's state. */
  stateHash(): string;
}

/**
 * Starts the matching engine of a shard: recovers it, publishes what was not confirmed, and takes commands as soon as
 * it knows instruments.
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
      const recovered = await recover(files, exchangeSettings(dependencies));
      logRecovery(log, recovered);
      return await runEngine({ ...dependencies, log }, files, recovered);
    } catch (error) {
      await files.close();
      // Two that waited have both begun: the other one goes on, this one waits again.
      if (!(error instanceof LogLost)) throw error;
    }
  }
}

function openFiles({ folder, wallClock, onWaiting, signal, log }: EngineDependencies): Promise<LogFiles> {
  if (typeof folder !== 'string') return Promise.resolve(folder);
  return openJournalFolder(folder, {
    wallClock,
    onWaiting: (leader) => {
      log.info({ folder, leader }, 'another engine has the journal: this one stands by');
      onWaiting?.(leader);
    },
    signal: signal ?? new AbortController().signal,
  });
}

const exchangeSettings = ({ book, shard, limits }: EngineDependencies) =>
  ({
    book: book ?? createFastBook,
    shard,
    limits: limits ?? MEMORY_LIMITS,
  }) satisfies ExchangeSettings;

/** Files of a folder are read by a process of its own. */
function snapshotsOf(dependencies: EngineDependencies, files: LogFiles): MakeSnapshot {
  const { folder } = dependencies;
  const settings = exchangeSettings(dependencies);
  const { shard, limits } = settings;
  return typeof folder === 'string'
    ? (index) => makeSnapshotInProcess({ folder, index, shard, limits })
    : (index) => makeSnapshot(files, index, settings);
}

async function runEngine(
  dependencies: EngineDependencies,
  files: LogFiles,
  recovered: Recovered,
): Promise<EnginePart> {
  const { queue, eventLog, shard, shards, marketClock, wallClock, log } = dependencies;
  const { exchange, journal } = recovered;
  const { state } = exchange;
  const metrics = createEngineMetrics(dependencies.metrics, wallClock, state);
  const sessionClock = createSessionClock(dependencies.calendar, dependencies.marketMode);
  const publisher = createPublisher(queue, eventLog);
  let ticking: Ticking | null = null;
  const sequencer = createSequencer({
    ...dependencies,
    recovered,
    makeSnapshot: snapshotsOf(dependencies, files),
    publisher,
    sessionClock,
    metrics,
    onApplied: () => ticking?.look(),
  });
  await sequencer.submit([]);
  ticking = tickWhenDue(marketClock, (nowMs) => sessionClock.nextChangeMs(nowMs, state), sequencer, log);

  const gate = createGate(wallClock, state.listings.size > 0, () =>
    consumeCommands({ queue, shard, sequencer, metrics, log }),
  );
  const stopFeed = await followInstruments({
    eventLog,
    sequencer,
    state,
    isOurs: (ticker) => shardOf(ticker, shards) === shard,
    onBatch: () => state.listings.size > 0 && gate.open(),
    log,
  });
  return {
    name: `engine-${shard}`,
    calls: createEngineCalls(exchange, journal, sequencer),
    stateHash: () => exchange.stateHash(),
    readiness: () => readinessOfEngine(dependencies, sequencer, gate),
    stop: async () => {
      ticking?.stop();
      sequencer.stopRetrying();
      await gate.stop();
      await stopFeed();
      await sequencer.close();
      await files.close();
    },
  };
}

function logRecovery(log: Log, { journal, snapshotIndex, unconfirmed, tornBytes, damage }: Recovered): void {
  for (const problem of damage) log.warn({ problem }, 'a snapshot is damaged, an older one is used');
  if (tornBytes > 0) log.warn({ tornBytes }, 'the journal ended in a torn write, which does not count');
  const commands = journal.lastIndex();
  log.info({ commands, snapshotIndex, unconfirmed: unconfirmed.length }, 'engine recovered');
}

/** Wakes the sequencer when the clock has something to tell. */
interface Ticking {
  /** What is due next may have changed. */
  look(): void;
  stop(): void;
}

/** Lets the sequencer look at the clock when a phase begins or a halt ends, so that it happens without traffic too. */
function tickWhenDue(
  clock: Clock,
  nextChangeMs: (nowMs: number) => number,
  sequencer: Sequencer,
  log: Log,
): Ticking {
  let armed: { readonly atMs: number; readonly alarm: Alarm } | null = null;
  let stopped = false;
  const tick = (): void => {
    armed = null;
    sequencer.submit([]).then(look, (error: unknown) => {
      log.warn({ err: error }, 'a phase could not begin');
    });
  };
  const look = (): void => {
    const atMs = nextChangeMs(clock.nowMs());
    if (stopped || armed?.atMs === atMs) return;
    armed?.alarm.cancel();
    armed = { atMs, alarm: clock.at(atMs, tick) };
  };
  look();
  return {
    look,
    stop: () => {
      stopped = true;
      armed?.alarm.cancel();
    },
  };
}

/** On a first start, how long no more instruments must have come before orders are let in. */
const QUIET_MS = 250;

interface Gate {
  isOpen(): boolean;
  open(): void;
  stop(): Promise<void>;
}

/**
 * Holds the members' commands back until the engine knows instruments. An engine that knew some before starts at
 * once; a new one waits until the first wave of instruments is over, so that no order meets an unknown ticker.
 */
function createGate(wallClock: Clock, knowsInstruments: boolean, consume: () => Promise<Stop>): Gate {
  let consuming: Promise<Stop> | null = knowsInstruments ? consume() : null;
  let alarm: Alarm | null = null;
  let stopped = false;
  return {
    isOpen: () => consuming !== null,
    open: () => {
      if (consuming || stopped) return;
      alarm?.cancel();
      alarm = wallClock.after(QUIET_MS, () => {
        consuming ??= consume();
      });
    },
    stop: async () => {
      stopped = true;
      alarm?.cancel();
      const stop = await consuming;
      await stop?.();
    },
  };
}

const readinessOfEngine = (
  { queue, eventLog }: EngineDependencies,
  sequencer: Sequencer,
  gate: Gate,
): Promise<readonly Readiness[]> =>
  readinessOf({
    'command queue': () => queue.check(),
    'event log': () => eventLog.check(),
    outputs: async () => {
      const trouble = sequencer.trouble();
      if (trouble !== null) throw new Error(trouble);
    },
    instruments: async () => {
      if (!gate.isOpen()) throw new Error('assets has not published any instrument yet');
    },
  });
