import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openBook, type Book } from './book.ts';
import { withdrawable } from './cash.ts';
import { EMPTY_HOLDING, ownedOf, settledOf, type Holding } from './holding.ts';
import { CASH, sumsByAsset } from './leg.ts';
import { NO_COST } from './position.ts';
import {
  bringShares,
  depositCash,
  feesOf,
  releaseFor,
  reserveFor,
  settle,
  tradeOf,
  withdrawCash,
} from './transfers.ts';
import type { Fill } from './transfers.ts';

const ACCOUNT = 'acc_1';
const DAYS = ['2026-03-16', '2026-03-17', '2026-03-18'] as const;
const TICKERS = ['PETR4', 'VALE3'] as const;

const emptyBook = (): Book =>
  openBook(
    { accountId: ACCOUNT, sequence: 0, lastAtMs: 0, holdings: new Map(), costs: new Map() },
    1_000,
    DAYS,
  );

const fillOf = (side: Fill['side'], quantity: number, priceCentavos: number, feesCentavos = 0): Fill => ({
  orderId: 'ord_1',
  executionId: 'exe_1',
  side,
  ticker: 'PETR4',
  quantity,
  priceCentavos,
  grossCentavos: quantity * priceCentavos,
  feesCentavos,
  costs: [{ name: 'TRADING', amountCentavos: feesCentavos }],
  settlesOn: DAYS[2],
});

/** What an account does, in an order that fast-check makes up. Amounts beyond what there is are cut to it. */
type Step =
  | { type: 'deposit' | 'withdraw' | 'reserve' | 'release'; amount: number }
  | { type: 'bring' | 'hold' | 'unhold'; ticker: string; quantity: number; price: number }
  | { type: 'buy' | 'sell'; ticker: string; quantity: number; price: number; fees: number; day: string }
  | { type: 'settle'; day: string };

const amount = fc.integer({ min: 1, max: 10_000_000 });
const ticker = fc.constantFrom(...TICKERS);
const quantity = fc.integer({ min: 1, max: 1_000 });
const price = fc.integer({ min: 1, max: 10_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constantFrom('deposit', 'withdraw', 'reserve', 'release'), amount }),
  fc.record({ type: fc.constantFrom('bring', 'hold', 'unhold'), ticker, quantity, price }),
  fc.record({
    type: fc.constantFrom('buy', 'sell'),
    ticker,
    quantity,
    price,
    fees: fc.integer({ min: 0, max: 1_000 }),
    day: fc.constantFrom(...DAYS),
  }),
  fc.record({ type: fc.constant('settle'), day: fc.constantFrom(...DAYS) }),
);

/** The reference: plain sums, no buckets, no legs. */
interface Model {
  cash: number;
  owned: Map<string, number>;
  /** Paid for shares minus earned with them, costs included. */
  invested: Map<string, number>;
}

const newModel = (): Model => ({ cash: 0, owned: new Map(), invested: new Map() });
const change = (sums: Map<string, number>, key: string, by: number): unknown =>
  sums.set(key, (sums.get(key) ?? 0) + by);

function apply(book: Book, model: Model, next: Step): void {
  switch (next.type) {
    case 'deposit':
    case 'withdraw':
    case 'reserve':
    case 'release':
      return moveCash(book, model, next.type, next.amount);
    case 'bring':
    case 'hold':
    case 'unhold':
      return moveShares(book, model, next);
    case 'buy':
    case 'sell':
      return trade(book, model, next);
    case 'settle':
      for (const asset of book.assets()) {
        for (const [day, due] of book.holding(asset).due) {
          if (day <= next.day) book.post(settle(ACCOUNT, asset, day, due), 'c');
        }
      }
  }
}

function moveCash(book: Book, model: Model, type: string, asked: number): void {
  const cash = book.holding(CASH);
  const room: Record<string, number> = {
    deposit: asked,
    withdraw: withdrawable(cash),
    reserve: cash.free,
    release: cash.reserved,
  };
  const amount = Math.min(asked, room[type] ?? 0);
  if (amount === 0) return;
  if (type === 'deposit') book.post(depositCash(ACCOUNT, amount), 'c');
  else if (type === 'withdraw') book.post(withdrawCash(ACCOUNT, amount), 'c');
  else if (type === 'reserve') book.post(reserveFor(ACCOUNT, 'ord', CASH, amount), 'c');
  else book.post(releaseFor(ACCOUNT, 'ord', CASH, amount), 'c');
  if (type === 'deposit') model.cash += amount;
  if (type === 'withdraw') model.cash -= amount;
}

function moveShares(
  book: Book,
  model: Model,
  next: Extract<Step, { type: 'bring' | 'hold' | 'unhold' }>,
): void {
  const held = book.holding(next.ticker);
  if (next.type === 'bring') {
    book.post(bringShares(ACCOUNT, next.ticker, next.quantity, next.price), 'c');
    change(model.owned, next.ticker, next.quantity);
    change(model.invested, next.ticker, next.quantity * next.price);
    return;
  }
  const holds = next.type === 'hold';
  const quantity = Math.min(next.quantity, holds ? held.free : held.reserved);
  if (quantity === 0) return;
  book.post((holds ? reserveFor : releaseFor)(ACCOUNT, 'ord', next.ticker, quantity), 'c');
}

function trade(book: Book, model: Model, next: Extract<Step, { type: 'buy' | 'sell' }>): void {
  const buys = next.type === 'buy';
  const gross = next.quantity * next.price;
  const fees = Math.min(next.fees, gross);
  const affordable = buys
    ? gross + fees <= book.holding(CASH).free
    : next.quantity <= book.holding(next.ticker).free;
  if (!affordable) return;
  const base = fillOf(buys ? 'BUY' : 'SELL', next.quantity, next.price, fees);
  const fill = { ...base, ticker: next.ticker, settlesOn: next.day };
  book.post(tradeOf(ACCOUNT, fill), 'c');
  const costs = feesOf(ACCOUNT, fill);
  if (costs) book.post(costs, 'c');
  const paid = buys ? gross + fees : fees - gross;
  model.cash -= paid;
  change(model.owned, next.ticker, buys ? next.quantity : -next.quantity);
  change(model.invested, next.ticker, paid);
}

describe('any history of an account', () => {
  test('keeps the books', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = emptyBook();
        const model = newModel();
        for (const next of steps) apply(book, model, next);

        const entries = book.entries();
        let balance = 0;
        for (const [index, entry] of entries.entries()) {
          expect(entry.sequence).toBe(index + 1);
          expect([...sumsByAsset(entry.transfer.legs).values()].every((sum) => sum === 0)).toBe(true);
          balance += entry.amountCentavos ?? 0;
          expect(entry.cash.availableCentavos).toBe(balance);
          expect(balance).toBeGreaterThanOrEqual(0);
          expect(entry.cash.withdrawableCentavos).toBeLessThanOrEqual(
            Math.min(balance, entry.cash.settledCentavos),
          );
        }
        expect(ownedOf(book.holding(CASH))).toBe(model.cash);
        for (const one of TICKERS) {
          expect(ownedOf(book.holding(one))).toBe(model.owned.get(one) ?? 0);
          const { costCentavos, realizedCentavos } = book.cost(one) ?? NO_COST;
          expect(costCentavos - realizedCentavos).toBe(model.invested.get(one) ?? 0);
          expect(costCentavos).toBeGreaterThanOrEqual(0);
          if (ownedOf(book.holding(one)) === 0) expect(costCentavos).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('has settled, once all is settled, exactly what it owns', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const book = emptyBook();
        const model = newModel();
        for (const next of [...steps, { type: 'settle', day: DAYS[2] } as const]) apply(book, model, next);
        for (const asset of book.assets()) {
          expect(book.holding(asset).due.size).toBe(0);
          expect(settledOf(book.holding(asset))).toBe(ownedOf(book.holding(asset)));
        }
      }),
    );
  });
});

describe('selling', () => {
  test('a share in the profit deducts the costs of both sides', () => {
    const book = emptyBook();
    book.post(depositCash(ACCOUNT, 1_000_000), 'c');
    book.post(tradeOf(ACCOUNT, fillOf('BUY', 100, 2_000, 125)), 'c');
    book.post(tradeOf(ACCOUNT, fillOf('SELL', 100, 3_000, 200)), 'c');
    expect(book.cost('PETR4')).toEqual({ costCentavos: 0, realizedCentavos: 99_675 });
  });

  test('never loses or makes a centavo of cost, however it is cut up', () => {
    const lots = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lots, price, fc.integer({ min: 0, max: 999 }), (sold, buyPrice, fees) => {
        const book = emptyBook();
        const total = sold.reduce((sum, one) => sum + one, 0);
        book.post(depositCash(ACCOUNT, 1_000_000_000), 'c');
        book.post(tradeOf(ACCOUNT, fillOf('BUY', total, buyPrice, fees)), 'c');
        for (const lot of sold) book.post(tradeOf(ACCOUNT, fillOf('SELL', lot, buyPrice)), 'c');
        expect(book.cost('PETR4')).toEqual({ costCentavos: 0, realizedCentavos: 0 - fees });
      }),
    );
  });
});

describe('withdrawable cash', () => {
  const cash = (free: number, reserved: number, due: Record<string, number>): Holding => ({
    free,
    reserved,
    due: new Map(Object.entries(due)),
  });
  test.each([
    ['nothing there', EMPTY_HOLDING, 0],
    ['all of it, when nothing is pending', cash(1_000, 0, {}), 1_000],
    ['not what an open order holds', cash(600, 400, {}), 600],
    ['not what a purchase will take', cash(500, 0, { [DAYS[2]]: 500 }), 500],
    ['not what a sale will bring only later', cash(1_500, 0, { [DAYS[2]]: -500 }), 1_000],
    ['not what leaves before something comes', cash(700, 0, { [DAYS[1]]: 800, [DAYS[2]]: -500 }), 200],
    ['nothing, when an open order lives on proceeds to come', cash(0, 1_000, { [DAYS[1]]: -1_000 }), 0],
  ])('%s', (_what, holding, expected) => {
    expect(withdrawable(holding)).toBe(expected);
  });
});

describe('a book refuses what would break it', () => {
  test('spending what is not there', () => {
    expect(() => emptyBook().post(withdrawCash(ACCOUNT, 1), 'c')).toThrow(/would go to -1/);
  });
  test('legs that do not balance', () => {
    const transfer = depositCash(ACCOUNT, 5);
    expect(() => emptyBook().post({ ...transfer, legs: transfer.legs.slice(1) }, 'c')).toThrow(/sum to 5/);
  });
  test('a transfer that moves nothing', () => {
    expect(() => emptyBook().post(depositCash(ACCOUNT, 0), 'c')).toThrow(/moves nothing/);
  });
});
