import { expect, test } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import {
  accountDayResult,
  costsOf,
  dayPercent,
  dayResult,
  percentOf,
  soldOutResult,
  tradesOf,
} from './holdings.ts';

const TODAY = '2026-03-16';
const prices = { last: '28.81', previousClose: '29.10' };
const fill = (side: 'BUY' | 'SELL', quantity: number, price: string, day = TODAY, ticker = 'PETR4') => ({
  ...{ side, quantity, price, ticker, fees: '0.87' },
  at: `${day}T14:00:00.000Z`,
});
const dayOfPetr4 = (quantity: number, ...fills: Parameters<typeof tradesOf>[0]) =>
  dayResult(quantity, prices, tradesOf(fills, TODAY).get('PETR4'));

test('shares of yesterday, and those that were transferred today, count from the previous close', () => {
  expect(dayOfPetr4(300)).toBe('-87.00');
  expect(dayOfPetr4(300, fill('BUY', 300, '10.00', '2026-03-13'))).toBe('-87.00');
});

test('shares of today count from their price, also those of the fractional market', () => {
  expect(dayOfPetr4(500, fill('BUY', 200, '28.51'))).toBe('-27.00');
  expect(dayOfPetr4(310, fill('BUY', 10, '28.51', TODAY, 'PETR4F'))).toBe('-84.00');
});

test('sold shares count to their price', () => {
  expect(dayOfPetr4(100, fill('SELL', 200, '29.20'))).toBe('-9.00');
  expect(dayOfPetr4(0, fill('BUY', 100, '28.00'), fill('SELL', 100, '28.50'))).toBe('50.00');
});

test('the costs of a day are those of its trades alone', () => {
  const fills = [fill('BUY', 200, '28.51'), fill('SELL', 9, '28.00'), fill('BUY', 1, '9.00', '2026-03-13')];
  expect(costsOf(fills, TODAY)).toBe('1.74');
  expect(costsOf([], TODAY)).toBe('0.00');
});

test('without a price nothing is known', () => {
  expect(dayResult(300, undefined)).toBeNull();
  expect(dayResult(300, { last: '28.81', previousClose: null })).toBeNull();
});

test("the account's day is the sum of its positions' days, sold out ones included", () => {
  const trades = tradesOf([fill('SELL', 100, '70.00', TODAY, 'VALE3')], TODAY);
  const pricesOf = (ticker: string) =>
    ticker === 'PETR4' ? prices : ticker === 'VALE3' ? { last: '71.00', previousClose: '69.00' } : undefined;
  const positions = [{ ticker: 'PETR4', quantity: 300 }];
  expect(accountDayResult(positions, trades, pricesOf)).toBe('13.00');
  expect(accountDayResult([{ ticker: 'ITUB4', quantity: 1 }], trades, pricesOf)).toBeNull();
  expect(accountDayResult([], new Map(), pricesOf)).toBe('0.00');
  expect(soldOutResult(positions, trades, pricesOf)).toBe('100.00');
  expect(soldOutResult([...positions, { ticker: 'VALE3', quantity: 1 }], trades, pricesOf)).toBe('0.00');
});

test.each([
  ['896.00', '21580.00', '+4,15%'],
  ['319.31', '14085.69', '+2,27%'],
  ['312.00', '8382.00', '+3,72%'],
  ['-12.345', '1000.00', '-1,23%'],
  ['1.00', '0.00', '–'],
  [null, '10.00', '–'],
  ['1.00', undefined, '–'],
])('%s of %s are %s', (part, whole, percent) => {
  expect(createFormat('pt-BR').percent(percentOf(part, whole))).toBe(percent);
});

test('the percent of a day is that of its result', () => {
  expect(dayPercent('0.00', '3406.00')).toBe(0);
  expect(dayPercent('-72.00', '8793.00')).toBeCloseTo(-0.812, 3);
  expect(dayPercent(null, '1.00')).toBeNull();
});
