import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderPool } from '../../order-pool.ts';
import { Ladder, NO_KEY, SELL_MASK } from './ladder.ts';

/** Neighbouring keys, distant keys, and keys at digit boundaries and both ends. */
const keys = fc.oneof(
  fc.integer({ min: 33_000, max: 33_200 }),
  fc.integer({ min: 1, max: 0x7ffffffe }),
  fc.constantFrom(1, 2, 31, 32, 33, 1_023, 1_024, 0x3fffffff, 0x40000000, 0x7ffffffd, 0x7ffffffe),
);

const levelsOf = (ladder: Ladder): number[] => {
  const found: number[] = [];
  for (let level = ladder.bestLevel; level !== 0; level = ladder.levelAfter(ladder.keyOf(level)))
    found.push(ladder.keyOf(level));
  return found;
};

test('a ladder has the levels of a sorted list after any additions and removals', () => {
  const steps = fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 300 });
  fc.assert(
    fc.property(steps, keys, (changes, probe) => {
      const pool = new OrderPool();
      const ladder = new Ladder(SELL_MASK);
      const slots = new Map<number, number>();
      for (const [key, isAddition] of changes) {
        const slot = slots.get(key);
        if (isAddition && slot === undefined) {
          const added = pool.take();
          slots.set(key, added);
          ladder.append(pool.fields, added, key, 1, 0);
        } else if (!isAddition && slot !== undefined) {
          ladder.remove(pool.fields, slot, ladder.levelAt(key), 1, 0);
          slots.delete(key);
        }
      }
      const sorted = [...slots.keys()].sort((one, other) => one - other);
      expect(levelsOf(ladder)).toEqual(sorted);
      expect(ladder.bestKey).toBe(sorted[0] ?? NO_KEY);
      expect(ladder.levelAt(probe) !== 0).toBe(slots.has(probe));
      const after = ladder.levelAfter(probe);
      expect(after === 0 ? undefined : ladder.keyOf(after)).toBe(sorted.find((key) => key > probe));
    }),
  );
});

test('reuses empty leaves, so that a price that moves far does not grow the tree', () => {
  const pool = new OrderPool();
  const ladder = new Ladder(SELL_MASK);
  const slot = pool.take();
  const bytesAfter = (from: number, to: number): number => {
    for (let key = from; key < to; key += 40) {
      ladder.append(pool.fields, slot, key, 1, 0);
      ladder.remove(pool.fields, slot, ladder.levelAt(key), 1, 0);
    }
    return ladder.bytes;
  };
  const first = bytesAfter(1_000, 100_000);
  expect(bytesAfter(100_000, 4_000_000)).toBe(first);
});

test('keeps the orders of a level in order of entry, except one that moves to the back', () => {
  const pool = new OrderPool();
  const ladder = new Ladder(SELL_MASK);
  const [one, two, three] = [pool.take(), pool.take(), pool.take()];
  for (const slot of [one, two, three]) ladder.append(pool.fields, slot, 7, 5, 2);
  const level = ladder.levelAt(7);
  ladder.moveToBack(pool.fields, two, level);
  expect(ladder.firstOf(level)).toBe(one);
  expect(ladder.nextOf(pool.fields, one)).toBe(three);
  expect(ladder.nextOf(pool.fields, three)).toBe(two);
  expect(ladder.nextOf(pool.fields, two)).toBe(0);
  expect([ladder.ordersOf(level), ladder.displayedOf(level), ladder.hiddenOf(level)]).toEqual([3, 15, 6]);
});
