import { MINUTE_MS } from '#domain/calendar/durations.ts';
import type { Random } from '#platform/random.ts';
import { volatilityAt } from './day-curve.ts';
import { MARKET_VOLATILITY } from './liquidity.ts';
import { createRevertingValue, fatTailed, normal } from './noise.ts';

/** Market time of an action. */
export interface MarketMoment {
  readonly marketMs: number;
  /** Share of continuous trading that has passed, 0 to 1; null outside it and in a market without sessions. */
  readonly dayShare: number | null;
}

/** Length of continuous trading to which daily volatilities refer, in milliseconds. */
export const SESSION_MS = 7 * 3_600_000;
/** A longer pause within a session moves prices as much as this one, and a night as much as so many minutes of trading. */
const LONGEST_PAUSE_MS = 15 * 60_000;
const NIGHT_MS = 90 * 60_000;
const SHORTEST_NIGHT_MS = 8 * 3_600_000;

/** Market time, as far as it moves prices, between two instants. */
export function movingTime(fromMs: number, toMs: number): number {
  const elapsedMs = Math.max(0, toMs - fromMs);
  return elapsedMs >= SHORTEST_NIGHT_MS ? NIGHT_MS : Math.min(LONGEST_PAUSE_MS, elapsedMs);
}

/** Draws a move over a duration: the longer it is, the nearer to the normal distribution. */
export const moveOver = (elapsedMs: number, random: Random): number =>
  elapsedMs > 5 * MINUTE_MS ? normal(random) : fatTailed(random);

/** Highest multiple of the long run's volatility. */
export const MAX_VOLATILITY = 3;
/** Lowers the logarithm of the volatility: its clusters raise the mean variance. */
const CENTRE = 0.2;
/** Number of jumps of the whole market in a session, and the jump's size. */
const JUMPS_PER_SESSION = 1;
const JUMP_DEVIATION = 0.004;
/** A jump of one deviation raises the logarithm of the volatility by so much. */
const JUMP_RAISE = 0.7;

/** The common factor of all returns. */
export interface MarketFactor {
  /** Advances to a moment; earlier moments change nothing. */
  advance(moment: MarketMoment): void;
  /** Sum of the market's logarithmic returns since the start. */
  level(): number;
  /** Present volatility relative to the long run, without the curve of the day. */
  volatility(): number;
}

/**
 * Creates the common factor: a random walk with volatility clusters over minutes and hours, the curve of the day and rare jumps,
 * which leave the volatility high for a while.
 */
export function createMarketFactor(random: Random): MarketFactor {
  const overMinutes = createRevertingValue(random, { deviation: 0.55, returnsInMs: 25 * MINUTE_MS });
  const overHours = createRevertingValue(random, { deviation: 0.3, returnsInMs: 150 * MINUTE_MS });
  let atMs: number | null = null;
  let level = 0;
  let volatility = 1;
  return {
    advance: ({ marketMs, dayShare }) => {
      const elapsedMs = movingTime(atMs ?? marketMs, marketMs);
      atMs = Math.max(marketMs, atMs ?? marketMs);
      if (elapsedMs === 0) return;
      const logarithm = overMinutes.advance(elapsedMs) + overHours.advance(elapsedMs) - CENTRE;
      volatility = Math.min(MAX_VOLATILITY, Math.exp(logarithm));
      const share = elapsedMs / SESSION_MS;
      const deviation = MARKET_VOLATILITY * Math.sqrt(share) * volatility * volatilityAt(dayShare);
      level += deviation * moveOver(elapsedMs, random);
      if (random() >= JUMPS_PER_SESSION * share) return;
      const jump = normal(random);
      level += JUMP_DEVIATION * jump;
      overMinutes.raise(JUMP_RAISE * Math.abs(jump));
    },
    level: () => level,
    volatility: () => volatility,
  };
}
