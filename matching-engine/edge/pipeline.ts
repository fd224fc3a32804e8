import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { CoreCommand } from '../exchange/commands.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import { createOutlet, type AppliedGroup } from './publish/output-queue.ts';
import type { Publisher } from './publish/publisher.ts';
import { createRetryingPublisher, EngineStopped } from './publish/retrying-publisher.ts';
import type { Recovered } from './recovery/recovery.ts';
import type { SessionClock } from './schedule/phase-schedule.ts';
import { createSnapshotTaker, type MakeSnapshot } from './recovery/snapshot-taker.ts';

/** Commands that are taken up in one go. */
const MAX_GROUP = 2_000;
/** Commands that are applied but not published yet, before no more are taken up. */
const MAX_IN_FLIGHT = 20_000;
/** A restart replays at most about twice so many commands. */
const SNAPSHOT_EVERY = 100_000;

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
  readonly makeSnapshot: MakeSnapshot;
  readonly publisher: Publisher;
  readonly sessionClock: SessionClock;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly metrics: EngineMetrics;
  readonly log: Log;
  /** Called once when the engine must not go on: its journal cannot be written, or the core broke down. */
  readonly fail: (error: Error) => void;
  /** Called after each group: what is due next may have changed. */
  readonly onApplied: () => void;
  readonly snapshotEvery?: number;
}

interface Submission {
  readonly commands: readonly CoreCommand[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Takes what has been handed in as one group: on its way to the journal, applied, and when it is on the disk published
 * and answered. The next group is taken up meanwhile; what waits for the disk together is one write. So nothing leaves
 * that is not on disk, and nothing is answered that has not left. First of all it publishes what an earlier life of the
 * engine left unconfirmed.
 */
export function createSequencer(dependencies: SequencerDependencies): Sequencer {
  const { recovered, marketClock, log } = dependencies;
  const { journal } = recovered;
  const waiting: Submission[] = [];
  const publishing = createRetryingPublisher(dependencies);
  const snapshots = createSnapshotTaker({
    ...recovered,
    ...dependencies,
    snapshotEvery: dependencies.snapshotEvery ?? SNAPSHOT_EVERY,
  });
  let { confirmedIndex } = recovered;
  let ended: Error | null = null;
  let applying: Promise<void> | null = null;
  let onRoom: () => void = () => undefined;

  /** What the disk or the core did, nobody can go on from; a given-up publish is only the end of this life. */
  const end = (error: Error): void => {
    if (!ended && !(error instanceof EngineStopped)) {
      log.error({ err: error }, 'the engine cannot go on');
      dependencies.fail(error);
    }
    ended ??= error;
    outlet.end(ended);
    for (const submission of waiting.splice(0)) submission.reject(ended);
    onRoom();
  };
  const outlet = createOutlet({
    publish: (events) => publishing.publish(events),
    onPublished: (lastIndex) => {
      confirmedIndex = lastIndex;
      snapshots.confirmed(lastIndex);
      onRoom();
    },
    onError: end,
  });
  const apply = async (): Promise<void> => {
    while (waiting.length > 0 && !ended) {
      if (outlet.inFlight() >= MAX_IN_FLIGHT) {
        await new Promise<void>((resolve) => (onRoom = resolve));
        continue;
      }
      const group = takeGroup(waiting);
      try {
        outlet.add(applyGroup(dependencies, group, confirmedIndex));
      } catch (error) {
        end(error as Error);
        for (const submission of group) submission.reject(error as Error);
      }
    }
    applying = null;
  };

  if (recovered.unconfirmed.length > 0) outlet.add(leftUnconfirmed(recovered));
  return {
    submit: (commands) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting.push({ commands, resolve, reject });
        // In a moment, so that what is handed in now in one go is one group.
        applying ??= Promise.resolve().then(apply);
      }),
    trouble: () => ended?.message ?? publishing.trouble(),
    confirmedIndex: () => confirmedIndex,
    stopRetrying: () => publishing.stopRetrying(),
    close: async () => {
      publishing.stopRetrying();
      while (applying) await applying;
      await outlet.rest();
      const failed = ended !== null;
      ended ??= new EngineStopped('the engine has stopped');
      if (!failed) await journal.append({ atMs: marketClock.nowMs(), confirmedIndex, commands: [] });
      await snapshots.rest();
    },
  };
}

/** Sends a group on its way to the disk and applies it. */
function applyGroup(
  { recovered, sessionClock, marketClock, metrics, onApplied }: SequencerDependencies,
  submissions: readonly Submission[],
  confirmedIndex: number,
): AppliedGroup {
  const { exchange, journal } = recovered;
  const atMs = marketClock.nowMs();
  const commands = [
    ...sessionClock.commandsAt(atMs, exchange.state),
    ...submissions.flatMap((submission) => submission.commands),
  ];
  const durable =
    commands.length === 0
      ? Promise.resolve()
      : metrics.journaling(commands.length, () => journal.append({ atMs, confirmedIndex, commands }));
  // Should the core break down, nobody awaits it.
  durable.catch(() => undefined);
  const events = commands.flatMap((command) => exchange.apply(command, atMs));
  metrics.applied(commands, events);
  onApplied();
  return {
    lastIndex: journal.lastIndex(),
    commands: commands.length,
    durable,
    events,
    done: () => {
      for (const submission of submissions) submission.resolve();
    },
    giveUp: (error) => {
      for (const submission of submissions) submission.reject(error);
    },
  };
}

/** What an earlier life of the engine made and did not know to have left. */
const leftUnconfirmed = ({ journal, unconfirmed }: Recovered): AppliedGroup => ({
  lastIndex: journal.lastIndex(),
  commands: 0,
  durable: Promise.resolve(),
  events: unconfirmed,
  done: () => undefined,
  giveUp: () => undefined,
});

function takeGroup(waiting: Submission[]): Submission[] {
  let commands = 0;
  const fitting = waiting.findIndex((submission, position) => {
    commands += submission.commands.length;
    return position > 0 && commands > MAX_GROUP;
  });
  return waiting.splice(0, fitting < 0 ? waiting.length : fitting);
}
