import { badInput } from '#platform/graphql/errors.ts';
import type { OrderInput } from '../accept/prepare-orders.ts';
import type { ReplaceInput } from '../accept/replacing/replace-attempts.ts';
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

/**
 * Reads a replace's input. An absent field leaves its term unchanged. Null removes a displayed or minimum quantity; throws
 * BAD_USER_INPUT for null in any other field, which names it.
 */
export const replaceInput = (input: ReplaceOrderInput): ReplaceInput => ({
  orderId: input.orderId,
  clientRequestId: input.clientRequestId,
  quantity: given('quantity', input.quantity),
  limitPrice: given('limitPrice', input.limitPrice),
  stopPrice: given('stopPrice', input.stopPrice),
  displayQuantity: changeOf(input.displayQuantity),
  minimumQuantity: changeOf(input.minimumQuantity),
});

function given<T>(field: string, value: T | null | undefined): T | null {
  if (value !== null) return value ?? null;
  throw badInput(`"input.${field}" must not be null. Leave it out to keep the ${field} as it is.`);
}

const changeOf = (quantity: number | null | undefined): number | 'REMOVE' | null =>
  quantity === null ? 'REMOVE' : (quantity ?? null);
