import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import type { ManualClock } from '#platform/time/manual-clock.ts';

/** How long a test waits for a condition in the worst case: a busy machine, a server that comes back. */
export const PATIENCE_MS = 20_000;

/** Tries assertions until they hold. */
export const eventually = <T>(assertions: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(assertions, { timeout: PATIENCE_MS, interval: 25 });

/** Advances a manual clock by a step for each turn of the event loop until a condition holds, so that pauses and repeats end. */
export async function advanceUntil(
  clock: Pick<ManualClock, 'advance'>,
  stepMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error('the condition never held');
    await setImmediate();
    clock.advance(stepMs);
  }
}
