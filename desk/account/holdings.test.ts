import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCentavos } from '#domain/money/money.ts';
import { decimal } from '#sdk/src/index.ts';
import { createFormat } from '../i18n/format.ts';
import {
  accountResult,
  dayPercent,
  newestDate,
  percentOf,
  positionResult,
  pricesOfPositions,
  soldOutResult,
  totalPercent,
  tradesOf,
  valuedPrice,
  type AccountDay,
  type DayEntry,
} from './holdings.ts';

const TODAY = '2026-03-16';
const prices = { tradeDate: TODAY, last: '28.81', previousClose: '29.10' };
/** A trade of the statement, and its provisional costs, which its note may lower. */
const trade = (quantity: number, amount: string, ticker = 'PETR4'): readonly DayEntry[] => [
  { kind: 'TRADE', ticker, quantity, amount },
  { kind: 'FEE', ticker, quantity: null, amount: '-0.87' },
];
const dayWith = (
  quantities: Readonly<Record<string, number>>,
  ...entries: readonly (readonly DayEntry[])[]
): AccountDay => ({
  day: TODAY,
  quantities: new Map(Object.entries(quantities)),
  trades: tradesOf(entries.flat()),
  costs: new Map(),
});
const ofPetr4 = (quantity: number, ...entries: readonly (readonly DayEntry[])[]) =>
  positionResult(dayWith({ PETR4: quantity }, ...entries), 'PETR4', prices);

/** Shares that come from another custodian. */
const deposit = (quantity: number, ticker = 'PETR4'): readonly DayEntry[] => [
  { kind: 'CUSTODY_TRANSFER', ticker, quantity, amount: null },
];

test.each<[string, number, readonly (readonly DayEntry[])[], string]>([
  ['shares of yesterday count from the previous close', 300, [], '-87.00'],
  ['shares deposited today too', 300, [deposit(300)], '-87.00'],
  ['and beside others', 500, [deposit(300)], '-145.00'],
  ['sold shares count to their price', 100, [trade(-200, '5840.00')], '-9.00'],
  ['sold shares deposited today too', 200, [deposit(300), trade(-100, '2901.00')], '-67.00'],
  ['and when none is left', 0, [deposit(300), trade(-300, '8703.00')], '-27.00'],
  ['shares bought today count from their price', 500, [trade(200, '-5702.00')], '-27.00'],
  ['in the fractional market too', 310, [trade(10, '-285.10', 'PETR4F')], '-84.00'],
  ['and to that of their sale', 0, [trade(100, '-2800.00'), trade(-100, '2850.00')], '50.00'],
  ['bought beside deposited ones', 400, [deposit(300), trade(100, '-2851.00')], '-57.00'],
])('%s', (_rule, quantity, entries, result) => {
  expect(ofPetr4(quantity, ...entries)).toBe(result);
  const day = dayWith(quantity === 0 ? {} : { PETR4: quantity }, ...entries);
  expect(accountResult(day, () => prices)).toBe(result);
});

const centavos = fc.integer({ min: 1, max: 100_000 });
const shares = fc.integer({ min: 0, max: 1_000 });
/** A day of an account in one ticker. Sales never go beyond the shares that are there. */
const anyDay = fc.record({
  ...{ previousClose: centavos, last: centavos, held: shares, deposited: shares, cash: centavos },
  trades: fc.array(fc.record({ quantity: fc.integer({ min: -500, max: 500 }), price: centavos })),
});

test('the sums of a day agree: its start, the deposits of cash and shares, and the result are the equity', () => {
  fc.assert(
    fc.property(anyDay, ({ previousClose, last, held, deposited, cash, trades }) => {
      let quantity = held + deposited;
      let balance = cash;
      const entries = [deposit(deposited)];
      for (const one of trades) {
        const moved = Math.max(one.quantity, -quantity);
        quantity += moved;
        balance -= moved * one.price;
        entries.push(trade(moved, formatCentavos(-moved * one.price)));
      }
      const price = {
        ...prices,
        last: formatCentavos(last),
        previousClose: formatCentavos(previousClose),
      };
      const day = dayWith(quantity === 0 ? {} : { PETR4: quantity }, ...entries);
      const equity = balance + quantity * last;
      const start = held * previousClose;
      const deposits = cash + deposited * previousClose;
      expect(accountResult(day, () => price)).toBe(formatCentavos(equity - start - deposits));
    }),
  );
});

test("a day has the costs of its trades: shares bought on it have the day's result as theirs", () => {
  const day = { ...dayWith({ PETR4: 200 }, trade(200, '-5702.00')), costs: new Map([['PETR4', '1.71']]) };
  const [value, cost] = ['5762.00', '5703.71'];
  expect(positionResult(day, 'PETR4', prices)).toBe(decimal.subtract(value, cost));
  expect(accountResult(day, () => prices)).toBe('58.29');
});

test('the cells of a position agree: its price is the one that its value is of, whatever a newer quote says', () => {
  const position = { ticker: 'PETR4', quantity: 300, marketValue: '8646.00' };
  expect(valuedPrice(position)).toBe('28.82');
  expect(valuedPrice({ quantity: 3, marketValue: null })).toBeNull();
  const pricesOf = pricesOfPositions([position], () => prices);
  expect(pricesOf('PETR4')).toEqual({ ...prices, last: '28.82' });
  expect(pricesOf('VALE3')).toEqual(prices);
  expect(positionResult(dayWith({ PETR4: 300 }), 'PETR4', pricesOf('PETR4'))).toBe('-84.00');
});

test('without a price nothing is known', () => {
  const day = dayWith({ PETR4: 300 });
  expect(positionResult(day, 'PETR4', undefined)).toBeNull();
  expect(positionResult(day, 'PETR4', { ...prices, previousClose: null })).toBeNull();
});

test('a price of an earlier day has not moved', () => {
  const old = { ...prices, tradeDate: '2026-03-13' };
  expect(positionResult(dayWith({ PETR4: 300 }), 'PETR4', old)).toBe('0.00');
  expect(newestDate([old, prices, old])).toBe(TODAY);
  expect(newestDate([])).toBeUndefined();
});

test("the account's day is the sum of its positions' days, sold out ones included", () => {
  const sold = trade(-100, '7000.00', 'VALE3');
  const vale3 = { tradeDate: TODAY, last: '71.00', previousClose: '69.00' };
  const pricesOf = (ticker: string) => (ticker === 'PETR4' ? prices : ticker === 'VALE3' ? vale3 : undefined);
  expect(accountResult(dayWith({ PETR4: 300 }, sold), pricesOf)).toBe('13.00');
  expect(accountResult(dayWith({ ITUB4: 1 }, sold), pricesOf)).toBeNull();
  expect(accountResult(dayWith({}), pricesOf)).toBe('0.00');
  expect(soldOutResult(dayWith({ PETR4: 300 }, sold), pricesOf)).toBe('100.00');
  expect(soldOutResult(dayWith({ PETR4: 300, VALE3: 1 }, sold), pricesOf)).toBe('0.00');
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
  expect(totalPercent({ total: '-72.00', soldOut: '0.00' }, '8793.00')).toBeCloseTo(-0.812, 3);
  expect(totalPercent({ total: '957.54', soldOut: '827.54' }, '15610.00')).toBeNull();
});
