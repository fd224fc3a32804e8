import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SumTree } from './sum-tree.ts';

const keys = fc.oneof(
  fc.integer({ min: 1, max: 100 }),
  fc.constantFrom(1, 32, 33, 0x40000000, 0x7ffffffe, 0x7fffffff),
);
const entries = fc.array(fc.record({ key: keys, weight: fc.integer({ min: 1, max: 0x7ffffffe }) }), {
  maxLength: 60,
});

interface Entry {
  readonly key: number;
  readonly weight: number;
}

const sumBefore = (all: readonly Entry[], key: number): number =>
  all.reduce((total, entry) => total + (entry.key < key ? entry.weight : 0), 0);

/** A tree with the entries that are kept, after others were added and removed. The part is the weight of even keys. */
function treeOf(kept: readonly Entry[], removed: readonly Entry[]): SumTree {
  const tree = new SumTree();
  const part = ({ key, weight }: Entry): number => (key % 2 === 0 ? weight : 0);
  for (const entry of [...removed, ...kept]) tree.add(entry.key, entry.weight, part(entry));
  for (const entry of removed) tree.add(entry.key, -entry.weight, -part(entry));
  return tree;
}

test('sums and neighbouring keys equal those of a list', () => {
  fc.assert(
    fc.property(entries, entries, keys, (kept, removed, key) => {
      const tree = treeOf(kept, removed);
      tree.sumBefore(key);
      expect(tree.before).toBe(sumBefore(kept, key));
      const even = kept.filter((entry) => entry.key % 2 === 0);
      expect(tree.beforePart).toBe(sumBefore(even, key));
      const sorted = kept.map((entry) => entry.key).sort((one, other) => one - other);
      expect(tree.keyBefore(key)).toBe(sorted.findLast((other) => other < key) ?? 0);
      if (key < 0x7fffffff) expect(tree.keyAfter(key)).toBe(sorted.find((other) => other > key) ?? 0);
    }),
  );
});

test('the key at which the sum exceeds or equals a limit is the first such key of a list', () => {
  fc.assert(
    fc.property(entries, fc.double({ min: 0, max: 1, noNaN: true }), (kept, share) => {
      const tree = treeOf(kept, []);
      const limit = Math.floor(tree.total * share);
      const first = (isEnough: (sum: number) => boolean): number | undefined =>
        kept
          .map(({ key }) => key)
          .sort((one, other) => one - other)
          .find((key) => isEnough(sumBefore(kept, key + 1)));
      if (limit < tree.total) expect(tree.keyAtSum(limit, false)).toBe(first((sum) => sum > limit));
      if (limit > 0) expect(tree.keyAtSum(limit, true)).toBe(first((sum) => sum >= limit));
    }),
  );
});
