import { delay, type Clock } from '../time/clock.ts';

export interface PollOptions {
  readonly clock: Clock;
  readonly everyMs: number;
  /** The last check begins when this time is over. */
  readonly timeoutMs: number;
}

/** Checks until there is a result; false when there is none in time. An error of the check is thrown at once. */
export async function pollUntil<T>(
  check: () => Promise<T | false>,
  { clock, everyMs, timeoutMs }: PollOptions,
): Promise<T | false> {
  const endMs = clock.nowMs() + timeoutMs;
  for (;;) {
    const result = await check();
    const leftMs = endMs - clock.nowMs();
    if (result !== false || leftMs <= 0) return result;
    await delay(clock, Math.min(everyMs, leftMs));
  }
}
