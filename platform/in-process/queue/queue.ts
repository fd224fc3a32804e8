import type { Log } from '#platform/observability/log.ts';
import type { CommandQueue, ConsumeOptions, Delivery, Settlement } from '#platform/ports/command-queue.ts';
import type { Clock } from '#platform/time/clock.ts';
import { type PortFaults, writeWithFaults } from '../faults.ts';
import type { FullBatches } from '../full-batches.ts';
import { decodeDeadLetter, decodeMessage, encodeDeadLetter, encodeMessage } from './queue-codec.ts';
import { runLoop } from '../reader-loop.ts';
import type { Progress, RecordLog, Storage } from '../storage/storage.ts';
import { createTurns, type Turns } from '../turns.ts';

export interface InProcessQueueDependencies {
  readonly storage: Storage;
  /** Times the delays before a failed batch is delivered again. */
  readonly wallClock: Clock;
  readonly log: Log;
  readonly faults: PortFaults;
  readonly fullBatches: FullBatches;
}

/** A queue inside this process that can simulate its own crash. */
export interface InProcessQueue extends CommandQueue {
  /** Stops at once without settling anything, as a crash would. */
  crash(): void;
}

interface QueueState {
  readonly messages: RecordLog;
  readonly dead: RecordLog;
  readonly progress: Progress;
  readonly turns: Turns;
  /** Messages before this offset may have been delivered already. */
  deliveredBefore: number;
  /** The offset of the last message that became a dead letter. */
  lastDead: number;
}

const SETTLED = 'settled';
/** After a crash the progress may be older than what was dropped already. */
const settled = (state: QueueState): number =>
  Math.max(state.progress.get(SETTLED) ?? 0, state.messages.firstOffset());

type Handle = (batch: readonly Delivery[]) => Promise<Settlement | void>;

/** The rules of the command queue over a storage: each queue has a log of messages and a log of dead letters. */
export function createInProcessQueue(dependencies: InProcessQueueDependencies): InProcessQueue {
  const { storage, log, faults } = dependencies;
  const opening = new Map<string, Promise<QueueState>>();
  let crashed = false;
  let closed = false;

  const stateOf = (queue: string): Promise<QueueState> => {
    if (closed || crashed) throw new Error('the command queue is closed');
    const state = opening.get(queue);
    if (!state) throw new Error(`queue ${queue} was not declared`);
    return state;
  };

  return {
    declare: async (queue) => {
      if (!opening.has(queue)) opening.set(queue, openQueue(storage, queue));
      await stateOf(queue);
    },
    publish: async (queue, messages) => {
      const state = await stateOf(queue);
      if (messages.length === 0) return;
      const payloads = messages.map(encodeMessage);
      await writeWithFaults(faults, queue, messages.length, () => state.messages.append(payloads));
    },
    consume: async (queue, options, handle) => {
      const state = await stateOf(queue);
      return state.turns.enter(() =>
        runLoop({
          step: () => consumeBatch({ queue, state, options, handle, dependencies, crashed: () => crashed }),
          onWork: (listener) => state.messages.onAppend(listener),
          wallClock: dependencies.wallClock,
          log: log.child({ queue }),
        }),
      );
    },
    depth: async (queue) => {
      const state = await stateOf(queue);
      return state.messages.endOffset() - settled(state);
    },
    deadLetters: async (queue, limit) => {
      const entries = await readAll((await stateOf(queue)).dead, limit);
      const letters = entries.map(({ payload }) => decodeDeadLetter(payload));
      return letters.map(({ message, reason }) => ({ message, reason }));
    },
    check: async () => {
      if (closed || crashed) throw new Error('the command queue is closed');
      await storage.check();
    },
    crash: () => void (crashed = true),
    close: async () => {
      if (closed) return;
      closed = true;
      const states = await Promise.all(opening.values());
      await Promise.all(states.map((state) => state.turns.stopAll()));
      await Promise.all(states.map((state) => state.progress.flush()));
      await storage.close();
    },
  };
}

interface Consumption {
  readonly queue: string;
  readonly state: QueueState;
  readonly options: ConsumeOptions;
  readonly handle: Handle;
  readonly dependencies: InProcessQueueDependencies;
  readonly crashed: () => boolean;
}

/** Delivers one batch and settles it. Returns false when there was none. */
async function consumeBatch(consumption: Consumption): Promise<boolean> {
  const { queue, state, options, handle, crashed } = consumption;
  const { faults, log, fullBatches } = consumption.dependencies;
  const batch = await nextBatch(state, options, faults);
  const last = batch.at(-1);
  if (!last || crashed()) return false;
  await faults.hold?.(queue);
  state.deliveredBefore = Math.max(state.deliveredBefore, last.offset + 1);
  const work = () => handle(batch.map(({ delivery }) => delivery));
  const isInTurn = options.waitsWhenFull && batch.length === options.maxBatch;
  const settlement = await (isInTurn ? fullBatches(queue, work) : work());
  if (crashed()) return false;
  if (faults.forgetProgress?.(queue)) return true;
  await keepDeadLetters(state, batch, settlement ?? { dead: [] });
  state.progress.set(SETTLED, last.offset + 1);
  await state.messages
    .dropBefore(settled(state))
    .catch((error: unknown) => log.warn({ err: error, queue }, 'settled messages could not be dropped'));
  return true;
}

/**
 * Stores the dead letters of a batch before the batch counts as settled. After a crash in between the batch is delivered
 * again, and dead letters that are stored already are not stored twice.
 */
async function keepDeadLetters(
  state: QueueState,
  batch: readonly Placed[],
  settlement: Settlement,
): Promise<void> {
  const letters = deadLettersOf(batch, settlement).filter(({ offset }) => offset > state.lastDead);
  const last = letters.at(-1);
  if (!last) return;
  await state.dead.append(letters.map(encodeDeadLetter));
  state.lastDead = last.offset;
}

interface Placed {
  readonly offset: number;
  readonly delivery: Delivery;
}

async function openQueue(storage: Storage, queue: string): Promise<QueueState> {
  const messages = await storage.openLog(queue);
  const dead = await storage.openLog(`${queue}.dead`);
  const progress = await storage.openProgress(queue);
  const letters = await readAll(dead, Infinity);
  const last = letters.at(-1);
  return {
    messages,
    dead,
    progress,
    turns: createTurns(),
    deliveredBefore: messages.endOffset(),
    lastDead: last ? decodeDeadLetter(last.payload).offset : -1,
  };
}

async function nextBatch(state: QueueState, options: ConsumeOptions, faults: PortFaults): Promise<Placed[]> {
  const entries = await state.messages.read(settled(state), options.maxBatch);
  const batch = entries.map(({ offset, payload }) => ({
    offset,
    delivery: { ...decodeMessage(payload), redelivered: offset < state.deliveredBefore },
  }));
  const cut = faults.cut?.(batch.map(({ delivery }) => delivery)) ?? batch.length;
  return batch.slice(0, Math.max(1, cut));
}

function deadLettersOf(batch: readonly Placed[], settlement: Settlement) {
  const reasons = new Map(settlement.dead.map(({ delivery, reason }) => [delivery, reason]));
  return batch.flatMap(({ offset, delivery }) => {
    const reason = reasons.get(delivery);
    return reason === undefined ? [] : [{ message: delivery, reason, offset }];
  });
}

async function readAll(log: RecordLog, limit: number) {
  const found = [];
  for (let offset = log.firstOffset(); offset < log.endOffset() && found.length < limit;) {
    const entries = await log.read(offset, Math.min(1_000, limit - found.length));
    const last = entries.at(-1);
    if (!last) break;
    found.push(...entries);
    offset = last.offset + 1;
  }
  return found;
}
