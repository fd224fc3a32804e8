import type { OrderInput } from '../accept/prepare-orders.ts';
import type { ReplaceInput } from '../accept/replace-order.ts';
import type { PlaceOrderInput, ReplaceOrderInput } from '../generated/graph.ts';

/** Fills in the defaults of an order's input: an absent field is null. */
export const orderInput = (input: PlaceOrderInput): OrderInput => ({
  accountId: input.accountId,
  clientOrderId: input.clientOrderId,
  ticker: input.ticker,
  side: input.side,
  type: input.type ?? 'LIMIT',
  timeInForce: input.timeInForce ?? 'DAY',
  quantity: input.quantity,
  limitPrice: input.limitPrice ?? null,
  stopPrice: input.stopPrice ?? null,
  displayQuantity: input.displayQuantity ?? null,
  minimumQuantity: input.minimumQuantity ?? null,
  expiresOn: input.expiresOn ?? null,
});

/** Fills in the defaults of a replace's input: an absent field is null. */
export const replaceInput = (input: ReplaceOrderInput): ReplaceInput => ({
  orderId: input.orderId,
  clientRequestId: input.clientRequestId,
  quantity: input.quantity ?? null,
  limitPrice: input.limitPrice ?? null,
  stopPrice: input.stopPrice ?? null,
  displayQuantity: input.displayQuantity ?? null,
  minimumQuantity: input.minimumQuantity ?? null,
});
