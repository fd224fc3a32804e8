import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCounts } from './counts.ts';

const KEYS = ['a', 'b', 'c'] as const;
const steps = fc.array(fc.record({ isAdded: fc.boolean(), key: fc.constantFrom(...KEYS) }));

test('counts are those of a list of the things', () => {
  fc.assert(
    fc.property(steps, (run) => {
      const counts = createCounts<string>();
      const things: string[] = [];
      for (const { isAdded, key } of run) {
        if (isAdded) things.push(key);
        else if (things.includes(key)) things.splice(things.indexOf(key), 1);
        if (isAdded) counts.add(key);
        else counts.remove(key);
        for (const one of KEYS) expect(counts.of(one)).toBe(things.filter((thing) => thing === one).length);
        const keys = [...counts.entries()].flatMap(([key, count]) => Array<string>(count).fill(key));
        expect(keys.sort()).toEqual(things.toSorted());
        const [first, ...others] = new Set(things);
        expect(counts.only()).toBe(others.length === 0 ? (first ?? null) : null);
      }
    }),
  );
});
