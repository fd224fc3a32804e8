import type { Instrument } from '../market/instrument.ts';
import type { Phase } from '../market/phase.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { hasEnded, type OrderStatus, type OrderType } from './order.ts';
import {
  checkMarket,
  checkQuantitiesNotYetSupported,
  checkQuantity,
  checkWorth,
  priceNotAllowed,
  readPrice,
} from './validate.ts';

/** What a client wants changed, as it came; null leaves a field as it is. */
export interface ReplaceRequestTerms {
  readonly quantity: number | null;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
}

/** The order that is to change. */
export interface ReplaceableOrder {
  readonly ticker: string;
  readonly type: OrderType;
  readonly status: OrderStatus;
  readonly quantity: number;
  readonly filledQuantity: number;
  /** Of a market order: null until its rest stands somewhere. */
  readonly limitPriceCentavos: number | null;
}

/** The terms that the order would have. */
export interface NewTerms {
  readonly quantity: number;
  readonly limitPriceCentavos: number | null;
}

/** Checks a replace, in the order in which an order's own terms are checked, ORDER_ENDED first. */
export function validateReplace(
  order: ReplaceableOrder,
  request: ReplaceRequestTerms,
  instrument: Instrument | null,
  phase: Phase,
): Outcome<NewTerms> {
  if (hasEnded(order.status)) return deny(orderEnded(order.status));
  const market = checkMarket(order.ticker, instrument, phase);
  if (!market.ok) return market;
  const quantity = request.quantity ?? order.quantity;
  const refusal =
    checkQuantitiesNotYetSupported(request) ??
    checkSomethingChanges(request) ??
    checkNewQuantity(order, request.quantity, market.value) ??
    checkPrices(order, request);
  if (refusal) return deny(refusal);
  if (request.limitPrice === null) return keepPrice(order.limitPriceCentavos, quantity);
  const price = readPrice(request.limitPrice, quantity, market.value);
  return price.ok ? accept({ quantity, limitPriceCentavos: price.value }) : price;
}

function keepPrice(limitPriceCentavos: number | null, quantity: number): Outcome<NewTerms> {
  const worth = limitPriceCentavos === null ? null : checkWorth(limitPriceCentavos, quantity);
  return worth ? deny(worth) : accept({ quantity, limitPriceCentavos });
}

/** ORDER_ENDED, saying how. */
export const orderEnded = (status: OrderStatus): Refusal =>
  refuse('ORDER_ENDED', {
    message: `The order has ended: ${status}. Place a new one.`,
    field: 'orderId',
    limit: 'PENDING, OPEN, PARTIALLY_FILLED',
    observed: status,
  });

function checkSomethingChanges(request: ReplaceRequestTerms): Refusal | null {
  const given = [request.quantity, request.limitPrice, request.stopPrice];
  if (given.some((value) => value !== null)) return null;
  const message = 'Nothing is to change. Give a new quantity or a new price.';
  return refuse('INVALID_COMBINATION', { message, field: 'quantity', observed: 'null' });
}

function checkNewQuantity(
  order: ReplaceableOrder,
  quantity: number | null,
  instrument: Instrument,
): Refusal | null {
  if (quantity === null) return null;
  const refusal = checkQuantity(quantity, instrument);
  if (refusal || quantity > order.filledQuantity) return refusal;
  const message = `${order.filledQuantity} shares have filled already: give a greater total, or cancel the rest.`;
  const limit = `more than ${order.filledQuantity}`;
  return refuse('QUANTITY_LIMIT', { message, field: 'quantity', limit, observed: String(quantity) });
}

/** A market order has a price to change once its rest stands in the book. */
function checkPrices(order: ReplaceableOrder, request: ReplaceRequestTerms): Refusal | null {
  if (request.stopPrice !== null) return priceNotAllowed(order.type, 'stopPrice', request.stopPrice);
  if (request.limitPrice === null || order.limitPriceCentavos !== null) return null;
  return priceNotAllowed(order.type, 'limitPrice', request.limitPrice);
}
