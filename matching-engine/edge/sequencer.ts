import type { Clock } from '#platform/clock.ts';
import type { Log } from '#platform/log.ts';
import type { CoreCommand } from '../exchange/commands.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { CoreEvent } from '../exchange/turn.ts';
import type { JournalFiles } from '../journal/files.ts';
import { saveSnapshot } from '../journal/snapshots.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import type { Publisher } from './publisher.ts';
import { createRetryingPublisher, EngineStopped } from './retrying-publisher.ts';
import type { Recovered } from './recovery.ts';
import type { SessionClock } from './session-clock.ts';

/** Commands of one group commit. */
const MAX_BATCH = 2_000;
/** A restart replays at most about so many commands. */
const SNAPSHOT_EVERY = 20_000;

/** The one place where commands get their order: whoever has some hands them in here. */
export interface Sequencer {
  /**
   * Resolves when the commands are journaled and applied and everything that they caused is published; rejects when
   * the engine stops before that, and they must be handed in again. No commands at all: looks at the clock only.
   */
  submit(commands: readonly CoreCommand[]): Promise<void>;
  /** Why the last publish failed; null when it did not. */
  trouble(): string | null;
  confirmedIndex(): number;
  /** Stops waiting for outputs that cannot be published now; they are published at the next start. */
  stopRetrying(): void;
  /** Takes nothing more, and rests when what was handed in is done or given up. */
  close(): Promise<void>;
}

export interface SequencerDependencies {
  readonly recovered: Recovered;
  readonly files: JournalFiles;
  readonly publisher: Publisher;
  readonly sessionClock: SessionClock;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly metrics: EngineMetrics;
  readonly log: Log;
  /** Called once when the engine must not go on: its journal cannot be written, or the core broke down. */
  readonly fail: (error: Error) => void;
  readonly snapshotEvery?: number;
}

interface Submission {
  readonly commands: readonly CoreCommand[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Takes what has been handed in as one group: journal (one sync), apply, publish, answer; then the next. So nothing
 * leaves that is not on disk, and nothing is answered that has not left. First of all it publishes what an earlier
 * life of the engine left unconfirmed.
 */
export function createSequencer(dependencies: SequencerDependencies): Sequencer {
  const { recovered, sessionClock, marketClock, log } = dependencies;
  const { exchange, journal } = recovered;
  const waiting: Submission[] = [];
  const publishing = createRetryingPublisher(dependencies);
  let confirmedIndex = recovered.confirmedIndex;
  const snapshots = createSnapshotTaker(dependencies);
  let unpublished: readonly CoreEvent[] = recovered.unconfirmed;
  let running: Promise<void> | null = null;
  let ended: Error | null = null;

  const runGroup = async (group: readonly Submission[]): Promise<void> => {
    if (unpublished.length > 0) await publishing.publish(unpublished);
    unpublished = [];
    confirmedIndex = journal.lastIndex();
    const atMs = marketClock.nowMs();
    const commands = [
      ...sessionClock.commandsAt(atMs, exchange.state),
      ...group.flatMap((submission) => submission.commands),
    ];
    if (commands.length > 0) {
      await dependencies.metrics.journaling(commands.length, () =>
        journal.append({ v: 1, atMs, confirmedIndex, commands }),
      );
      unpublished = applyAll(exchange, commands, atMs);
      dependencies.metrics.applied(commands, unpublished);
      await publishing.publish(unpublished);
      unpublished = [];
      confirmedIndex = journal.lastIndex();
    }
    for (const submission of group) submission.resolve();
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0 && !ended) {
      const group = takeGroup(waiting);
      try {
        await runGroup(group);
        await snapshots.takeWhenDue();
      } catch (error) {
        for (const submission of group) submission.reject(error as Error);
        end(error as Error);
      }
    }
    running = null;
  };

  /** What the disk or the core did, nobody can go on from; a given-up publish is only the end of this life. */
  const end = (error: Error): void => {
    if (!ended && !(error instanceof EngineStopped)) {
      log.error({ err: error }, 'the engine cannot go on');
      dependencies.fail(error);
    }
    ended ??= error;
    for (const submission of waiting.splice(0)) submission.reject(ended);
  };

  return {
    submit: (commands) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting.push({ commands, resolve, reject });
        running ??= run();
      }),
    trouble: () => ended?.message ?? publishing.trouble(),
    confirmedIndex: () => confirmedIndex,
    stopRetrying: () => publishing.stopRetrying(),
    close: async () => {
      publishing.stopRetrying();
      await running;
      const failed = ended !== null;
      ended ??= new EngineStopped('the engine has stopped');
      if (!failed) await journal.append({ v: 1, atMs: marketClock.nowMs(), confirmedIndex, commands: [] });
    },
  };
}

function takeGroup(waiting: Submission[]): Submission[] {
  let commands = 0;
  const fitting = waiting.findIndex((submission, position) => {
    commands += submission.commands.length;
    return position > 0 && commands > MAX_BATCH;
  });
  return waiting.splice(0, fitting < 0 ? waiting.length : fitting);
}

const applyAll = (exchange: Exchange, commands: readonly CoreCommand[], atMs: number): CoreEvent[] =>
  commands.flatMap((command) => exchange.apply(command, atMs));

/**
 * Takes a snapshot now and then. Only states whose outputs are confirmed are kept, so a replay from there makes again
 * all that may be missing.
 */
function createSnapshotTaker({ recovered, files, snapshotEvery = SNAPSHOT_EVERY }: SequencerDependencies): {
  takeWhenDue(): Promise<void>;
} {
  const { exchange, journal } = recovered;
  let snapshotIndex = recovered.snapshotIndex;
  return {
    takeWhenDue: async () => {
      const index = journal.lastIndex();
      if (index - snapshotIndex < snapshotEvery) return;
      snapshotIndex = index;
      await journal.startSegment();
      await journal.dropThrough(await saveSnapshot(files, { index, state: exchange.capture() }));
    },
  };
}
