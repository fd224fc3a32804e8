import { describe, expect, test } from 'vitest';
import { subscriptionTerms } from '#test/support/samples/declared-action.ts';
import { createTradingCalendar } from '../calendar/trading-calendar.ts';
import { faultOfTerms } from './check-terms.ts';
import { changeDays, entitledTo } from './entitlement.ts';
import { planDeclaration } from './plan-declaration.ts';
import {
  creditedShares,
  isExercisableOn,
  rightPriceCentavos,
  rightsListingOn,
  rightTickersOf,
  subscriptionCentavos,
} from './subscription-rights.ts';

const calendar = createTradingCalendar();
const terms = subscriptionTerms();
const withRights = (changes: object) => subscriptionTerms({ rights: { ...terms.rights, ...changes } });

test.each([
  ['PETR3', 'PETR1', 'PETR9'],
  ['PETR4', 'PETR2', 'PETR10'],
  ['USIM5', 'USIM2', 'USIM10'],
  ['HGLG11', 'HGLG12', 'HGLG13'],
])('the right of %s is %s and its receipt %s', (share, ticker, receiptTicker) => {
  expect(rightTickersOf(share)).toEqual({ ticker, receiptTicker });
});

describe('a subscription', () => {
  test('with sound rights is taken, also when they do not trade', () => {
    expect(faultOfTerms(terms, calendar)).toBeNull();
    expect(faultOfTerms(withRights({ tradesFrom: null, tradesUntil: null }), calendar)).toBeNull();
  });

  test.each<[string, object, RegExp]>([
    ['without rights', { ...terms, rights: null }, /the rights are missing/],
    ['with a malformed ticker', withRights({ ticker: 'PETR' }), /'PETR' is not a ticker/],
    ['with one ticker for two instruments', withRights({ receiptTicker: 'PETR2' }), /need a ticker each/],
    ['that trades on a Saturday', withRights({ tradesUntil: '2026-03-21' }), /is not a trading day/],
    ['that trades before the ex-day', withRights({ tradesFrom: '2026-03-16' }), /before the ex-day/],
    ['that ends before it begins', withRights({ tradesFrom: '2026-03-23' }), /trade until/],
    ['with one day of trading', withRights({ tradesFrom: null }), /both days/],
    [
      'whose last trades settle too late',
      withRights({ tradesUntil: '2026-03-24' }),
      /settle on 2026-03-26, after/,
    ],
    ['exercised before the ex-day', withRights({ exercisesUntil: '2026-03-16' }), /before the ex-day/],
    [
      'credited too early',
      subscriptionTerms({ paysOn: '2026-03-25' }),
      /is not after the last day of exercise/,
    ],
  ])('%s is refused', (_name, faulty, fault) => {
    expect(faultOfTerms(faulty as typeof terms, calendar)).toMatch(fault);
  });

  test('of another kind has no rights', () => {
    const split = { ...terms, kind: 'SPLIT', factor: '2', pricePerShare: null } as const;
    expect(faultOfTerms(split, calendar)).toBe('an action of this kind has no rights');
  });

  test('gives whole rights at no cost, on the ex-day', () => {
    expect(entitledTo(terms, 109)).toMatchObject({ shares: 10, costBillionths: 0n, grossCentavos: 0 });
    expect(entitledTo(subscriptionTerms({ factor: '0.33333333' }), 3)).toMatchObject({ shares: 1 });
    expect(changeDays(subscriptionTerms({ paysOn: '2026-04-10' }))).toEqual([
      '2026-03-17',
      '2026-03-26',
      '2026-04-10',
    ]);
  });

  test('is listed from the ex-day, trades between its days and is delisted', () => {
    const days = ['03-16', '03-17', '03-20', '03-21', '04-10'].map((day) => `2026-${day}`);
    const states = days.map((day) => rightsListingOn(subscriptionTerms({ paysOn: '2026-04-10' }), day));
    expect(states).toEqual([null, 'TRADING', 'TRADING', 'DELISTED', 'CREDITED']);
    const later = withRights({ tradesFrom: '2026-03-18' });
    expect(rightsListingOn(later, '2026-03-17')).toBe('LISTED');
    const untraded = withRights({ tradesFrom: null, tradesUntil: null });
    expect(['2026-03-25', '2026-03-26'].map((day) => rightsListingOn(untraded, day))).toEqual([
      'LISTED',
      'DELISTED',
    ]);
    expect(['2026-03-16', '2026-03-25', '2026-03-26'].map((day) => isExercisableOn(terms, day))).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('costs the shares times the price, cut off; the right is worth the difference, or a tick', () => {
    expect(subscriptionCentavos(subscriptionTerms({ pricePerShare: '16.09999' }), 3)).toBe(4_829);
    expect(rightPriceCentavos(terms, 2_950, 1)).toBe(450);
    expect(rightPriceCentavos(terms, 2_400, 1)).toBe(1);
  });
});

test('a second subscription may not use the right at the same time, and the days of rights do not change', () => {
  const first = planDeclaration(terms, []);
  if (first.effect === 'REFUSED') throw new Error(first.fault);
  const second = subscriptionTerms({ ticker: 'PETR3', recordDate: '2026-03-17', exDate: '2026-03-18' });
  expect(planDeclaration(second, [first.action])).toMatchObject({ effect: 'REFUSED' });
  const after = subscriptionTerms({
    ...{ recordDate: '2026-04-06', exDate: '2026-04-07' },
    rights: { ...terms.rights, tradesFrom: null, tradesUntil: null, exercisesUntil: '2026-04-20' },
  });
  expect(planDeclaration(after, [first.action])).toMatchObject({ effect: 'NEW' });
  const credited = planDeclaration(subscriptionTerms({ paysOn: '2026-04-10' }), [first.action]);
  expect(credited).toMatchObject({ effect: 'COMPLETED', action: { paysOn: '2026-04-10' } });
  const moved = planDeclaration(withRights({ exercisesUntil: '2026-03-27' }), [first.action]);
  expect(moved).toMatchObject({ effect: 'REFUSED', fault: expect.stringMatching(/other rights/) as string });
});

test('receipts become the shares that the splits after their exercise make of them', () => {
  const split = { exDate: '2026-04-02', factor: '2' };
  const group = { exDate: '2026-04-06', factor: '0.1' };
  const exercises = [
    { day: '2026-03-25', quantity: 10 },
    { day: '2026-04-02', quantity: 7 },
  ];
  expect(creditedShares(exercises, [])).toBe(17);
  expect(creditedShares(exercises, [split])).toBe(27);
  // 2.7 shares: the fraction lapses.
  expect(creditedShares(exercises, [split, group])).toBe(2);
});
