import type { CancelOrder, NewOrder, ReplaceOrder } from '#contracts/messages/engine-commands.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { OrderRecord, Replacement } from '#domain/orders/lifecycle/order-record.ts';

/** Converts a price to ticks; null stays null. A price off the tick is a bug here. */
const ticksOf = (order: OrderRecord, centavos: number | null): number | null => {
  if (centavos === null) return null;
  if (centavos % order.tickCentavos !== 0) throw new Error(`${centavos} is off the tick of ${order.ticker}`);
  return centavos / order.tickCentavos;
};

/**
 * The command that sends a new order to the exchange, with the order's id as the command id. The owner is the investor of
 * self-trade prevention: an incoming order that would trade with a resting order of the same owner is canceled.
 */
export const newOrderCommand = (order: OrderRecord): NewOrder => ({
  v: 1,
  type: 'NEW_ORDER',
  commandId: order.orderId,
  member: MEMBERS.broker,
  correlationId: order.correlationId,
  orderId: order.orderId,
  accountId: order.accountId,
  ticker: order.ticker,
  side: order.side,
  orderType: order.type,
  timeInForce: order.timeInForce,
  quantity: order.quantity,
  limitPriceTicks: ticksOf(order, order.limitPriceCentavos),
  protectionPriceTicks: ticksOf(order, order.protectionPriceCentavos),
  stopPriceTicks: ticksOf(order, order.stopPriceCentavos),
  displayQuantity: order.displayQuantity,
  minimumQuantity: order.minimumQuantity,
  expiresOn: order.expiresOn,
  investorId: order.ownerId,
  selfTradePrevention: 'CANCEL_AGGRESSOR',
});

/** The command that sends a replace to the exchange, with the request's id as the command id. */
export const replaceOrderCommand = (
  order: OrderRecord,
  replacement: Replacement,
  correlationId: string,
): ReplaceOrder => ({
  v: 1,
  type: 'REPLACE_ORDER',
  commandId: replacement.requestId,
  member: MEMBERS.broker,
  correlationId,
  ticker: order.ticker,
  orderId: order.orderId,
  requestId: replacement.requestId,
  quantity: replacement.quantity,
  limitPriceTicks: ticksOf(order, replacement.limitPriceCentavos),
  stopPriceTicks: ticksOf(order, replacement.stopPriceCentavos),
  displayQuantity: replacement.displayQuantity,
  minimumQuantity: replacement.minimumQuantity,
});

/** The command that sends a cancel to the exchange, with the request's id as the command id. */
export const cancelOrderCommand = (
  order: OrderRecord,
  requestId: string,
  correlationId: string,
): CancelOrder => ({
  v: 1,
  type: 'CANCEL_ORDER',
  commandId: requestId,
  member: MEMBERS.broker,
  correlationId,
  ticker: order.ticker,
  orderId: order.orderId,
  requestId,
});
