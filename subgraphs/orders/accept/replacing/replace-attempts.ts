import type { OrderRecord, Replacement } from '#domain/orders/lifecycle/order-record.ts';
import type { ReplaceRequestTerms } from '#domain/orders/terms/validate-replace.ts';
import { deny, type Refusal } from '#domain/refusal.ts';
import { canonicalPrice } from '../new-order.ts';
import type { OrderAnswer, Requester } from '../batch-service.ts';

/** A replace as the client requests it. */
export interface ReplaceInput extends ReplaceRequestTerms {
  readonly orderId: string;
  readonly clientRequestId: string;
}

/** A request to replace an order, on its way to an answer. Without one, another request or the exchange holds the order or the id. */
export interface ReplaceAttempt {
  readonly input: ReplaceInput;
  readonly requester: Requester;
  answer: OrderAnswer | null;
}

export const newReplaceAttempt = (input: ReplaceInput, requester: Requester): ReplaceAttempt => ({
  input,
  requester,
  answer: null,
});

export const refuseAttempt = (attempt: ReplaceAttempt, refusal: Refusal): void => {
  attempt.answer = deny(refusal);
};

/** An attempt with its order, as read at the beginning of the batch. */
export interface AttemptOnOrder {
  readonly attempt: ReplaceAttempt;
  readonly order: OrderRecord;
}

/** A replace with valid terms. */
export interface ValidReplace extends AttemptOnOrder {
  readonly replacement: Replacement;
  /** The amount that it needs reserved beyond the reservation of its order. */
  readonly extra: number;
}

/** The content of a replace request in a canonical form. */
export function contentOfReplace(input: ReplaceInput): string {
  const { orderId, quantity, displayQuantity, minimumQuantity } = input;
  const prices = [input.limitPrice, input.stopPrice].map(canonicalPrice);
  return JSON.stringify([orderId, quantity, ...prices, displayQuantity, minimumQuantity]);
}
