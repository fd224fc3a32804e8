import type { Side } from '#domain/orders/order.ts';
import type { BookKind } from '../model/liquidity.ts';

/** One order of a maker on one side: it rests about `depth` levels behind the best price. */
export interface QuoteSlot {
  readonly maker: number;
  readonly depth: number;
}

/**
 * Depths of each maker's orders on a side of a deep book. The first maker sets the best price and follows it closely; the others are
 * slower and deeper. Together they hold one to three orders at each of fourteen levels.
 */
const DEEP_DEPTHS = [
  [0, 1, 2, 3, 4],
  [0, 1, 3, 5, 7],
  [1, 2, 4, 6, 9],
  [2, 5, 8, 10, 11, 12, 13],
];
const THIN_DEPTHS = [
  [0, 1, 2, 3, 4],
  [0, 2, 5, 6, 8, 9],
];
/** Two makers with few orders for the books of fractional lots. */
const FRACTIONAL_DEPTHS = [
  [0, 1, 2, 3],
  [1, 3, 5],
];

const slotsOf = (depths: readonly (readonly number[])[]): readonly QuoteSlot[] =>
  depths.flatMap((own, maker) => own.map((depth) => ({ maker, depth })));

const SLOTS: Readonly<Record<BookKind, readonly QuoteSlot[]>> = {
  DEEP: slotsOf(DEEP_DEPTHS),
  THIN: slotsOf(THIN_DEPTHS),
  FRACTIONAL: slotsOf(FRACTIONAL_DEPTHS),
};

/** The slots of a side. */
export const quoteSlots = (kind: BookKind): readonly QuoteSlot[] => SLOTS[kind];

export const MAX_DEPTH = Math.max(...DEEP_DEPTHS.flat());

/** Prices of a book's quotes, in ticks. */
export interface QuoteGrid {
  /** Reference price; not a whole tick. Bids lie at or below its tick, asks above it. */
  readonly referenceTicks: number;
  /** Distance between best bid and best ask of makers without inventory. */
  readonly spreadTicks: number;
  /** Distance between levels. */
  readonly stepTicks: number;
  /** Shift of each maker's prices: a maker with shares to sell quotes lower. */
  readonly skewTicks: readonly number[];
}

/** The highest price for bids and the lowest for asks. Quotes within these bounds never cross. */
export const boundOf = ({ referenceTicks }: QuoteGrid, side: Side): number =>
  side === 'BUY' ? Math.floor(referenceTicks) : Math.floor(referenceTicks) + 1;

/** True when the price is on the wrong side of the reference: the quote must leave it at once. */
export const isBeyond = (grid: QuoteGrid, side: Side, priceTicks: number): boolean =>
  side === 'BUY' ? priceTicks > boundOf(grid, side) : priceTicks < boundOf(grid, side);

/** Target price of a slot. */
export function targetOf(grid: QuoteGrid, side: Side, { maker, depth }: QuoteSlot): number {
  const { referenceTicks, spreadTicks, stepTicks } = grid;
  const skewed = referenceTicks + (grid.skewTicks[maker] ?? 0);
  const half = (spreadTicks - 1) / 2;
  const behind = depth * stepTicks + (depth === 0 ? 0 : (maker * 7 + depth * 3) % stepTicks);
  return side === 'BUY'
    ? Math.min(Math.floor(skewed - half), boundOf(grid, side)) - behind
    : Math.max(Math.floor(skewed + half) + 1, boundOf(grid, side)) + behind;
}

/** Distance from its target at which a quote stays: the first maker follows the price closely, deep orders slowly. */
export function toleranceOf({ spreadTicks, stepTicks }: QuoteGrid, { maker, depth }: QuoteSlot): number {
  const levels = maker === 0 ? 0.3 * depth : 1 + 0.2 * depth;
  return Math.floor(levels * Math.max(stepTicks, spreadTicks / 2));
}
