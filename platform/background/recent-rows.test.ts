import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentRows } from './recent-rows.ts';

test('holds the newest rows up to the size, and none that was removed', () => {
  const steps = fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), removed: fc.nat({ max: 12 }) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(steps, (given) => {
      const rows = createRecentRows<number>((size) => size, 10);
      const model: { id: bigint; size: number }[] = [];
      given.forEach(({ size, removed }, index) => {
        rows.add(BigInt(index), size);
        model.push({ id: BigInt(index), size });
        while (model.reduce((sum, row) => sum + row.size, 0) > 10) model.shift();
        rows.remove(BigInt(removed));
        const place = model.findIndex(({ id }) => id === BigInt(removed));
        if (place >= 0) model.splice(place, 1);
        for (let id = 0n; id <= BigInt(index); id += 1n)
          expect(rows.get(id)).toBe(model.find((row) => row.id === id)?.size);
      });
    }),
  );
});
