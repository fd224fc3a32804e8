import { setImmediate } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** Busy turns of the event loop that work waits for at most: some 30 ms of usual turns. */
const MAX_BUSY_TURNS = 10;
/** Time that it waits for at most, in milliseconds: a turn in which several parts have long work takes as long as ten usual ones. */
export const MAX_BUSY_MS = 30;
/** A turn that takes less has done next to nothing, in milliseconds. */
const IDLE_TURN_MS = 1;
/** More than any turn takes, in milliseconds: the machine has slept, or its clock was set. */
const LEAP_MS = 200;

/** Whether a turn that took this time had next to nothing to do. */
export const isIdle = (workMs: number): boolean => workMs < IDLE_TURN_MS || workMs > LEAP_MS;

/**
 * Resolves when the event loop has nothing else to do, and after some busy turns at the latest. So the work of other clients that has
 * begun ends first, and no time is lost when there is none.
 */
export async function idleTurn(wallClock: Clock): Promise<void> {
  const firstMs = wallClock.nowMs();
  let startMs = firstMs;
  for (let turn = 0; turn < MAX_BUSY_TURNS && startMs - firstMs < MAX_BUSY_MS; turn += 1) {
    await setImmediate();
    const endMs = wallClock.nowMs();
    if (isIdle(endMs - startMs)) return;
    startMs = endMs;
  }
}
