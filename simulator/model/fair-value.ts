import { MINUTE_MS } from '#domain/calendar/durations.ts';
import type { Random } from '#platform/random.ts';
import { volatilityAt } from './day-curve.ts';
import type { LiquidityProfile } from './liquidity.ts';
import {
  MAX_VOLATILITY,
  moveOver,
  movingTime,
  SESSION_MS,
  type MarketFactor,
  type MarketMoment,
} from './market-factor.ts';
import { createRevertingValue, normal } from './noise.ts';

const JUMPS_PER_SESSION = 1.2;
/** Size of a jump as a share of the daily volatility: news of one company. */
const JUMP_SHARE = 0.3;
/** Lowers the logarithm of the volatility: its clusters, jumps and the impact of trades add to the variance. */
const CENTRE = 0.7;

/** Returns of one instrument's fair value. */
export interface FairValue {
  /** Logarithmic return since the last call; 0 at the first. */
  returnTo(moment: MarketMoment): number;
}

/**
 * Creates an instrument's fair value: the common factor by its beta, and moves of its own.
 *
 * @param times multiple of all returns
 */
export function createFairValue(
  profile: LiquidityProfile,
  factor: MarketFactor,
  random: Random,
  times: number,
): FairValue {
  const clusters = createRevertingValue(random, { deviation: 0.8, returnsInMs: 25 * MINUTE_MS });
  let atMs: number | null = null;
  let seenLevel = 0;
  return {
    returnTo: (moment) => {
      factor.advance(moment);
      const elapsedMs = movingTime(atMs ?? moment.marketMs, moment.marketMs);
      const common = atMs === null ? 0 : profile.beta * (factor.level() - seenLevel);
      atMs = Math.max(moment.marketMs, atMs ?? moment.marketMs);
      seenLevel = factor.level();
      if (elapsedMs === 0) return times * common;
      const share = elapsedMs / SESSION_MS;
      const own = profile.dailyVolatility * Math.sqrt(profile.ownShare * share);
      const news = random() < JUMPS_PER_SESSION * share ? normal(random) : 0;
      const clustered = Math.min(MAX_VOLATILITY, Math.exp(clusters.advance(elapsedMs) - CENTRE));
      clusters.raise(Math.abs(news));
      const volatility = clustered * volatilityAt(moment.dayShare);
      const jump = JUMP_SHARE * profile.dailyVolatility * news;
      return times * (common + own * volatility * moveOver(elapsedMs, random) + jump);
    },
  };
}
