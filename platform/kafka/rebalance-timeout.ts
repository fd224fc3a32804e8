import type { Clock } from '../time/clock.ts';

/**
 * The time that a group leaves its members to join again, and then to take their partitions, which the server counts alike. It is short, so
 * that a new member does not wait long for one that was killed. On a busy machine it may be too short for a living one: the server
 * forgets the member, which joins as a new one, and again, and reads nothing meanwhile. So it doubles with each miss.
 */
export interface RebalanceTimeout {
  /** For the next membership. */
  currentMs(): number;
  /** The server has forgotten a living member. */
  missed(): void;
}

const FIRST_MS = 800;
/** The server forgets a silent member after as long: no member may take longer. */
export const LONGEST_MS = 10_000;
/** After this long without a miss the machine counts as idle again. */
const CALM_MS = 300_000;

export function createRebalanceTimeout(clock: Clock): RebalanceTimeout {
  let ms = FIRST_MS;
  let missedAtMs = -Infinity;
  return {
    currentMs: () => {
      if (clock.nowMs() - missedAtMs > CALM_MS) ms = FIRST_MS;
      return ms;
    },
    missed: () => {
      ms = Math.min(2 * ms, LONGEST_MS);
      missedAtMs = clock.nowMs();
    },
  };
}
