import type { BookOrder, BookSnapshot } from '#engine/core/book-snapshot.ts';
import { BUY, MAX_PRICE_TICKS, PHASE, TIF } from '#engine/core/codes.ts';
import { sideOfKind, timeInForceOfKind } from '#engine/core/order-pool.ts';

/** Up to this range every tick is tried; in a wider one only the limits and their neighbours. */
const MAX_TICKS_APART = 5_000;

/** The part of an order in an auction. Read from the order once: every price is tried with it. */
interface Interest {
  readonly isBuy: boolean;
  /** Ticks; 0 for any price. */
  readonly limitTicks: number;
  readonly quantity: number;
}

/** Shares bought and sold at a price. */
interface Candidate {
  readonly priceTicks: number;
  readonly bought: number;
  readonly sold: number;
}

/**
 * Theoretical price and quantity of a snapshot by the rules of `MatchingBook.theoretical`, found by trying every price.
 * Written independently of the books, to check them.
 */
export function bruteForceAuction(snapshot: BookSnapshot): { priceTicks: number; quantity: number } {
  const interests = participants(snapshot).map(interestOf);
  const limits = interests.map(({ limitTicks }) => limitTicks).filter((limit) => limit > 0);
  const reference = snapshot.lastTicks === 0 ? snapshot.previousCloseTicks : snapshot.lastTicks;
  const candidates = pricesToTry(limits, reference).map((priceTicks) => quantitiesAt(interests, priceTicks));
  const quantity = Math.max(0, ...candidates.map(({ bought, sold }) => Math.min(bought, sold)));
  const best = candidates.filter(({ bought, sold }) => quantity > 0 && Math.min(bought, sold) === quantity);
  const interval = withinBounds(best);
  if (interval.length === 0) return { priceTicks: 0, quantity: 0 };
  const priceTicks = reference > 0 ? nearest(interval, reference) : lowestBounded(interval, limits);
  return priceTicks === 0 ? { priceTicks: 0, quantity: 0 } : { priceTicks, quantity };
}

function participants(snapshot: BookSnapshot): BookOrder[] {
  const isClosing = snapshot.phase === PHASE.CLOSING_CALL;
  const forThisCall = snapshot.callOrders.filter(
    ({ kind }) => timeInForceOfKind(kind) === TIF.AUCTION || isClosing,
  );
  return [...snapshot.bids, ...snapshot.asks, ...forThisCall];
}

const interestOf = ({ kind, limitTicks, protectionTicks, quantity, filled }: BookOrder): Interest => ({
  isBuy: sideOfKind(kind) === BUY,
  limitTicks: limitTicks === 0 ? protectionTicks : limitTicks,
  quantity: quantity - filled,
});

/** Every tick from one below the lowest limit to one above the highest, and the reference price. */
function pricesToTry(limits: readonly number[], reference: number): number[] {
  const near = [...limits.flatMap((limit) => [limit - 1, limit, limit + 1]), reference];
  if (limits.length === 0) near.push(1, MAX_PRICE_TICKS);
  const lowest = Math.min(...near);
  const highest = Math.max(...near);
  if (highest - lowest <= MAX_TICKS_APART)
    for (let ticks = lowest; ticks <= highest; ticks++) near.push(ticks);
  const prices = [...new Set(near)].filter((ticks) => ticks >= 1 && ticks <= MAX_PRICE_TICKS);
  return prices.sort((one, other) => one - other);
}

function quantitiesAt(interests: readonly Interest[], priceTicks: number): Candidate {
  let bought = 0;
  let sold = 0;
  for (const { isBuy, limitTicks, quantity } of interests) {
    if (isBuy) bought += limitTicks === 0 || priceTicks <= limitTicks ? quantity : 0;
    else sold += limitTicks === 0 || priceTicks >= limitTicks ? quantity : 0;
  }
  return { priceTicks, bought, sold };
}

/** The prices between those with the smallest excess of buys and those with the smallest excess of sells. */
function withinBounds(best: readonly Candidate[]): Candidate[] {
  const buys = best.filter(({ bought, sold }) => bought >= sold);
  const sells = best.filter(({ bought, sold }) => sold >= bought);
  const leastBuys = Math.min(...buys.map(({ bought, sold }) => bought - sold));
  const leastSells = Math.min(...sells.map(({ bought, sold }) => sold - bought));
  const bounds = [
    ...buys.filter(({ bought, sold }) => bought - sold === leastBuys),
    ...sells.filter(({ bought, sold }) => sold - bought === leastSells),
  ].map(({ priceTicks }) => priceTicks);
  const [from, to] = [Math.min(...bounds), Math.max(...bounds)];
  return best.filter(({ priceTicks }) => priceTicks >= from && priceTicks <= to);
}

const nearest = (interval: readonly Candidate[], reference: number): number =>
  interval.reduce(
    (found, { priceTicks }) =>
      Math.abs(priceTicks - reference) < Math.abs(found - reference) ? priceTicks : found,
    interval[0]?.priceTicks ?? 0,
  );

/** The lowest price if a limit bounds the interval below, else the highest if one bounds it above, else 0. */
function lowestBounded(interval: readonly Candidate[], limits: readonly number[]): number {
  const lowest = interval[0]?.priceTicks ?? 0;
  const highest = interval.at(-1)?.priceTicks ?? 0;
  if (limits.length > 0 && lowest >= Math.min(...limits)) return lowest;
  return limits.length > 0 && highest <= Math.max(...limits) ? highest : 0;
}
