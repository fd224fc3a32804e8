/** Activity over a session, relative to its mean: high at the opening, low at lunch, rising towards the close. */

const OPENING = 2.6;
const OPENING_SHARE = 0.07;
const CLOSING = 1.7;
const CLOSING_SHARE = 0.12;
const BASE = 1 - OPENING * OPENING_SHARE - CLOSING * CLOSING_SHARE;

/**
 * Activity at a share of continuous trading (0 at the opening, 1 at the closing call); its mean over the session is 1.
 * Outside continuous trading, and in a market without sessions (null), it is 1.
 */
export function activityAt(dayShare: number | null): number {
  if (dayShare === null || dayShare < 0 || dayShare > 1) return 1;
  return (
    BASE + OPENING * Math.exp(-dayShare / OPENING_SHARE) + CLOSING * Math.exp((dayShare - 1) / CLOSING_SHARE)
  );
}

/** Volatility at a share of continuous trading, relative to the session's; it falls less than the activity. */
export const volatilityAt = (dayShare: number | null): number => activityAt(dayShare) ** 0.6;
