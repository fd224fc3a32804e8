import type { Readiness } from '../process/part.ts';
import { every, type Alarm, type WallClock } from './clock.ts';

/** Interval of the check. */
const CHECK_MS = 1_000;
/** A smaller difference is a correction of the machine's clock that nobody needs to know about. */
const LEAST_MS = 1_000;

/**
 * Notices when the machine's clock is set back.
 *
 * @param report called once for each time, with the difference to the wall clock
 */
export function watchSetBack(clock: WallClock, report: (behindMs: number) => void): Alarm {
  let knownMs = 0;
  return every(clock, CHECK_MS, () => {
    const behindMs = clock.behindMs();
    const isSetBack = behindMs >= knownMs + LEAST_MS;
    knownMs = behindMs;
    if (isSetBack) report(behindMs);
  });
}

/** The message for the operator. */
export const setBackMessage = (behindMs: number): string =>
  `the machine's clock is ${Math.round(behindMs / 1_000)} s behind: it was set back. Time runs on here without a step, so trades and tokens keep their order; a restart takes the machine's time, and commands such as "npm run operate" need it`;

/** Adds the clock to a readiness. A clock that was set back stops no work, so it is ready, with the reason to look at it. */
export const readinessWithClock =
  (clock: WallClock, others: () => Promise<readonly Readiness[]>) =>
  async (): Promise<readonly Readiness[]> => {
    const behindMs = clock.behindMs();
    const detail = behindMs >= LEAST_MS ? { detail: setBackMessage(behindMs) } : {};
    return [{ name: 'clock', ready: true, ...detail }, ...(await others())];
  };
