import { BUY, MAX_PRICE_TICKS } from '../../codes.ts';
import { SumTree } from './sum-tree.ts';

/** No such price. */
const NONE = 0;

/**
 * Shares bought and sold at each price of a call, updated order by order, so that the cost of the theoretical price does
 * not grow with the number of orders.
 *
 * At a price p, B(p) shares are bought (limits at p and above) and S(p) are sold (limits at p and below). The excess
 * B(p) - S(p) only decreases as p rises: at a sell's limit by the sell's shares, one tick above a buy's limit by the
 * buy's shares. One tree of decreases holds both sides, and the price at which the excess changes its sign is the key at
 * which the sum of decreases reaches the excess before the first of them.
 */
export class CallDemand {
  /** False if the demand must be built again from the orders. */
  isCurrent = false;
  /** Result of `find`; zeros if nothing would trade. */
  priceTicks = 0;
  quantity = 0;
  /** Decrease of (bought - sold) at each price; the part is the sells' share. */
  private readonly decreases = new SumTree();
  private bought = 0;
  private soldAtAnyPrice = 0;

  /** Removes all orders; `change` has no effect until `begin`. */
  clear(): void {
    if (this.isCurrent) this.decreases.clear();
    this.isCurrent = false;
    this.bought = 0;
    this.soldAtAnyPrice = 0;
  }

  /** Starts to build the demand from no orders. */
  begin(): void {
    this.clear();
    this.isCurrent = true;
  }

  /** Adds open shares of a side, or removes them if `by` is negative; `limitTicks` is 0 for any price. */
  change(side: number, limitTicks: number, by: number): void {
    if (!this.isCurrent) return;
    if (side === BUY) {
      this.bought += by;
      if (limitTicks !== 0) this.decreases.add(limitTicks + 1, by, 0);
    } else if (limitTicks === 0) this.soldAtAnyPrice += by;
    else this.decreases.add(limitTicks, by, by);
  }

  /** Finds the theoretical price and quantity by the rules of `MatchingBook.theoretical`. */
  find(referenceTicks: number): void {
    const { decreases, soldAtAnyPrice } = this;
    this.priceTicks = 0;
    this.quantity = 0;
    // The excess below the first decrease.
    const excess = this.bought - soldAtAnyPrice;
    const highestBuying = this.highestWithoutSellExcess(excess);
    decreases.sumBefore(highestBuying + 1);
    const soldAtHighest = highestBuying === NONE ? -1 : soldAtAnyPrice + decreases.beforePart;
    const lowestSelling = this.lowestWithoutBuyExcess(excess);
    decreases.sumBefore(lowestSelling + 1);
    const boughtAtLowest =
      lowestSelling === NONE ? -1 : excess - decreases.before + soldAtAnyPrice + decreases.beforePart;
    const quantity = Math.max(soldAtHighest, boughtAtLowest);
    if (quantity <= 0) return;
    let lowestTicks = lowestSelling;
    let highestTicks = highestBuying;
    if (lowestSelling === NONE || highestBuying === NONE || lowestSelling > highestBuying) {
      // The excess is zero at no price: take the smallest excess on each side, among the prices that trade most.
      const last = this.decreases.keyAfter(lowestSelling) - 1;
      if (soldAtHighest >= boughtAtLowest) lowestTicks = decreases.keyBefore(highestBuying + 1) || 1;
      if (boughtAtLowest >= soldAtHighest) highestTicks = last < 0 ? MAX_PRICE_TICKS : last;
    }
    if (lowestTicks === 1 && !this.hasLimitAt(1)) lowestTicks = 0;
    if (highestTicks === MAX_PRICE_TICKS && !this.hasLimitAt(MAX_PRICE_TICKS)) highestTicks = Infinity;
    this.priceTicks = priceWithin(lowestTicks, highestTicks, referenceTicks);
    if (this.priceTicks !== 0) this.quantity = quantity;
  }

  /** The highest price at which no more shares are sold than bought. */
  private highestWithoutSellExcess(excess: number): number {
    if (excess < 0) return NONE;
    if (this.decreases.total <= excess) return MAX_PRICE_TICKS;
    return this.decreases.keyAtSum(excess, false) - 1;
  }

  /** The lowest price at which no more shares are bought than sold. */
  private lowestWithoutBuyExcess(excess: number): number {
    if (excess <= 0) return 1;
    if (this.decreases.total < excess) return NONE;
    const key = this.decreases.keyAtSum(excess, true);
    return key > MAX_PRICE_TICKS ? NONE : key;
  }

  /** True if an order has its limit at the price. */
  private hasLimitAt(ticks: number): boolean {
    const { decreases } = this;
    decreases.sumBefore(ticks);
    const soldUnder = decreases.beforePart;
    decreases.sumBefore(ticks + 1);
    const boughtUnder = decreases.before - decreases.beforePart;
    if (decreases.beforePart !== soldUnder) return true;
    decreases.sumBefore(ticks + 2);
    return decreases.before - decreases.beforePart !== boughtUnder;
  }
}

/**
 * The price of an interval that is nearest to the reference price; without one the lowest, else the highest bound; 0 if
 * there is neither. On a side that no order's limit bounds, `lowestTicks` is 0 and `highestTicks` is Infinity.
 */
function priceWithin(lowestTicks: number, highestTicks: number, referenceTicks: number): number {
  if (referenceTicks !== 0) return Math.min(Math.max(referenceTicks, lowestTicks), highestTicks);
  if (lowestTicks > 0) return lowestTicks;
  return highestTicks < Infinity ? highestTicks : 0;
}
