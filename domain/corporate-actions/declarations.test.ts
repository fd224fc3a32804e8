import { describe, expect, test } from 'vitest';
import { createTradingCalendar } from '../calendar/trading-calendar.ts';
import {
  subscriptionTerms,
  actionTerms,
  declaredAction,
  dividendTerms,
} from '#test/support/samples/declared-action.ts';
import { faultOfTerms } from './check-terms.ts';
import type { ActionTerms } from './declared-action.ts';
import { closeBeforeExCentavos, exPriceCentavos, type ExAction } from './ex-price.ts';
import { planDeclaration } from './plan-declaration.ts';

const calendar = createTradingCalendar();
const bonus = (factor: string, changes: Partial<ActionTerms> = {}) =>
  actionTerms({ kind: 'BONUS', factor, ...changes });
const subscription = (factor: string, pricePerShare: string | null) =>
  subscriptionTerms({ factor, pricePerShare });

describe('the terms of a corporate action', () => {
  test.each([
    actionTerms(),
    actionTerms({ kind: 'REVERSE_SPLIT', factor: '0.1' }),
    bonus('1.1', { pricePerShare: '13.65162423', paysOn: '2026-03-19' }),
    bonus('1.05'),
    dividendTerms('0.13340000000'),
    dividendTerms('0.4702', { kind: 'JCP', paysOn: null }),
    dividendTerms('1', { kind: 'CAPITAL_RETURN' }),
    subscription('0.0013994', '16.09'),
  ])('are sound: %o', (terms) => {
    expect(faultOfTerms(terms, calendar)).toBeNull();
  });

  test.each<[string, ActionTerms, RegExp]>([
    ['a factor of zero', actionTerms({ factor: '0' }), /the factor is zero/],
    ['a split that makes fewer shares', actionTerms({ factor: '0.5' }), /factor of a split is above 1/],
    ['a reverse split that makes more', actionTerms({ kind: 'REVERSE_SPLIT', factor: '2' }), /is below 1/],
    ["a bonus in B3's percent of new shares", bonus('0.05'), /factor of a bonus is above 1/],
    ['a factor beyond all use', actionTerms({ factor: '1000000' }), /is not between/],
    ['a factor that is no decimal', actionTerms({ factor: '2,0' }), /'2,0' is not a plain decimal/],
    ['no factor', actionTerms({ factor: null }), /the factor is missing/],
    ['a dividend of zero', dividendTerms('0.00'), /the amount per share is zero/],
    ['a dividend with a factor', dividendTerms('1', { factor: '2' }), /has no factor/],
    ['a split with an amount', actionTerms({ amountPerShare: '1' }), /has no amount per share/],
    ['a subscription without a price', subscription('0.1', null), /the price per share is missing/],
    ['a record date on a Sunday', actionTerms({ recordDate: '2026-03-15' }), /is not a trading day/],
    ['an ex-day on the record date', actionTerms({ exDate: '2026-03-16' }), /is not after the record date/],
    ['an ex-day before the record date', actionTerms({ exDate: '2026-03-13' }), /is not after/],
    ['a late ex-day', actionTerms({ exDate: '2026-03-18' }), /which is 2026-03-17/],
    ['a payment before the ex-day', dividendTerms('1', { paysOn: '2026-03-16' }), /before the ex-day/],
    ['a day that no calendar has', actionTerms({ recordDate: '2026-02-30' }), /is not a day from/],
    ['a day before the calendar', actionTerms({ recordDate: '1999-12-01' }), /is not a day from/],
  ])('are refused for %s', (_name, terms, message) => {
    expect(faultOfTerms(terms, calendar)).toMatch(message);
  });
});

describe('a declaration', () => {
  test('of another payment of one day is a new action, of the same payment none', () => {
    const first = planDeclaration(dividendTerms('0.16', { approvedOn: '2026-03-02' }), []);
    if (first.effect !== 'NEW') throw new Error(first.effect);
    expect(first.action).toMatchObject({ id: 'cac_PETR4_DIVIDEND_2026-03-16', version: 1 });
    const stored = [first.action];
    expect(planDeclaration(dividendTerms('0.160'), stored).effect).toBe('UNCHANGED');
    expect(planDeclaration(dividendTerms('0.17'), stored)).toMatchObject({
      effect: 'NEW',
      action: { id: 'cac_PETR4_DIVIDEND_2026-03-16_2' },
    });
    const otherApproval = dividendTerms('0.16', { approvedOn: '2026-03-03' });
    expect(planDeclaration(otherApproval, stored).effect).toBe('NEW');
    expect(planDeclaration(dividendTerms('0.16', { paysOn: '2026-03-23' }), stored)).toEqual({
      effect: 'REFUSED',
      fault: 'cac_PETR4_DIVIDEND_2026-03-16 is declared with the payment day 2026-03-20',
    });
  });

  test('completes what was not known before', () => {
    const open = declaredAction({ kind: 'BONUS', factor: '1.05' });
    expect(planDeclaration(bonus('1.05', { paysOn: '2026-03-19', pricePerShare: '8.30' }), [open])).toEqual({
      effect: 'COMPLETED',
      action: { ...open, paysOn: '2026-03-19', pricePerShare: '8.30', version: 2 },
    });
  });

  test('of a second change of shares on one ex-day is refused, of a dividend is not', () => {
    const split = declaredAction();
    expect(planDeclaration(bonus('1.1'), [split])).toEqual({
      effect: 'REFUSED',
      fault: `it overlaps with ${split.id}, which changes the number of shares on the same ex-day`,
    });
    expect(planDeclaration(actionTerms({ factor: '3' }), [split]).effect).toBe('REFUSED');
    expect(planDeclaration(dividendTerms('1'), [split]).effect).toBe('NEW');
  });
});

describe('the theoretical ex-price', () => {
  test.each<[string, number, readonly ExAction[], number]>([
    ['halves at a split of two for one', 2910, [actionTerms()], 1455],
    ['rises at a reverse split', 123, [actionTerms({ kind: 'REVERSE_SPLIT', factor: '0.1' })], 1230],
    ['falls by a bonus', 853, [bonus('1.1')], 775],
    ['falls by the gross dividend', 1607, [dividendTerms('0.1334')], 1594],
    [
      'falls by all payments of the day at once',
      1607,
      [dividendTerms('0.1334'), dividendTerms('0.4702')],
      1547,
    ],
    ['pays before it divides', 2000, [dividendTerms('1'), actionTerms()], 950],
    ['takes in the price of exercise', 2000, [subscription('0.1', '10')], 1909],
    ['leaves out a subscription above the close', 2000, [subscription('0.1', '20')], 2000],
    ['is one tick at least', 5, [dividendTerms('0.10')], 1],
    [
      'is that of one third by a factor that was cut off',
      999,
      [actionTerms({ kind: 'REVERSE_SPLIT', factor: '0.3333' })],
      2997,
    ],
  ])('%s', (_name, close, actions, expected) => {
    expect(exPriceCentavos(close, 1, actions)).toBe(expected);
  });

  test.each<[number, readonly ExAction[]]>([
    [2910, [actionTerms()]],
    [123, [actionTerms({ kind: 'REVERSE_SPLIT', factor: '0.1' })]],
    [1608, [dividendTerms('0.14'), dividendTerms('0.47')]],
    [1999, [subscription('0.1', '10')]],
    [2000, [subscription('0.1', '20')]],
  ])('of %d is taken back exactly where nothing was rounded, else to its tick', (close, actions) => {
    const taken = closeBeforeExCentavos(exPriceCentavos(close, 1, actions), actions);
    expect(Math.abs(taken - close)).toBeLessThanOrEqual(1);
  });
});
