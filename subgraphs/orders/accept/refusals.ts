import type { Side } from '#domain/orders/order.ts';
import { insufficientCash, insufficientShares } from '#domain/orders/validate.ts';
import { refuse, type Refusal } from '#domain/refusal.ts';

/** The most orders that one request may place. */
export const MAX_ORDERS = 100;

/** TOO_MANY_ORDERS. */
export const tooManyOrders = (count: number): Refusal =>
  refuse('TOO_MANY_ORDERS', {
    message: `Send at most ${MAX_ORDERS} orders in one request.`,
    field: 'inputs',
    limit: String(MAX_ORDERS),
    observed: String(count),
  });

/** ACCOUNT_NOT_FOUND, the same for what does not exist and for what is somebody else's. */
export const accountNotFound = (accountId: string): Refusal =>
  refuse('ACCOUNT_NOT_FOUND', {
    message: 'You have no account with this id. `me { accounts { id } }` lists yours.',
    field: 'accountId',
    observed: shortened(accountId),
  });

/** ID_REUSED for a client-chosen id. */
export const idReused = (field: string, observed: string): Refusal =>
  refuse('ID_REUSED', {
    message: `This ${field} was used with other content. Choose a new one, or repeat the first content exactly.`,
    field,
    observed,
  });

/** INSUFFICIENT_CASH or INSUFFICIENT_SHARES, by the side. */
export const insufficient = (
  order: { readonly side: Side; readonly ticker: string },
  needed: number,
  available: number,
): Refusal =>
  order.side === 'BUY'
    ? insufficientCash(needed, available)
    : insufficientShares(order.ticker, needed, available);

/** ORDER_NOT_FOUND, the same for what does not exist and for what is somebody else's. */
export const orderNotFound = (orderId: string): Refusal =>
  refuse('ORDER_NOT_FOUND', {
    message: 'You have no order with this id. `account { orders }` lists yours.',
    field: 'orderId',
    observed: shortened(orderId),
  });

/** Clients' text, cut where it is long. */
const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text);
