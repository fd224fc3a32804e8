import type { BookableFact } from '#contracts/messages/order-facts.ts';

/**
 * Facts of one transaction that change balances. An order that trades with thousands has thousands of them: between two transactions
 * others are served, and other bookings of its accounts come.
 */
const MAX_CHANGES = 50;

/** Whether a fact releases an amount or fills: only then does it change balances. */
export const isChange = ({ released, execution }: BookableFact): boolean =>
  released > 0 || execution !== null;

/** Divides facts into those of one transaction each, in order; at least one piece. */
export function inPieces(facts: readonly BookableFact[]): readonly (readonly BookableFact[])[] {
  const pieces: (readonly BookableFact[])[] = [];
  let [first, changes] = [0, 0];
  for (const [index, fact] of facts.entries()) {
    if (!isChange(fact)) continue;
    if (changes === MAX_CHANGES) {
      pieces.push(facts.slice(first, index));
      [first, changes] = [index, 0];
    }
    changes += 1;
  }
  return [...pieces, facts.slice(first)];
}
