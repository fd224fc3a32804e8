import type { Instrument } from '../market/instrument.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { checkParts, misfit, phaseRefusal, type CombinedTerms } from './check-combination.ts';
import {
  checkLimitBeyondStop,
  checkStopAhead,
  checkWorth,
  priceNotAllowed,
  readPrices,
  type GivenPrices,
  type Prices,
} from './check-prices.ts';
import { isChangeableIn, misfitOf } from './combinations.ts';
import { hasEnded, isStop, type OrderStatus, type OrderType, type Side, type TimeInForce } from './order.ts';
import { movedProtection } from './protection.ts';
import { checkInstrument, checkQuantity, stopReference, type MarketMoment } from './validate.ts';

/** What a client wants changed, as it came; null leaves a field as it is. */
export interface ReplaceRequestTerms extends GivenPrices {
  readonly quantity: number | null;
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
}

/** The order that is to change. */
export interface ReplaceableOrder {
  readonly ticker: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly status: OrderStatus;
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly displayQuantity: number | null;
  /** Of an order without one of its owner's: null until it stands somewhere. */
  readonly limitPriceCentavos: number | null;
  readonly stopPriceCentavos: number | null;
  readonly protectionPriceCentavos: number | null;
  readonly triggeredAtMs: number | null;
  readonly expiresOn: string | null;
}

/** The new total, what has filled included, and what else is to change; null for what stays. */
export interface ChangedTerms extends Prices {
  readonly quantity: number;
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
}

/** True for a stop whose price has not come; any other order is changed as the limit order that it is or becomes. */
export const isWaitingStop = (order: Pick<ReplaceableOrder, 'type' | 'triggeredAtMs'>): boolean =>
  isStop(order.type) && order.triggeredAtMs === null;

/**
 * Checks a replace, in the order in which an order's own terms are checked, ORDER_ENDED first. The exchange checks the
 * same when the request gets there, against the order as it is by then.
 */
export function validateReplace(
  order: ReplaceableOrder,
  request: ReplaceRequestTerms,
  instrument: Instrument | null,
  market: MarketMoment,
): Outcome<ChangedTerms> {
  if (hasEnded(order.status)) return deny(orderEnded(order.status));
  const active = checkInstrument(order.ticker, instrument);
  if (!active.ok) return active;
  const quantity = request.quantity ?? order.quantity;
  const parts = { ...request, quantity };
  const refusal =
    checkPhase(order, request, market) ??
    checkCombination(order, parts) ??
    checkSomethingChanges(request) ??
    checkParts(parts, active.value.lotSize, request.displayQuantity ?? order.displayQuantity) ??
    checkQuantity(quantity, active.value) ??
    checkAboveFilled(order, quantity) ??
    checkPricesGiven(order, request);
  if (refusal) return deny(refusal);
  const prices = readPrices(request, quantity, active.value);
  if (!prices.ok) return prices;
  const pricesRefusal = checkChangedPrices(
    order,
    quantity,
    prices.value,
    stopReference(active.value, market),
  );
  if (pricesRefusal) return deny(pricesRefusal);
  const { displayQuantity, minimumQuantity } = request;
  return accept({ quantity, ...prices.value, displayQuantity, minimumQuantity });
}

/** ORDER_ENDED, saying how. */
export const orderEnded = (status: OrderStatus): Refusal =>
  refuse('ORDER_ENDED', {
    message: `The order has ended: ${status}. Place a new one.`,
    field: 'orderId',
    limit: 'PENDING, OPEN, PARTIALLY_FILLED',
    observed: status,
  });

const CHANGEABLE = 'OPENING_CALL, CONTINUOUS, AUCTION, CLOSING_CALL';

/** A minimum must fill at once, so it needs continuous trading, as a waiting stop does. */
function checkPhase(
  order: ReplaceableOrder,
  request: ReplaceRequestTerms,
  { phase }: MarketMoment,
): Refusal | null {
  const isWaiting = isWaitingStop(order);
  const needsTrading = request.minimumQuantity !== null;
  if (isChangeableIn(phase, isWaiting) && (!needsTrading || phase === 'CONTINUOUS')) return null;
  const what = isWaiting ? 'a stop that waits' : needsTrading ? 'an order to a minimum' : 'an order';
  const limit = isWaiting || needsTrading ? 'CONTINUOUS' : CHANGEABLE;
  return phaseRefusal(`${order.ticker} takes no change of ${what} in the phase ${phase}.`, limit, phase);
}

function checkCombination(
  order: ReplaceableOrder,
  request: Pick<CombinedTerms, 'quantity' | 'displayQuantity' | 'minimumQuantity'>,
): Refusal | null {
  const type = isWaitingStop(order) ? order.type : 'LIMIT';
  const displayQuantity = request.displayQuantity ?? order.displayQuantity;
  const { quantity, minimumQuantity } = request;
  const { timeInForce, expiresOn } = order;
  const field = misfitOf({
    type,
    timeInForce,
    hasDisplay: displayQuantity !== null,
    hasMinimum: minimumQuantity !== null,
    hasExpiry: timeInForce === 'GTD',
  });
  if (field === null) return null;
  return misfit(field, { type, timeInForce, quantity, displayQuantity, minimumQuantity, expiresOn });
}

function checkSomethingChanges(request: ReplaceRequestTerms): Refusal | null {
  const { quantity, limitPrice, stopPrice, displayQuantity, minimumQuantity } = request;
  const given = [quantity, limitPrice, stopPrice, displayQuantity, minimumQuantity];
  if (given.some((value) => value !== null)) return null;
  const message = 'Nothing is to change. Give a new quantity or a new price.';
  return refuse('INVALID_COMBINATION', { message, field: 'quantity', observed: 'null' });
}

function checkAboveFilled(order: ReplaceableOrder, quantity: number): Refusal | null {
  if (quantity > order.filledQuantity) return null;
  const message = `${order.filledQuantity} shares have filled already: give a greater total, or cancel the rest.`;
  const limit = `more than ${order.filledQuantity}`;
  return refuse('QUANTITY_LIMIT', { message, field: 'quantity', limit, observed: String(quantity) });
}

/** An order has a limit to change once it stands somewhere, and a stop price until it is triggered. */
function checkPricesGiven(order: ReplaceableOrder, request: ReplaceRequestTerms): Refusal | null {
  if (request.stopPrice !== null && !isWaitingStop(order))
    return priceNotAllowed(order.type, 'stopPrice', request.stopPrice);
  if (request.limitPrice === null || order.limitPriceCentavos !== null) return null;
  return priceNotAllowed(order.type, 'limitPrice', request.limitPrice);
}

/** What stays is looked at too: a greater quantity at the old price may be worth too much. */
function checkChangedPrices(
  order: ReplaceableOrder,
  quantity: number,
  { limitPriceCentavos: limit, stopPriceCentavos: stop }: Prices,
  referenceCentavos: number,
): Refusal | null {
  const limitPriceCentavos = limit ?? order.limitPriceCentavos;
  const protection = movedProtection(order.protectionPriceCentavos, order.stopPriceCentavos, stop);
  const worth = checkWorth(limitPriceCentavos ?? protection, quantity, 'quantity');
  if (worth || !isWaitingStop(order)) return worth;
  const stopPriceCentavos = stop ?? order.stopPriceCentavos;
  return (
    checkLimitBeyondStop(order.side, { limitPriceCentavos, stopPriceCentavos }) ??
    checkStopAhead(order.side, stop, referenceCentavos)
  );
}
