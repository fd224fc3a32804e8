import { setImmediate } from 'node:timers/promises';

/** Time for which work waits at most, in milliseconds: a turn in which several parts have long work takes as long as ten usual ones. */
export const MAX_BUSY_MS = 30;
/** A turn that takes less has done next to nothing, in milliseconds. */
const IDLE_TURN_MS = 1;
/** More than any turn takes, in milliseconds: the machine has slept, or its clock was set. */
const LEAP_MS = 200;

/** Whether a turn that took this time had next to nothing to do. */
export const isIdle = (workMs: number): boolean => workMs < IDLE_TURN_MS || workMs > LEAP_MS;

/** Turns of the event loop with work of others for which work for one client, or for nobody who waits, waits at most. */
const BUSY_TURNS_OF_ONE = 10;
/** The same for work for all clients, which must keep up with them. */
const BUSY_TURNS_OF_ALL = 3;

/** The turns that the long work of a process takes, of all its parts: a run of the event loop has one slice of it at most. */
export interface SliceTurns {
  /**
   * Resolves when the event loop has nothing else to do, and after some busy turns at the latest. So the work of other clients that
   * has begun ends first, and no time is lost when there is none.
   */
  idle(): Promise<void>;
  /** Lets the work of others come between two parts of long work for all clients. */
  betweenSlices(): Promise<void>;
}

/** The holder of the turns of a process: its wall clock. */
export interface TakesTurns {
  readonly turns: SliceTurns;
}

interface Waiting {
  readonly busyTurns: number;
  readonly sinceMs: number;
  readonly firstTurn: number;
  readonly begin: () => void;
}

/** Creates the turns of a process, which its wall clock holds. */
export function createSliceTurns(nowMs: () => number): SliceTurns {
  const queue: Waiting[] = [];
  let turn = 0;
  let isRunning = false;
  /** The place of the next in line: the first whose patience has ended, or in an idle turn the first of all. */
  const nextPlace = (workMs: number, atMs: number): number => {
    if (isIdle(workMs)) return 0;
    return queue.findIndex(
      ({ sinceMs, firstTurn, busyTurns }) => turn - firstTurn >= busyTurns || atMs - sinceMs >= MAX_BUSY_MS,
    );
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    for (let startMs = nowMs(); queue.length > 0;) {
      await setImmediate();
      turn += 1;
      const endMs = nowMs();
      const place = nextPlace(endMs - startMs, endMs);
      startMs = endMs;
      if (place >= 0) queue.splice(place, 1)[0]?.begin();
    }
    isRunning = false;
  };
  const wait = (busyTurns: number): Promise<void> =>
    new Promise((begin) => {
      queue.push({ busyTurns, sinceMs: nowMs(), firstTurn: turn, begin });
      if (!isRunning) void run();
    });
  return { idle: () => wait(BUSY_TURNS_OF_ONE), betweenSlices: () => wait(BUSY_TURNS_OF_ALL) };
}

/**
 * Works a list off slice by slice, in order. A list of one slice begins at once and loses no time; of a longer one, each slice lets the
 * work of others come first. A failed slice ends it.
 */
export async function inSlices<T>(
  items: readonly T[],
  { size, wallClock }: { readonly size: number; readonly wallClock: TakesTurns },
  work: (slice: readonly T[]) => Promise<void> | void,
): Promise<void> {
  if (items.length <= size) {
    if (items.length > 0) await work(items);
    return;
  }
  for (let from = 0; from < items.length; from += size) {
    await wallClock.turns.betweenSlices();
    await work(items.slice(from, from + size));
  }
}

/** Items that work in steps passes in one run of the event loop: some milliseconds. */
const ITEMS_AT_ONCE = 1_500;

/**
 * Runs work that yields the number of items after each of its steps. After each ITEMS_AT_ONCE the work of others comes; shorter work
 * ends at once.
 */
export async function inSteps<T>(steps: Generator<number, T, undefined>, { turns }: TakesTurns): Promise<T> {
  let items = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    items += step.value;
    if (items < ITEMS_AT_ONCE) continue;
    items = 0;
    await turns.idle();
  }
}
