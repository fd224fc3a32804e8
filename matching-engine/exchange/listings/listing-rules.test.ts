import { expect, test } from 'vitest';
import { buy, define, sell } from '#test/support/engine/commands.ts';
import { market } from '#test/support/engine/market.ts';

test.each([
  [20.5, 39.5, 21, 39],
  [20, 40, 20, 40],
])(
  '[REJECTION_TUNNEL] a band from %d to %d ticks takes the whole ticks inside it: %i to %i',
  (low, high, lowest, highest) => {
    const tickCentavos = 10;
    const priceBand = { lowCentavos: low * tickCentavos, highCentavos: high * tickCentavos };
    const { reportLines } = market(define({ tickCentavos, priceBand, version: 2 }));
    expect(reportLines(buy('below', 100, lowest - 1))).toEqual(['below rejected PRICE_BAND']);
    expect(reportLines(buy('lowest', 100, lowest))).toEqual([`lowest accepted at ${lowest}`]);
    expect(reportLines(sell('highest', 100, highest))).toEqual([`highest accepted at ${highest}`]);
    expect(reportLines(sell('above', 100, highest + 1))).toEqual(['above rejected PRICE_BAND']);
  },
);

test('[REJECTION_TUNNEL] an instrument without a band takes every positive price', () => {
  const { reportLines } = market(define({ priceBand: null, version: 2 }));
  expect(reportLines(buy('b', 100, 1))).toEqual(['b accepted at 1']);
});
