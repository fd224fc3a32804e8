import type { Clock } from '#platform/clock.ts';
import type { Log } from '#platform/log.ts';
import type { CoreCommand } from '../exchange/commands.ts';
import type { CoreEvent } from '../exchange/turn.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import type { Publisher } from './publisher.ts';
import { createRetryingPublisher, EngineStopped } from './retrying-publisher.ts';
import type { Recovered } from './recovery.ts';
import type { SessionClock } from './session-clock.ts';
import { createSnapshotTaker, type MakeSnapshot } from './snapshot-taker.ts';

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

/** Commands that are on their way to the disk and applied, with what they made. */
interface Applied {
  readonly lastIndex: number;
  readonly durable: Promise<void>;
  readonly events: readonly CoreEvent[];
  readonly submissions: readonly Submission[];
  readonly commands: number;
  isDurable: boolean;
}

/**
 * Takes what has been handed in as one group: on its way to the journal, applied, and when it is on the disk published
 * and answered. The next group is taken up meanwhile; what waits for the disk together is one write. So nothing leaves
 * that is not on disk, and nothing is answered that has not left. First of all it publishes what an earlier life of the
 * engine left unconfirmed.
 */
export function createSequencer(dependencies: SequencerDependencies): Sequencer {
  const { recovered, sessionClock, marketClock, metrics, log } = dependencies;
  const { exchange, journal } = recovered;
  const waiting: Submission[] = [];
  const applied: Applied[] = [];
  const publishing = createRetryingPublisher(dependencies);
  const snapshots = createSnapshotTaker({
    ...recovered,
    ...dependencies,
    snapshotEvery: dependencies.snapshotEvery ?? SNAPSHOT_EVERY,
    isDue: recovered.isOldFormat,
  });
  let { confirmedIndex } = recovered;
  let inFlight = 0;
  let ended: Error | null = null;
  let applying: Promise<void> | null = null;
  let draining: Promise<void> | null = null;
  let onDrained: () => void = () => undefined;

  const applyGroup = (submissions: readonly Submission[]): void => {
    const atMs = marketClock.nowMs();
    const commands = [
      ...sessionClock.commandsAt(atMs, exchange.state),
      ...submissions.flatMap((submission) => submission.commands),
    ];
    const durable =
      commands.length === 0
        ? Promise.resolve()
        : metrics.journaling(commands.length, () => journal.append({ atMs, confirmedIndex, commands }));
    // A failure reaches the drain, which awaits the same promise; until then it must not count as unhandled.
    durable.catch(() => undefined);
    const events = commands.flatMap((command) => exchange.apply(command, atMs));
    metrics.applied(commands, events);
    dependencies.onApplied();
    enqueue(submissions, durable, events, commands.length);
  };
  const enqueue = (
    submissions: readonly Submission[],
    durable: Promise<void>,
    events: readonly CoreEvent[],
    commands: number,
  ): void => {
    const lastIndex = journal.lastIndex();
    const item: Applied = { lastIndex, durable, events, submissions, commands, isDurable: false };
    durable.then(
      () => (item.isDurable = true),
      () => undefined,
    );
    inFlight += commands;
    applied.push(item);
    draining ??= drain();
  };

  const applyOrEnd = (submissions: readonly Submission[]): void => {
    try {
      applyGroup(submissions);
    } catch (error) {
      end(error as Error);
      for (const submission of submissions) submission.reject(error as Error);
    }
  };
  const apply = async (): Promise<void> => {
    while (waiting.length > 0 && !ended) {
      if (inFlight >= MAX_IN_FLIGHT) await new Promise<void>((resolve) => (onDrained = resolve));
      else applyOrEnd(takeGroup(waiting));
    }
    applying = null;
  };

  /** Publishes in order what is on the disk, all of it at once. */
  const drain = async (): Promise<void> => {
    try {
      while (applied.length > 0 && !ended) {
        await applied[0]?.durable;
        const count = applied.findIndex((item, place) => place > 0 && !item.isDurable);
        await publishFirst(count < 0 ? applied.length : count);
      }
    } catch (error) {
      end(error as Error);
    }
    draining = null;
  };
  const publishFirst = async (count: number): Promise<void> => {
    const events = applied.slice(0, count).flatMap((item) => item.events);
    if (events.length > 0) await publishing.publish(events);
    for (const { lastIndex, commands, submissions } of applied.splice(0, count)) {
      confirmedIndex = lastIndex;
      inFlight -= commands;
      for (const submission of submissions) submission.resolve();
    }
    snapshots.confirmed(confirmedIndex);
    onDrained();
  };

  /** What the disk or the core did, nobody can go on from; a given-up publish is only the end of this life. */
  const end = (error: Error): void => {
    if (!ended && !(error instanceof EngineStopped)) {
      log.error({ err: error }, 'the engine cannot go on');
      dependencies.fail(error);
    }
    ended ??= error;
    for (const submission of [...applied.splice(0).flatMap((item) => item.submissions), ...waiting.splice(0)])
      submission.reject(ended);
    onDrained();
  };

  if (recovered.unconfirmed.length > 0) enqueue([], Promise.resolve(), recovered.unconfirmed, 0);
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
      while (applying ?? draining) await (applying ?? draining);
      const failed = ended !== null;
      ended ??= new EngineStopped('the engine has stopped');
      if (!failed) await journal.append({ atMs: marketClock.nowMs(), confirmedIndex, commands: [] });
      await snapshots.rest();
    },
  };
}

function takeGroup(waiting: Submission[]): Submission[] {
  let commands = 0;
  const fitting = waiting.findIndex((submission, position) => {
    commands += submission.commands.length;
    return position > 0 && commands > MAX_GROUP;
  });
  return waiting.splice(0, fitting < 0 ? waiting.length : fitting);
}
