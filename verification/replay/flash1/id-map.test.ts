import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdMap } from './id-map.ts';

/** A few ids, so that they repeat, and ids at the bounds of 31 and 32 bits. */
const ids = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0x7fffffff, 0x80000000, 0xffffffff));

test('behaves as a Map, also when it grows', () => {
  const steps = fc.array(fc.tuple(ids, fc.constantFrom('set', 'take', 'get')), { maxLength: 400 });
  fc.assert(
    fc.property(steps, (operations) => {
      const map = new IdMap(16);
      const model = new Map<number, number>();
      operations.forEach(([id, step], index) => {
        expect(map.get(id)).toBe(model.get(id) ?? 0);
        if (step === 'set') {
          map.set(id, index + 1);
          model.set(id, index + 1);
        } else if (step === 'take') {
          expect(map.take(id)).toBe(model.get(id) ?? 0);
          model.delete(id);
        }
        expect(map.size).toBe(model.size);
      });
    }),
  );
});
