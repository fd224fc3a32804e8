import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SmallMap } from './small-map.ts';

test('has the entries of a Map, whatever is set and deleted', () => {
  const key = fc.integer({ min: 0, max: 3 });
  const change = fc.record({ key, value: fc.option(fc.nat(), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const map = new SmallMap<number, number>();
      const model = new Map<number, number>();
      for (const { key: changed, value } of changes) {
        if (value === undefined) expect(map.delete(changed)).toBe(model.delete(changed));
        else {
          map.set(changed, value);
          model.set(changed, value);
        }
        expect([0, 1, 2, 3].map((one) => map.get(one))).toEqual([0, 1, 2, 3].map((one) => model.get(one)));
        expect(map.size).toBe(model.size);
        expect([...map.values()].sort()).toEqual([...model.values()].sort());
      }
    }),
  );
});
