import type { CostTable } from '#domain/costs/cost-table.ts';
import type { Side } from '#domain/orders/order.ts';
import { insufficientCash, insufficientShares } from '#domain/orders/terms/validate-order.ts';
import { refuse, type Refusal } from '#domain/refusal.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import { shortened } from '#platform/shortened.ts';

/** Highest number of orders in one request. */
export const MAX_ORDERS = 100;

/** TOO_MANY_ORDERS. */
export const tooManyOrders = (count: number): Refusal =>
  refuse('TOO_MANY_ORDERS', {
    message: `Send at most ${MAX_ORDERS} orders in one request.`,
    field: 'inputs',
    limit: String(MAX_ORDERS),
    observed: String(count),
  });

/** TOO_MANY_OPEN_ORDERS. */
export const tooManyOpenOrders = (limit: number): Refusal =>
  refuse('TOO_MANY_OPEN_ORDERS', {
    message: `The account has ${limit} open orders, the highest number. Cancel some, or wait until some end.`,
    limit: String(limit),
    observed: String(limit),
  });

/** ACCOUNT_NOT_FOUND, the same for an unknown account and for an account of another user. */
export const accountNotFound = (accountId: string): Refusal =>
  refuse('ACCOUNT_NOT_FOUND', {
    message: 'You have no account with this id. `me { accounts { id } }` lists your accounts.',
    field: 'accountId',
    observed: shortened(accountId),
  });

/** ID_REUSED for a client-chosen id. */
export const idReused = (field: string, observed: string): Refusal =>
  refuse('ID_REUSED', {
    message: `An earlier request used this ${field} with other content. Choose a new one, or repeat the first content exactly.`,
    field,
    observed,
  });

/** UNKNOWN_COSTS: the trade date is before the first cost table. */
export function unknownCosts(tables: readonly CostTable[], tradeDate: string): Refusal {
  const limit = tables[0]?.from ?? 'no day';
  const message = `The costs of ${tradeDate} are not known, so nothing can be traded on it. The first day known is ${limit}.`;
  return refuse('UNKNOWN_COSTS', { message, limit, observed: tradeDate });
}

/** INSUFFICIENT_CASH for a buy, INSUFFICIENT_SHARES for a sell. */
export const insufficient = (
  order: { readonly side: Side; readonly ticker: string },
  needed: number,
  available: number,
): Refusal =>
  order.side === 'BUY'
    ? insufficientCash(needed, available)
    : insufficientShares(order.ticker, needed, available);

/** ORDER_NOT_FOUND, the same for an unknown order and for an order of another user. */
export const orderNotFound = (orderId: string): Refusal =>
  refuse('ORDER_NOT_FOUND', {
    message: 'You have no order with this id. `account { orders }` lists your orders.',
    field: 'orderId',
    observed: shortened(orderId),
  });

/** SERVICE_UNAVAILABLE for a request about an order: nothing is half done, and the client may send it again. */
export const serviceUnavailable = () =>
  graphqlError(
    'SERVICE_UNAVAILABLE',
    'The order could not be placed or changed now. Sending the request again is safe.',
  );

/** SERVICE_UNAVAILABLE for an order that needs a hot price, when none is readable. */
export const pricesUnknown = () =>
  graphqlError('SERVICE_UNAVAILABLE', 'Prices are not available now. Send a limit order, or try again.');
