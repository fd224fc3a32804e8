import { exPriceCentavos, type ExAction } from '#domain/corporate-actions/ex-price.ts';
import { priceBandOf, tradingParametersOn } from '#domain/market/trading-parameters.ts';
import { CANCEL, MAX_PRICE_TICKS } from '../../core/codes.ts';
import { emitLevels, type CommandContext } from '../command-context.ts';
import { readBook } from '../orders/book-events.ts';
import { openOrders, type Listing } from '../state.ts';
import { updateRules } from './listing-rules.ts';

/** The corporate actions without whose rights an instrument trades from a session on that follows that of `lastDate`. */
export const exActionsOf = ({ facts }: Listing, lastDate: string, tradeDate: string): readonly ExAction[] =>
  (facts.exActions ?? []).filter(({ exDate }) => exDate > lastDate && exDate <= tradeDate);

/**
 * Begins an ex-day: cancels the orders that are open still, adjusts the previous close and draws the price band around it.
 *
 * @returns the adjusted previous close in ticks; 0 when there is no close
 */
// rule EX_DAY_CANCELS_ORDERS
export function beginExDay(
  context: CommandContext,
  listing: Listing,
  actions: readonly ExAction[],
  closeTicks: number,
): number {
  cancelOpenOrders(context, listing, CANCEL.CORPORATE_ACTION);
  if (closeTicks === 0) return 0;
  const { facts } = listing;
  const { tickCentavos } = facts;
  const exDays = [...new Set(actions.map(({ exDate }) => exDate))].sort();
  const previousCloseCentavos = exDays.reduce((close, day) => {
    const ofDay = actions.filter(({ exDate }) => exDate === day);
    return exPriceCentavos(close, tickCentavos, ofDay);
  }, closeTicks * tickCentavos);
  const parameters = tradingParametersOn(context.state.tradeDate);
  const priceBand = facts.priceBand && priceBandOf(parameters, previousCloseCentavos, tickCentavos);
  listing.facts = { ...facts, previousCloseCentavos, priceBand };
  updateRules(context.state, listing);
  return Math.min(MAX_PRICE_TICKS, previousCloseCentavos / tickCentavos);
}

/** Cancels all open orders of a listing, for a reason of the exchange. */
export function cancelOpenOrders(context: CommandContext, listing: Listing, reason: number): void {
  for (const order of openOrders(context.state)) {
    if (order.ticker !== listing.facts.ticker) continue;
    listing.book.cancel(order.slot, reason);
    readBook(context, listing);
  }
  emitLevels(context, listing);
}
