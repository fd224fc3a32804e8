import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import { consumeCommands } from './input/command-consumer.ts';
import { createCommandGaps } from './input/command-gaps.ts';
import { createSequencer, type CommandGroup, type Submit } from './input/sequencer.ts';
import { createOutputQueue, type AppliedGroup, type OutputQueue } from './publish/output-queue.ts';
import { membersOf, positionOf } from './publish/journal-position.ts';
import type { EngineOutput, Publisher } from './publish/publisher.ts';
import { createRetryingPublisher, EngineStopped } from './publish/retrying-publisher.ts';
import type { Recovered } from './recovery/recovery.ts';
import { createSnapshotTaker, type MakeSnapshot } from './recovery/snapshot-taker.ts';
import type { PhaseSchedule } from './schedule/phase-schedule.ts';

/** Limit of applied commands that are not published yet; the next group waits at this number. */
const MAX_IN_FLIGHT = 20_000;
/** Commands between two snapshots. A restart replays at most about twice as many. */
const SNAPSHOT_EVERY = 100_000;

/** Step "sequence" of an order's way: the stages of a command in the engine, from the queue to the acknowledgement. */
export interface Pipeline {
  /** Starts to consume the members' commands. */
  consume(): Promise<Stop>;
  /** Submits commands of the engine's own edge: instruments, operators' calls, due work of the phase schedule. */
  readonly submit: Submit;
  /** Publishes the member's place in the journal, after the outputs before it. Resolves when it is published. */
  publishPosition(member: string): Promise<void>;
  /** The reason why the engine cannot publish or continue; null while it can. */
  trouble(): string | null;
  /** Index of the last command whose outputs are published. */
  confirmedIndex(): number;
  /** Ends retries: a publish that fails from now on is abandoned, and the next start publishes it. */
  stopRetrying(): void;
  /** Rejects new commands. Resolves when the submitted ones are acknowledged or abandoned. */
  close(): Promise<void>;
}

export interface PipelineDependencies {
  readonly queue: CommandQueue;
  readonly shard: number;
  readonly recovered: Recovered;
  readonly makeSnapshot: MakeSnapshot;
  readonly publisher: Publisher;
  readonly phaseSchedule: PhaseSchedule;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly metrics: EngineMetrics;
  readonly log: Log;
  /** Called once when the engine must stop: the journal cannot be written, or the exchange threw. */
  readonly fail: (error: Error) => void;
  /** Called after each group: the next due time of the schedule may have changed. */
  readonly onApplied: () => void;
  readonly snapshotEvery?: number;
}

/**
 * Wires the seven stages that a command passes. Nothing is published before its command is on disk, and nothing is
 * acknowledged before it is published. Groups overlap: while one waits for the disk, the next one is matched. The
 * pipeline first publishes what an earlier run of the engine left unconfirmed.
 */
export function createPipeline(dependencies: PipelineDependencies): Pipeline {
  const { recovered, marketClock } = dependencies;
  const { journal } = recovered;
  const publishing = createRetryingPublisher(dependencies);
  const snapshots = createSnapshots(dependencies);
  let { confirmedIndex } = recovered;
  let ended: Error | null = null;

  // 1. Consume a batch of members' commands from the queue: input/command-consumer.ts.
  const gaps = createCommandGaps(recovered.exchange.state);

  // 2. Sequence: one order for the commands of members, operators and the instrument feed: input/sequencer.ts.
  const sequencer = createSequencer({
    hasRoom: () => output.inFlight() < MAX_IN_FLIGHT,
    // 3. and 4. append to the journal and match: `createGroupProcessor`.
    process: (group) => output.add(process(group)),
    onError: end,
  });
  const process = createGroupProcessor(dependencies, () => confirmedIndex);

  // 5. Wait for the sync, 6. publish reports and market data, in order: publish/output-queue.ts, publish/publisher.ts.
  const output = createOutputQueue({
    publish: (events) => publishing.publish(events),
    // 7. Acknowledge: the output queue has resolved `submit`, so the consumer settles its batch. The next journal
    // write carries the confirmed index.
    onPublished: (lastIndex) => {
      confirmedIndex = lastIndex;
      snapshots.confirmed(lastIndex);
      sequencer.resume();
    },
    onError: end,
  });

  function end(error: Error): void {
    if (!ended) failUnlessStopped(dependencies, error);
    ended ??= error;
    output.end(ended);
    sequencer.end(ended);
  }

  const publishPosition = publishFirst(dependencies, output);
  return {
    consume: () => consumeCommands({ ...dependencies, gaps, submit: sequencer.submit }),
    submit: sequencer.submit,
    publishPosition: (member) => (ended ? Promise.reject(ended) : publishPosition(member)),
    trouble: () => ended?.message ?? gaps.missing() ?? publishing.trouble(),
    confirmedIndex: () => confirmedIndex,
    stopRetrying: () => publishing.stopRetrying(),
    close: async () => {
      publishing.stopRetrying();
      await sequencer.rest();
      await output.rest();
      const hasFailed = ended !== null;
      ended ??= new EngineStopped('the engine has stopped');
      sequencer.end(ended);
      if (!hasFailed) await journal.append({ atMs: marketClock.nowMs(), confirmedIndex, commands: [] });
      await snapshots.rest();
    },
  };
}

/** Creates the function that appends a group to the journal and matches it. */
function createGroupProcessor(
  { recovered, marketClock, phaseSchedule, metrics, onApplied }: PipelineDependencies,
  confirmedIndex: () => number,
): (group: CommandGroup) => AppliedGroup {
  const { exchange, journal } = recovered;
  return (group) => {
    const atMs = marketClock.nowMs();
    // Due phases and ends precede the group: schedule/phase-schedule.ts.
    const commands = [...phaseSchedule.commandsAt(atMs, exchange.state), ...group.commands];

    // 3. Append to the journal. Groups that wait for the disk together share a write and a sync: journal/journal.ts.
    const append = (): Promise<void> => journal.append({ atMs, confirmedIndex: confirmedIndex(), commands });
    const durable = commands.length === 0 ? Promise.resolve() : metrics.journaling(commands.length, append);
    // When matching throws, nothing awaits the write; its failure must not count as unhandled.
    durable.catch(() => undefined);

    // 4. Match. The exchange drops repeated commands, by member and command id: exchange/exchange.ts.
    const events = commands.flatMap((command) => exchange.apply(command, atMs));
    metrics.applied(commands, events);
    onApplied();
    const { done, giveUp } = group;
    return { lastIndex: journal.lastIndex(), commands: commands.length, durable, events, done, giveUp };
  };
}

/** Failures of the journal and of the exchange end the engine; an abandoned publish does not. */
function failUnlessStopped({ log, fail }: PipelineDependencies, error: Error): void {
  if (error instanceof EngineStopped) return;
  log.error({ err: error }, 'the engine must stop');
  fail(error);
}

const createSnapshots = ({ recovered, makeSnapshot, snapshotEvery, log }: PipelineDependencies) =>
  createSnapshotTaker({
    ...recovered,
    makeSnapshot,
    snapshotEvery: snapshotEvery ?? SNAPSHOT_EVERY,
    log,
  });

/**
 * Publishes the outputs that no command of this run has caused: positions of all members, then the events that an earlier run has left
 * unconfirmed. When this run ends before, the next one publishes them. Returns the function that publishes a position once more.
 */
function publishFirst(
  { recovered, wallClock }: PipelineDependencies,
  output: OutputQueue,
): (member: string) => Promise<void> {
  const { exchange, journal, unconfirmed } = recovered;
  const add = (events: readonly EngineOutput[]): Promise<void> =>
    new Promise((done, giveUp) => {
      const lastIndex = journal.lastIndex();
      output.add({ lastIndex, commands: 0, durable: Promise.resolve(), events, done, giveUp });
    });
  const positionFor = (member: string): EngineOutput => ({
    kind: 'POSITION',
    position: positionOf(exchange.state, journal, member, wallClock.nowMs()),
  });
  add([...membersOf(exchange.state).map(positionFor), ...unconfirmed]).catch(() => undefined);
  return (member) => add([positionFor(member)]);
}
