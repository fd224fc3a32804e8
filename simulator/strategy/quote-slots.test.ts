import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundOf, isBeyond, quoteSlots, targetOf, toleranceOf, type QuoteGrid } from './quote-slots.ts';

const grids: fc.Arbitrary<QuoteGrid> = fc.record({
  referenceTicks: fc.double({ min: 500, max: 20_000, noNaN: true }),
  spreadTicks: fc.integer({ min: 1, max: 30 }),
  stepTicks: fc.integer({ min: 1, max: 15 }),
  skewTicks: fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 4, maxLength: 4 }),
});

test('targets of both sides never cross, whatever the inventories', () => {
  fc.assert(
    fc.property(grids, fc.constantFrom('DEEP', 'THIN', 'FRACTIONAL'), (grid, kind) => {
      const slots = quoteSlots(kind);
      const bids = slots.map((slot) => targetOf(grid, 'BUY', slot));
      const asks = slots.map((slot) => targetOf(grid, 'SELL', slot));
      expect(Math.max(...bids)).toBeLessThan(Math.min(...asks));
      for (const price of bids) expect(isBeyond(grid, 'BUY', price)).toBe(false);
      for (const price of asks) expect(isBeyond(grid, 'SELL', price)).toBe(false);
      expect([...bids, ...asks].every(Number.isInteger)).toBe(true);
    }),
  );
});

test('a liquid book has ten and more levels, several orders at some, and a spread of one tick', () => {
  const grid = { referenceTicks: 2_910.4, spreadTicks: 1, stepTicks: 1, skewTicks: [0, 0, 0, 0] };
  const bids = quoteSlots('DEEP').map((slot) => targetOf(grid, 'BUY', slot));
  expect(new Set(bids).size).toBeGreaterThanOrEqual(10);
  expect(bids.filter((price) => price === 2_910).length).toBeGreaterThan(1);
  expect([boundOf(grid, 'BUY'), boundOf(grid, 'SELL')]).toEqual([2_910, 2_911]);
  expect(toleranceOf(grid, { maker: 0, depth: 0 })).toBe(0);
});

test('a maker with shares quotes lower on both sides', () => {
  const slot = { maker: 1, depth: 3 };
  const flat = { referenceTicks: 2_910, spreadTicks: 10, stepTicks: 5, skewTicks: [0, 0, 0, 0] };
  const long = { ...flat, skewTicks: [0, -4, 0, 0] };
  for (const side of ['BUY', 'SELL'] as const)
    expect(targetOf(long, side, slot)).toBeLessThanOrEqual(targetOf(flat, side, slot));
  expect(targetOf(long, 'SELL', slot)).toBe(targetOf(flat, 'SELL', slot) - 4);
});
