import { delay, type Clock } from '../time/clock.ts';

export interface PollOptions {
  readonly clock: Clock;
  readonly everyMs: number;
  /** The last check begins when this time is over. */
  readonly timeoutMs: number;
}

/** Checks a condition until it holds: true, or false when the time is over. An error of the check is thrown at once. */
export async function pollUntil(
  check: () => Promise<boolean>,
  { clock, everyMs, timeoutMs }: PollOptions,
): Promise<boolean> {
  const endMs = clock.nowMs() + timeoutMs;
  for (;;) {
    if (await check()) return true;
    const leftMs = endMs - clock.nowMs();
    if (leftMs <= 0) return false;
    await delay(clock, Math.min(everyMs, leftMs));
  }
}
