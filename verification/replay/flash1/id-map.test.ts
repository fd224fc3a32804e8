import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdMap } from './id-map.ts';

/** Few ids, so that they come again, and those at the borders of 32 bits. */
const ids = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0x7fffffff, 0x80000000, 0xffffffff));

test('answers as a Map does, from a capacity that is soon too small', () => {
  const steps = fc.array(fc.tuple(ids, fc.constantFrom('set', 'take', 'get')), { maxLength: 400 });
  fc.assert(
    fc.property(steps, (taken) => {
      const map = new IdMap(16);
      const model = new Map<number, number>();
      taken.forEach(([id, step], place) => {
        expect(map.get(id)).toBe(model.get(id) ?? 0);
        if (step === 'set') {
          map.set(id, place + 1);
          model.set(id, place + 1);
        } else if (step === 'take') {
          expect(map.take(id)).toBe(model.get(id) ?? 0);
          model.delete(id);
        }
        expect(map.size).toBe(model.size);
      });
    }),
  );
});
