import type { FairValue } from '../model/fair-value.ts';
import type { MarketMoment } from '../model/market-factor.ts';
import type { QuoteGrid } from './quote-slots.ts';
import type { QuotedBook } from './quoted-book.ts';
import type { Quote } from './quotes.ts';
import { clampToRange, movedBy } from './reference-price.ts';

/** The quotes move once the reference is this far, in half spreads, from the price that they surround. */
const REQUOTE_HALF_SPREADS = 0.75;
/** Duration over which the mean of the reference forgets a move. */
const MEAN_MS = 5 * 60_000;
/** Move of the reference, in half spreads, by a trade of the usual quantity. */
const IMPACT = 0.06;
/** Move of the reference, in half spreads, by a trade that takes a whole order. */
const LEVEL_IMPACT = 1;
/** Inventory, in refill quantities, at which a maker's prices shift by their maximum. */
const FULL_INVENTORY = 16;

/** Moves the reference: with the fair value, or (a fractional book) to its leader's price in centavos. */
export function followReference(
  state: QuotedBook,
  moment: MarketMoment,
  leaderCentavos: number | null,
  fairValue: FairValue,
): void {
  const { range, fact } = state;
  if (!range) return;
  const logReturn = fairValue.returnTo(moment);
  state.referenceTicks =
    leaderCentavos === null
      ? movedBy(range, state.referenceTicks, logReturn)
      : clampToRange(range, leaderCentavos / fact.tickCentavos);
  followMean(state, moment.marketMs);
  requoteWhenFar(state);
}

function followMean(state: QuotedBook, marketMs: number): void {
  const elapsedMs = Math.max(0, marketMs - state.meanAtMs);
  const kept = state.meanTicks === 0 ? 0 : Math.exp(-elapsedMs / MEAN_MS);
  state.meanTicks = state.meanTicks * kept + state.referenceTicks * (1 - kept);
  state.meanAtMs = marketMs;
}

function requoteWhenFar(state: QuotedBook): void {
  const halfSpread = Math.max(1, (state.range?.spreadTicks ?? 1) / 2);
  if (Math.abs(state.referenceTicks - state.quotedTicks) < REQUOTE_HALF_SPREADS * halfSpread) return;
  state.quotedTicks = state.referenceTicks;
  state.needsRepair = true;
}

/** Moves the reference with a trade, up for a buy, and books the maker's inventory. A whole order moves it by a step. */
export function shiftByFill(state: QuotedBook, quote: Quote, quantity: number, isWhole: boolean): void {
  const { range, inventory } = state;
  if (!range) return;
  const bought = quote.side === 'BUY' ? quantity : -quantity;
  if (quote.slot) inventory[quote.slot.maker] = (inventory[quote.slot.maker] ?? 0) + bought;
  const halfSpread = Math.max(1, range.spreadTicks / 2);
  const size = isWhole ? LEVEL_IMPACT : IMPACT * Math.min(1, quantity / Math.max(1, quote.quantity));
  const shift = size * halfSpread * (quote.side === 'BUY' ? -1 : 1);
  state.referenceTicks = clampToRange(range, state.referenceTicks + shift);
  requoteWhenFar(state);
}

/** Prices of the quotes: the price that they surround, and each maker's shift by its inventory; null without a range. */
export function gridOf(state: QuotedBook): QuoteGrid | null {
  const { range, quotedTicks, inventory, fact, profile } = state;
  if (!range) return null;
  const lots = Math.max(10 * fact.lotSize, 300, profile.orderValueCentavos / fact.previousCloseCentavos);
  const skewTicks = inventory.map((shares) => {
    const load = Math.max(-1, Math.min(1, shares / (FULL_INVENTORY * lots)));
    return -load * (0.25 + range.spreadTicks / 2);
  });
  return {
    referenceTicks: quotedTicks,
    spreadTicks: range.spreadTicks,
    stepTicks: range.stepTicks,
    skewTicks,
  };
}
