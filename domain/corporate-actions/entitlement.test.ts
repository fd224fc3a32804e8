import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionTerms, dividendTerms, subscriptionTerms } from '#test/support/samples/declared-action.ts';
import { dueChangesOf } from '../ledger/corporate-action-transfers.ts';
import { EMPTY_HOLDING } from '../ledger/holding.ts';
import { effectiveDay, entitledTo, isFreeDividend, issuerOf } from './entitlement.ts';

describe('an action gives for the shares of the record date', () => {
  test.each([
    ['0.1334', 105, 1_400],
    ['0.13340000000', 57, 760],
    ['0.009', 1, 0],
    ['0.33333333333', 3, 99],
  ])('money: %s for %d shares is %d centavos, cut off', (amount, quantity, centavos) => {
    expect(entitledTo(dividendTerms(amount), quantity)).toMatchObject({ grossCentavos: centavos, shares: 0 });
  });

  test('[C7] whole shares with their declared cost, and a fraction', () => {
    const bonus = actionTerms({ kind: 'BONUS', factor: '1.1', pricePerShare: '13.65162423' });
    const given = entitledTo(bonus, 105);
    expect(given).toMatchObject({ shares: 10, costBillionths: 136_516_242_300n, grossCentavos: 0 });
    expect(given.fraction).toEqual({ numerator: 5n, denominator: 10n });
  });

  test('rights on the ex-day', () => {
    const rights = subscriptionTerms();
    expect(entitledTo(rights, 100)).toMatchObject({ shares: 10, grossCentavos: 0 });
    expect(effectiveDay(rights)).toBe('2026-03-17');
  });

  test('fewer shares by a factor that was cut off as by the fraction itself', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 2, max: 30 }),
        (quantity, count) => {
          const factor = (1 / count).toFixed(8);
          const { shares } = entitledTo(actionTerms({ kind: 'REVERSE_SPLIT', factor }), quantity);
          expect(quantity + shares).toBe(Math.floor(quantity / count));
        },
      ),
    );
  });
});

test.each([
  [actionTerms(), '2026-03-17'],
  [actionTerms({ paysOn: '2026-03-25' }), '2026-03-17'],
  [actionTerms({ kind: 'BONUS', factor: '1.1' }), '2026-03-17'],
  [actionTerms({ kind: 'BONUS', factor: '1.1', paysOn: '2026-03-19' }), '2026-03-19'],
  [dividendTerms('1'), '2026-03-20'],
  [dividendTerms('1', { paysOn: null }), null],
])('the effective day of %o is %s', (terms, day) => {
  expect(effectiveDay(terms)).toBe(day);
});

test('a dividend is free when it was approved by the end of 2025', () => {
  const approved = (approvedOn: string | null, recordDate = '2026-03-16') =>
    isFreeDividend(dividendTerms('1', { approvedOn, recordDate }));
  expect([
    approved('2025-12-31'),
    approved('2026-01-02'),
    approved(null),
    approved(null, '2025-12-30'),
  ]).toEqual([...[true, false, false, true]]);
  expect(issuerOf('PETR3')).toBe(issuerOf('PETR4'));
});

test('a split changes the shares that settle later, cut off', () => {
  const due = new Map([
    ['2026-03-18', -15],
    ['2026-03-19', 30],
  ]);
  const changed = (numerator: bigint, denominator: bigint) =>
    [...dueChangesOf({ ...EMPTY_HOLDING, due }, { numerator, denominator })].map(([, change]) => change);
  expect(changed(2n, 1n)).toEqual([-15, 30]);
  expect(changed(1n, 10n)).toEqual([14, -27]);
});
