import type { Side } from '../orders/order.ts';

/** A price level of a book, in centavos. */
export interface BookLevel {
  readonly priceCentavos: number;
  readonly quantity: number;
  readonly orders: number;
}

/** The levels of one side, best price first. */
export type BookSide = readonly BookLevel[];

/** Maximum number of published levels per side. */
export const PUBLISHED_DEPTH = 50;

/** Inserts or replaces the level of a price; a quantity of 0 removes it. */
export function withLevel(levels: BookSide, side: Side, level: BookLevel): BookSide {
  const index = positionOf(levels, side, level.priceCentavos);
  const replaced = levels[index]?.priceCentavos === level.priceCentavos ? 1 : 0;
  if (level.quantity === 0 && replaced === 0) return levels;
  return levels.toSpliced(index, replaced, ...(level.quantity === 0 ? [] : [level]));
}

/** Index of a price, or the index to insert it at, by binary search. */
function positionOf(levels: BookSide, side: Side, priceCentavos: number): number {
  const isBetter = (price: number): boolean =>
    side === 'BUY' ? price > priceCentavos : price < priceCentavos;
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBetter(levels[middle]?.priceCentavos ?? priceCentavos)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorts the levels of a side, best first, and drops empty ones. */
export function sortedSide(levels: readonly BookLevel[], side: Side): BookSide {
  const sign = side === 'BUY' ? -1 : 1;
  return levels
    .filter((level) => level.quantity > 0)
    .toSorted((a, b) => sign * (a.priceCentavos - b.priceCentavos));
}

/** True when both sides have the same levels. */
export function sameSide(a: BookSide, b: BookSide): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((level, index) => {
    const other = b[index];
    return (
      other !== undefined &&
      level.priceCentavos === other.priceCentavos &&
      level.quantity === other.quantity &&
      level.orders === other.orders
    );
  });
}
