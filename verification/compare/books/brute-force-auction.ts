import type { BookOrder, BookSnapshot } from '#engine/core/book-snapshot.ts';
import { MAX_PRICE_TICKS, PHASE, TIF } from '#engine/core/codes.ts';
import { sideOfKind, timeInForceOfKind } from '#engine/core/order-pool.ts';

/** Ticks that are tried one by one; where orders lie further apart only those at and beside their limits are. */
const MOST_TICKS = 5_000;

interface Tried {
  readonly priceTicks: number;
  readonly bought: number;
  readonly sold: number;
}

/**
 * Where an auction of a snapshot would trade, by trying every price: slow, and thought out apart from the books, which
 * are tested with it. The rules are those of `MatchingBook.theoretical`.
 */
export function auctionByForce(snapshot: BookSnapshot): { priceTicks: number; quantity: number } {
  const orders = participants(snapshot);
  const limits = orders.map(limitOf).filter((limit) => limit > 0);
  const reference = snapshot.lastTicks === 0 ? snapshot.previousCloseTicks : snapshot.lastTicks;
  const tried = pricesToTry(limits, reference).map((priceTicks) => tryAt(orders, priceTicks));
  const quantity = Math.max(0, ...tried.map(({ bought, sold }) => Math.min(bought, sold)));
  const best = tried.filter(({ bought, sold }) => quantity > 0 && Math.min(bought, sold) === quantity);
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

const limitOf = ({ limitTicks, protectionTicks }: BookOrder): number =>
  limitTicks === 0 ? protectionTicks : limitTicks;

/** Every tick from one below the lowest limit to one above the highest, and the reference. */
function pricesToTry(limits: readonly number[], reference: number): number[] {
  const near = [...limits.flatMap((limit) => [limit - 1, limit, limit + 1]), reference];
  if (limits.length === 0) near.push(1, MAX_PRICE_TICKS);
  const lowest = Math.min(...near);
  const highest = Math.max(...near);
  if (highest - lowest <= MOST_TICKS) for (let ticks = lowest; ticks <= highest; ticks++) near.push(ticks);
  const prices = [...new Set(near)].filter((ticks) => ticks >= 1 && ticks <= MAX_PRICE_TICKS);
  return prices.sort((one, other) => one - other);
}

function tryAt(orders: readonly BookOrder[], priceTicks: number): Tried {
  let bought = 0;
  let sold = 0;
  for (const order of orders) {
    const limit = limitOf(order);
    const open = order.quantity - order.filled;
    if (sideOfKind(order.kind) === 0) bought += limit === 0 || priceTicks <= limit ? open : 0;
    else sold += limit === 0 || priceTicks >= limit ? open : 0;
  }
  return { priceTicks, bought, sold };
}

/** The prices between those with the smallest excess of buys and those with the smallest of sells. */
function withinBounds(best: readonly Tried[]): Tried[] {
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

const nearest = (interval: readonly Tried[], reference: number): number =>
  interval.reduce(
    (found, { priceTicks }) =>
      Math.abs(priceTicks - reference) < Math.abs(found - reference) ? priceTicks : found,
    interval[0]?.priceTicks ?? 0,
  );

/** The lowest price, were it not that nothing bounds the interval there; then the highest; 0 without any bound. */
function lowestBounded(interval: readonly Tried[], limits: readonly number[]): number {
  const lowest = interval[0]?.priceTicks ?? 0;
  const highest = interval.at(-1)?.priceTicks ?? 0;
  if (limits.length > 0 && lowest >= Math.min(...limits)) return lowest;
  return limits.length > 0 && highest <= Math.max(...limits) ? highest : 0;
}
