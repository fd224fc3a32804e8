import type { OrderRequest } from '#domain/orders/terms/validate-order.ts';

/** A limit order that buys 100 shares at 28.90. A test names only the fields that it is about. */
export const orderRequest = (more: Partial<OrderRequest> = {}): OrderRequest => ({
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity: 100,
  limitPrice: '28.90',
  stopPrice: null,
  displayQuantity: null,
  minimumQuantity: null,
  expiresOn: null,
  ...more,
});
