import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { changesBalances } from '#domain/orders/lifecycle/order-fact.ts';
import { inPieces } from './pieces.ts';

const factOf = (sequence: number, released: number): OrderFact =>
  ({ sequence, released, execution: null }) as OrderFact;

test('pieces are the facts in their order, with 50 changes at most each', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 600 }), (changes) => {
      const facts = changes.map((isOne, index) => factOf(index, isOne ? 1 : 0));
      const pieces = inPieces(facts);
      expect(pieces.flat()).toEqual(facts);
      const counts = pieces.map((piece) => piece.filter(changesBalances).length);
      expect(Math.max(...counts)).toBeLessThanOrEqual(50);
      // Each piece but the last one is full.
      expect(counts.slice(0, -1).every((count) => count === 50)).toBe(true);
    }),
  );
});
