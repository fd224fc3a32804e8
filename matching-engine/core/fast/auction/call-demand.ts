import { BUY, MAX_PRICE_TICKS } from '../../codes.ts';
import { SumTree } from './sum-tree.ts';

/** No price of this kind. */
const NONE = 0;

/**
 * What a call would trade at each price, kept up to date order by order, so that the theoretical price costs the same
 * however many orders have gathered.
 *
 * At a price p, B(p) shares are bought (limits at p and above) and S(p) sold (limits at p and below). The excess
 * B(p) - S(p) only falls as p rises: at a sell's limit by what it sells, one tick above a buy's limit by what that
 * buys. So one tree of falls holds both, and the prices at which the excess changes its sign are sums to be found.
 */
export class CallDemand {
  /** False when the orders have to be counted anew. */
  isCounted = false;
  /** What `find` found; zeros when nothing would trade. */
  priceTicks = 0;
  quantity = 0;
  /** Falls by price, those of sells as the part. */
  private readonly falls = new SumTree();
  private bought = 0;
  private soldAtAnyPrice = 0;

  /** Forgets all orders. */
  clear(): void {
    if (this.isCounted) this.falls.clear();
    this.isCounted = false;
    this.bought = 0;
    this.soldAtAnyPrice = 0;
  }

  /** From now on changes count. */
  startCounting(): void {
    this.clear();
    this.isCounted = true;
  }

  /** Adds or takes away open shares; a price of 0 for those that trade at any. */
  change(side: number, limitTicks: number, by: number): void {
    if (!this.isCounted) return;
    if (side === BUY) {
      this.bought += by;
      if (limitTicks !== 0) this.falls.add(limitTicks + 1, by, 0);
    } else if (limitTicks === 0) this.soldAtAnyPrice += by;
    else this.falls.add(limitTicks, by, by);
  }

  /** Finds price and quantity as `MatchingBook.theoretical` says. */
  find(referenceTicks: number): void {
    const { falls, soldAtAnyPrice } = this;
    this.priceTicks = 0;
    this.quantity = 0;
    // The excess before the first fall.
    const excess = this.bought - soldAtAnyPrice;
    const highestBuying = this.lastWithoutSellExcess(excess);
    falls.sumBefore(highestBuying + 1);
    const soldThere = highestBuying === NONE ? -1 : soldAtAnyPrice + falls.beforePart;
    const lowestSelling = this.firstWithoutBuyExcess(excess);
    falls.sumBefore(lowestSelling + 1);
    const boughtThere =
      lowestSelling === NONE ? -1 : excess - falls.before + soldAtAnyPrice + falls.beforePart;
    const quantity = Math.max(soldThere, boughtThere);
    if (quantity <= 0) return;
    let lowestTicks = lowestSelling;
    let highestTicks = highestBuying;
    if (lowestSelling === NONE || highestBuying === NONE || lowestSelling > highestBuying) {
      // Nowhere is the excess zero: the nearest to it on either side, of those that trade most.
      const last = this.falls.keyAfter(lowestSelling) - 1;
      if (soldThere >= boughtThere) lowestTicks = falls.keyBefore(highestBuying + 1) || 1;
      if (boughtThere >= soldThere) highestTicks = last < 0 ? MAX_PRICE_TICKS : last;
    }
    if (lowestTicks === 1 && !this.hasLimitAt(1)) lowestTicks = 0;
    if (highestTicks === MAX_PRICE_TICKS && !this.hasLimitAt(MAX_PRICE_TICKS)) highestTicks = Infinity;
    this.priceTicks = priceWithin(lowestTicks, highestTicks, referenceTicks);
    if (this.priceTicks !== 0) this.quantity = quantity;
  }

  /** The highest price at which no more is sold than bought. */
  private lastWithoutSellExcess(excess: number): number {
    if (excess < 0) return NONE;
    if (this.falls.total <= excess) return MAX_PRICE_TICKS;
    return this.falls.keyAtSum(excess, false) - 1;
  }

  /** The lowest price at which no more is bought than sold. */
  private firstWithoutBuyExcess(excess: number): number {
    if (excess <= 0) return 1;
    if (this.falls.total < excess) return NONE;
    const key = this.falls.keyAtSum(excess, true);
    return key > MAX_PRICE_TICKS ? NONE : key;
  }

  private hasLimitAt(ticks: number): boolean {
    const { falls } = this;
    falls.sumBefore(ticks);
    const soldUnder = falls.beforePart;
    falls.sumBefore(ticks + 1);
    const boughtUnder = falls.before - falls.beforePart;
    if (falls.beforePart !== soldUnder) return true;
    falls.sumBefore(ticks + 2);
    return falls.before - falls.beforePart !== boughtUnder;
  }
}

/**
 * The price of an interval that is nearest to the reference; 0 where there is nothing to go by. The lowest is 0, the
 * highest Infinity where no order's limit is the bound.
 */
function priceWithin(lowestTicks: number, highestTicks: number, referenceTicks: number): number {
  if (referenceTicks !== 0) return Math.min(Math.max(referenceTicks, lowestTicks), highestTicks);
  if (lowestTicks > 0) return lowestTicks;
  return highestTicks < Infinity ? highestTicks : 0;
}
