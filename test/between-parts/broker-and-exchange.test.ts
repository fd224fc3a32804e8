import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CrossingMarket } from './crossing-market.ts';

test('broker and exchange agree on every order when commands and reports cross', () => {
  const reports = new Set<string>();
  const types = new Set<string>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (seed) => {
      const market = new CrossingMarket(seed);
      market.run(60);
      market.seen.reports.forEach((one) => reports.add(one));
      market.seen.types.forEach((one) => types.add(one));
    }),
    { numRuns: 60 },
  );
  expect([...types].sort()).toHaveLength(18);
  expect([...reports].sort()).toEqual([
    'ACCEPTED',
    'CANCELED REQUESTED',
    'CANCELED SELF_TRADE',
    'CANCEL_REJECTED',
    'EXPIRED AUCTION',
    'EXPIRED END_OF_DAY',
    'EXPIRED EXPIRY_DATE',
    'EXPIRED FILL_OR_KILL',
    'EXPIRED IMMEDIATE_OR_CANCEL',
    'EXPIRED MINIMUM_QUANTITY',
    'FILLED',
    'REJECTED',
    'REPLACED',
    'REPLACE_REJECTED',
    'TRIGGERED',
  ]);
}, 120_000);
