import { NO_TUNNELS, type AuctionTunnels, type BookRules } from '#engine/core/book-rules.ts';
import { MAX_PRICE_TICKS, MAX_QUANTITY } from '#engine/core/codes.ts';
import type { Dice } from './dice.ts';

/** Market conditions of a stretch of a random stream. */
export interface MarketConditions {
  readonly rules: BookRules;
  /** Middle of the prices. */
  readonly middleTicks: number;
  /** Distance of plain limits from the middle. */
  readonly spreadTicks: number;
  /** Number of open orders that the stream tends to. */
  readonly openOrders: number;
  /** Percentage of commands with arbitrary integers in some fields. */
  readonly brokenPercent: number;
}

/** Values for all stretches; an absent one is random for each. */
export interface ConditionOptions {
  readonly brokenPercent?: number | undefined;
  readonly openOrders?: number | undefined;
}

/** A random price within a distance of another price. */
export const nearby = (dice: Dice, ticks: number, distance: number): number =>
  Math.min(Math.max(ticks + dice.between(-distance, distance), 1), MAX_PRICE_TICKS);

/** Random conditions, some of them at the bounds of what the core can hold. */
export function randomConditions(
  dice: Dice,
  { brokenPercent, openOrders }: ConditionOptions,
): MarketConditions {
  const isExtreme = dice.percent(15);
  const middleTicks = isExtreme
    ? dice.oneOf([1, 12, MAX_PRICE_TICKS, MAX_PRICE_TICKS - 12])
    : dice.between(200, 5_000);
  return {
    rules: {
      isActive: true,
      lotSize: dice.oneOf([1, 1, 10, 100]),
      maxOrderQuantity: isExtreme ? MAX_QUANTITY : 100_000,
      lowestTicks: 1,
      highestTicks: isExtreme ? MAX_PRICE_TICKS : middleTicks * 2,
      tunnels: dice.percent(50) ? NO_TUNNELS : randomTunnels(dice),
    },
    middleTicks,
    spreadTicks: dice.oneOf([6, 6, 30, 500]),
    openOrders: openOrders ?? dice.oneOf([10, 40, 100]),
    brokenPercent: brokenPercent ?? dice.oneOf([0, 2, 10]),
  };
}

export const randomTunnels = (dice: Dice): AuctionTunnels => ({
  staticPpm: dice.oneOf([0, 1_000, 10_000, 50_000]),
  dynamicPpm: dice.oneOf([0, 500, 5_000, 20_000]),
  priceCallMs: 300_000,
  meanQuantity: dice.oneOf([0, 0, 100, 2_000]),
  quantitySteps: dice.oneOf([[], [{ multiple: 0.5, callMs: 1_000 }], FIVE_AND_TEN]),
});

const FIVE_AND_TEN = [
  { multiple: 5, callMs: 300_000 },
  { multiple: 10, callMs: 3_600_000 },
];
