import { costRulesOn } from '../../costs/cost-schedule.ts';
import type { CostTable } from '../../costs/cost-table.ts';
import { hasEnded, isWaitingStop } from '../order.ts';
import { movedProtection } from '../reservation/protection.ts';
import { highestDays, reservedForBuy, reservedForSell } from '../reservation/exposure.ts';
import { changedQuantity, type ChangedTerms } from '../terms/validate-replace.ts';
import type { OrderRecord, Replacement } from './order-record.ts';

/**
 * Sets the reserved amounts that the order needs in its present state; an ended order needs none.
 *
 * @param tables B3's cost tables
 */
export function withReservation(order: OrderRecord, tables: readonly CostTable[]): OrderRecord {
  if (hasEnded(order.status)) return { ...order, reservedCentavos: 0, reservedQuantity: 0 };
  const replacement = order.replacement && {
    priceCentavos: highestPrice(withChangedTerms(order, order.replacement)),
    leavesQuantity: Math.max(0, order.replacement.quantity - order.filledQuantity),
  };
  if (order.side === 'SELL') {
    const reservedQuantity = reservedForSell(order.leavesQuantity, replacement?.leavesQuantity ?? null);
    return { ...order, reservedCentavos: 0, reservedQuantity };
  }
  const rules = costRulesOn({ tables, brokerage: order.brokerage }, order.costsDay);
  if (!rules) throw new RangeError(`no cost table covers ${order.costsDay}`);
  const reservedCentavos = reservedForBuy(rules, {
    priceCentavos: highestPrice(order),
    leavesQuantity: order.leavesQuantity,
    filledCentavos: order.filledCentavos,
    costsCentavos: order.costsCentavos,
    days: highestDays({
      timeInForce: order.timeInForce,
      costsDay: order.costsDay,
      expiresOn: order.expiresOn,
      tradedDays: order.tradedDays,
      leavesQuantity: Math.max(order.leavesQuantity, replacement?.leavesQuantity ?? 0),
      lotSize: order.lotSize,
    }),
    replacement,
  });
  return { ...order, reservedCentavos, reservedQuantity: 0 };
}

/** Adds a pending replace to the order, with the reservation that covers the old and the new terms. */
export const withReplacement = (
  order: OrderRecord,
  replacement: Replacement,
  tables: readonly CostTable[],
): OrderRecord => withReservation({ ...order, replacement }, tables);

/** Applies the terms of a replace to the order; leaves and fills stay as they are. */
export const withChangedTerms = (order: OrderRecord, terms: ChangedTerms): OrderRecord => ({
  ...order,
  quantity: terms.quantity,
  limitPriceCentavos: terms.limitPriceCentavos ?? order.limitPriceCentavos,
  stopPriceCentavos: terms.stopPriceCentavos ?? order.stopPriceCentavos,
  protectionPriceCentavos: isWaitingStop(order)
    ? movedProtection(order.protectionPriceCentavos, order.stopPriceCentavos, terms.stopPriceCentavos)
    : order.protectionPriceCentavos,
  displayQuantity: changedQuantity(terms.displayQuantity, order.displayQuantity),
  minimumQuantity: changedQuantity(terms.minimumQuantity, order.minimumQuantity),
});

/** Highest price of a share, in centavos; 0 for a sell without a limit, which reserves no cash. */
export const highestPrice = (order: OrderRecord): number =>
  order.limitPriceCentavos ?? order.protectionPriceCentavos ?? 0;

/** The amount reserved for the order: centavos for a buy, shares for a sell. */
export const reservedAmount = (order: OrderRecord): number =>
  order.side === 'BUY' ? order.reservedCentavos : order.reservedQuantity;
