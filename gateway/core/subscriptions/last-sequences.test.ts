import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLastSequences } from './last-sequences.ts';

test('the number of skipped events is the gap since the one before of the same key', () => {
  const events = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), step: fc.nat({ max: 5 }) }));
  fc.assert(
    fc.property(events, (all) => {
      const sequences = createLastSequences();
      const model = new Map<string, number>();
      for (const { key, step } of all) {
        const last = model.get(key);
        const sequence = (last ?? 0) + step;
        model.set(key, sequence);
        const gap = last === undefined ? 0 : Math.max(0, sequence - last - 1);
        expect(sequences.skippedBefore(key, sequence)).toBe(gap);
      }
    }),
  );
});
