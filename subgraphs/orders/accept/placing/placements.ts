import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { deny, type Refusal } from '#domain/refusal.ts';
import { createCounts } from '#platform/counts.ts';
import type { OrderAnswer, Requester } from '../batch-service.ts';
import type { OrderInput } from '../prepare-orders.ts';

/** One order of a request, on its way to an answer. */
export interface Placement {
  readonly input: OrderInput;
  readonly requester: Requester;
  answer: OrderAnswer | null;
  /** The error by which its request fails; null for none. */
  failure: Error | null;
}

/** A placement with the order that it becomes. */
export interface PlacementWithOrder {
  readonly placement: Placement;
  readonly order: OrderRecord;
}

export const newPlacement = (input: OrderInput, requester: Requester): Placement => ({
  input,
  requester,
  answer: null,
  failure: null,
});

export const refusePlacement = (placement: Placement, refusal: Refusal): void => {
  placement.answer = deny(refusal);
};

export const unanswered = (placements: readonly Placement[]): readonly Placement[] =>
  placements.filter((placement) => placement.answer === null);

/** Splits placements into rounds without a repeated client order id, so that a repeat finds the answer to the first. */
export function roundsOf(placements: readonly Placement[]): readonly (readonly Placement[])[] {
  if (placements.length === 1) return [placements];
  const rounds: Placement[][] = [];
  const seen = createCounts<string>();
  for (const placement of placements) {
    const { accountId, clientOrderId } = placement.input;
    const key = `${accountId} ${clientOrderId}`;
    (rounds[seen.of(key)] ??= []).push(placement);
    seen.add(key);
  }
  return rounds;
}
