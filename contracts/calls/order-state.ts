import * as f from '../fields.ts';

/** Fields of an order that both broker and exchange know, and that an audit compares. */
export const orderState = {
  orderId: f.id,
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  status: f.orderStatus,
  quantity: f.quantity,
  filledQuantity: f.count,
  leavesQuantity: f.count,
};
