import type { BookableFact } from '#contracts/messages/order-facts.ts';
import { changesBalances } from '#domain/orders/lifecycle/order-fact.ts';

/**
 * Facts of one transaction that change balances. An order that trades with thousands has thousands of them: between two transactions
 * others are served, and other bookings of its accounts come.
 */
const MAX_CHANGES = 50;

/** Divides facts into those of one transaction each, in order; at least one piece. */
export function inPieces(facts: readonly BookableFact[]): readonly (readonly BookableFact[])[] {
  const pieces: (readonly BookableFact[])[] = [];
  let [first, changes] = [0, 0];
  for (const [index, fact] of facts.entries()) {
    if (!changesBalances(fact)) continue;
    if (changes === MAX_CHANGES) {
      pieces.push(facts.slice(first, index));
      [first, changes] = [index, 0];
    }
    changes += 1;
  }
  return [...pieces, facts.slice(first)];
}
