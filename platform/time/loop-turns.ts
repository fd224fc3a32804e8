import { setImmediate } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** Busy turns of the event loop that work waits for at most: some 30 ms of usual turns. */
const MAX_BUSY_TURNS = 10;
/** Time that it waits for at most, in milliseconds: a turn in which several parts have long work takes as long as ten usual ones. */
const MAX_BUSY_MS = 30;
/** The same for work for all clients, which must keep up with them. */
const MAX_BUSY_TURNS_OF_SLICES = 3;
/** A turn that takes less has done next to nothing, in milliseconds. */
const IDLE_TURN_MS = 1;
/** More than any turn takes, in milliseconds: the machine has slept, or its clock was set. */
const LEAP_MS = 200;

/**
 * Resolves when the event loop has nothing else to do, and after some busy turns at the latest. So the work of other clients that has
 * begun ends first, and no time is lost when there is none.
 */
export async function idleTurn(wallClock: Clock, maxBusyTurns = MAX_BUSY_TURNS): Promise<void> {
  const firstMs = wallClock.nowMs();
  let startMs = firstMs;
  for (let turn = 0; turn < maxBusyTurns && startMs - firstMs < MAX_BUSY_MS; turn += 1) {
    await setImmediate();
    const endMs = wallClock.nowMs();
    const workMs = endMs - startMs;
    if (workMs < IDLE_TURN_MS || workMs > LEAP_MS) return;
    startMs = endMs;
  }
}

/** Lets the work of others come between two parts of long work for all clients. */
export const betweenSlices = (wallClock: Clock): Promise<void> =>
  idleTurn(wallClock, MAX_BUSY_TURNS_OF_SLICES);

/**
 * Works a list off slice by slice, in order. The first slice begins at once, so that a short list loses no time; before each further
 * one the work of others comes (`betweenSlices`). A failed slice ends it.
 */
export async function inSlices<T>(
  items: readonly T[],
  { size, wallClock }: { readonly size: number; readonly wallClock: Clock },
  work: (slice: readonly T[]) => Promise<void> | void,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await betweenSlices(wallClock);
    await work(from === 0 && items.length <= size ? items : items.slice(from, from + size));
  }
}

/** Items that work in steps passes in one run of the event loop: some milliseconds. */
const ITEMS_AT_ONCE = 4_000;

/**
 * Runs work that yields the number of items after each of its steps. After each ITEMS_AT_ONCE the work of others comes (`idleTurn`);
 * shorter work ends at once.
 */
export async function inSteps<T>(steps: Generator<number, T, undefined>, wallClock: Clock): Promise<T> {
  let items = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    items += step.value;
    if (items < ITEMS_AT_ONCE) continue;
    items = 0;
    await idleTurn(wallClock);
  }
}
