import { setImmediate } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import { isIdle, MAX_BUSY_MS } from './slice-turns.ts';

/** Busy turns of the event loop that work waits for at most: some 30 ms of usual turns. */
const MAX_BUSY_TURNS = 10;
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
