import type { Instrument } from '../../market/instrument.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../../refusal.ts';
import { checkParts, invalidCombination, phaseRefusal, type CombinedTerms } from './check-combination.ts';
import {
  checkLimitBeyondStop,
  checkStopAhead,
  checkValue,
  priceNotAllowed,
  readPrices,
  type GivenPrices,
  type Prices,
} from './check-prices.ts';
import { isChangeableIn, contradictionIn } from './combinations.ts';
import {
  hasEnded,
  isWaitingStop,
  type OrderStatus,
  type OrderType,
  type Side,
  type TimeInForce,
} from '../order.ts';
import { movedProtection } from '../reservation/protection.ts';
import { checkInstrument, checkQuantity, stopReference, type MarketMoment } from './validate-order.ts';

/** The terms of a replace as the client sent them, not validated; null leaves a term unchanged. */
export interface ReplaceRequestTerms extends GivenPrices {
  readonly quantity: number | null;
  readonly displayQuantity: number | 'REMOVE' | null;
  readonly minimumQuantity: number | 'REMOVE' | null;
}

/** The order that a replace changes. */
export interface ReplaceableOrder {
  readonly ticker: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly status: OrderStatus;
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly displayQuantity: number | null;
  /** Null while a market order or a waiting stop has no price in the book. */
  readonly limitPriceCentavos: number | null;
  readonly stopPriceCentavos: number | null;
  readonly protectionPriceCentavos: number | null;
  readonly triggeredAtMs: number | null;
  readonly expiresOn: string | null;
}

/** The valid terms of a replace; null leaves a term unchanged. */
export interface ChangedTerms extends Prices {
  /** The new total, filled shares included. */
  readonly quantity: number;
  /** 0 removes the displayed quantity. */
  readonly displayQuantity: number | null;
  /** 0 removes the minimum quantity. */
  readonly minimumQuantity: number | null;
}

/** A displayed or minimum quantity after a replace; null for none. */
export const changedQuantity = (change: number | null, present: number | null): number | null =>
  change === 0 ? null : (change ?? present);

/**
 * Checks a replace: ORDER_ENDED first, then the rules of a new order in the same sequence. The exchange repeats these
 * checks when the request arrives, against the state of the order at that time.
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
  const parts = {
    quantity,
    displayQuantity: givenQuantity(request.displayQuantity),
    minimumQuantity: givenQuantity(request.minimumQuantity),
  };
  const displayed =
    request.displayQuantity === 'REMOVE' ? null : (request.displayQuantity ?? order.displayQuantity);
  const refusal =
    checkPhase(order, parts, market) ??
    checkCombination(order, { ...parts, displayQuantity: displayed }) ??
    checkSomethingChanges(request) ??
    checkParts(parts, active.value.lotSize, displayed) ??
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
  return accept({
    quantity,
    ...prices.value,
    displayQuantity: changeOf(request.displayQuantity),
    minimumQuantity: changeOf(request.minimumQuantity),
  });
}

/** The quantity that a request sets; null when it leaves or removes the present one. */
const givenQuantity = (requested: number | 'REMOVE' | null): number | null =>
  requested === 'REMOVE' ? null : requested;

/** The change that a valid request makes. */
const changeOf = (requested: number | 'REMOVE' | null): number | null =>
  requested === 'REMOVE' ? 0 : requested;

/** ORDER_ENDED, with the status of the order. */
export const orderEnded = (status: OrderStatus): Refusal =>
  refuse('ORDER_ENDED', {
    message: `The order is ${status} and cannot change any more. Place a new order.`,
    field: 'orderId',
    limit: 'PENDING, OPEN, PARTIALLY_FILLED',
    observed: status,
  });

const CHANGEABLE = 'OPENING_CALL, CONTINUOUS, AUCTION, CLOSING_CALL';

/** A minimum quantity must fill at once, so it needs continuous trading; so does a waiting stop. */
function checkPhase(
  order: ReplaceableOrder,
  request: Pick<CombinedTerms, 'minimumQuantity'>,
  { phase }: MarketMoment,
): Refusal | null {
  const isWaiting = isWaitingStop(order);
  const needsTrading = request.minimumQuantity !== null;
  if (isChangeableIn(phase, isWaiting) && (!needsTrading || phase === 'CONTINUOUS')) return null;
  const subject = isWaiting ? 'waiting stops' : needsTrading ? 'minimum quantities' : 'orders';
  const limit = isWaiting || needsTrading ? 'CONTINUOUS' : CHANGEABLE;
  return phaseRefusal(`${order.ticker} accepts no change of ${subject} in the phase ${phase}.`, limit, phase);
}

function checkCombination(
  order: ReplaceableOrder,
  changed: Pick<CombinedTerms, 'quantity' | 'displayQuantity' | 'minimumQuantity'>,
): Refusal | null {
  const type = isWaitingStop(order) ? order.type : 'LIMIT';
  const { quantity, displayQuantity, minimumQuantity } = changed;
  const { timeInForce, expiresOn } = order;
  const field = contradictionIn({
    type,
    timeInForce,
    hasDisplay: displayQuantity !== null,
    hasMinimum: minimumQuantity !== null,
    hasExpiry: timeInForce === 'GTD',
  });
  if (field === null) return null;
  return invalidCombination(field, {
    type,
    timeInForce,
    quantity,
    displayQuantity,
    minimumQuantity,
    expiresOn,
  });
}

function checkSomethingChanges(request: ReplaceRequestTerms): Refusal | null {
  const { quantity, limitPrice, stopPrice, displayQuantity, minimumQuantity } = request;
  const given = [quantity, limitPrice, stopPrice, displayQuantity, minimumQuantity];
  if (given.some((value) => value !== null)) return null;
  const message = 'The request changes nothing. Give a new quantity or a new price.';
  return refuse('INVALID_COMBINATION', { message, field: 'quantity', observed: 'null' });
}

function checkAboveFilled(order: ReplaceableOrder, quantity: number): Refusal | null {
  if (quantity > order.filledQuantity) return null;
  const message = `${order.filledQuantity} shares have filled already. Give a greater total, or cancel the rest.`;
  const limit = `more than ${order.filledQuantity}`;
  return refuse('QUANTITY_LIMIT', { message, field: 'quantity', limit, observed: String(quantity) });
}

/** An order has a limit price once it rests in the book, and a stop price until it is triggered. */
function checkPricesGiven(order: ReplaceableOrder, request: ReplaceRequestTerms): Refusal | null {
  if (request.stopPrice !== null && !isWaitingStop(order))
    return priceNotAllowed(order.type, 'stopPrice', request.stopPrice);
  if (request.limitPrice === null || order.limitPriceCentavos !== null) return null;
  return priceNotAllowed(order.type, 'limitPrice', request.limitPrice);
}

/** Checks unchanged prices too: a greater quantity at the old price may exceed the highest value of an order. */
function checkChangedPrices(
  order: ReplaceableOrder,
  quantity: number,
  { limitPriceCentavos: limit, stopPriceCentavos: stop }: Prices,
  referenceCentavos: number,
): Refusal | null {
  const limitPriceCentavos = limit ?? order.limitPriceCentavos;
  const protection = movedProtection(order.protectionPriceCentavos, order.stopPriceCentavos, stop);
  const valueRefusal = checkValue(limitPriceCentavos ?? protection, quantity, 'quantity');
  if (valueRefusal || !isWaitingStop(order)) return valueRefusal;
  const stopPriceCentavos = stop ?? order.stopPriceCentavos;
  return (
    checkLimitBeyondStop(order.side, { limitPriceCentavos, stopPriceCentavos }) ??
    checkStopAhead(order.side, stop, referenceCentavos)
  );
}
