import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAccountBook, type AccountBook } from './account-book.ts';
import { EMPTY_HOLDING, ownedOf, removableOf, settledOf, type Holding } from './holding.ts';
import { CASH, sumsByAsset } from './leg.ts';
import { costAtAverage } from './position.ts';
import {
  custodyTransfer,
  depositTransfer,
  feeTransfer,
  releaseTransfer,
  reserveTransfer,
  settlementTransfer,
  tradeTransfer,
  withdrawalTransfer,
} from './transfers.ts';
import type { Fill } from './transfers.ts';

const ACCOUNT = 'acc_1';
const CAUSE = { correlationId: 'c', atMs: 1_000 };
const DAYS = ['2026-03-16', '2026-03-17', '2026-03-18'] as const;
const TICKERS = ['PETR4', 'VALE3'] as const;

const emptyBook = (): AccountBook =>
  openAccountBook({ accountId: ACCOUNT, sequence: 0, holdings: new Map(), positions: new Map() }, DAYS);

const fillOf = (side: Fill['side'], quantity: number, priceCentavos: number, feesCentavos = 0): Fill => ({
  orderId: 'ord_1',
  side,
  ticker: 'PETR4F',
  custodyTicker: 'PETR4',
  quantity,
  priceCentavos,
  grossCentavos: quantity * priceCentavos,
  costs: [{ name: 'TRADING', amountCentavos: feesCentavos }],
  settlesOn: DAYS[2],
});

/** One action of an account in a random history. Amounts above the balance are reduced to it. */
type Step =
  | { type: 'deposit' | 'withdraw' | 'reserve' | 'release'; amount: number }
  | { type: 'deposit-shares' | 'hold' | 'release-hold'; ticker: string; quantity: number; price: number }
  | { type: 'buy' | 'sell'; ticker: string; quantity: number; price: number; fees: number; day: string }
  | { type: 'settle'; day: string };

const amount = fc.integer({ min: 1, max: 10_000_000 });
const ticker = fc.constantFrom(...TICKERS);
const quantity = fc.integer({ min: 1, max: 1_000 });
const price = fc.integer({ min: 1, max: 10_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constantFrom('deposit', 'withdraw', 'reserve', 'release'), amount }),
  fc.record({ type: fc.constantFrom('deposit-shares', 'hold', 'release-hold'), ticker, quantity, price }),
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

/** Reference model: plain sums without buckets and legs. */
interface Model {
  cash: number;
  owned: Map<string, number>;
  /** Cost of deposited shares. */
  deposited: Map<string, number>;
}

const newModel = (): Model => ({ cash: 0, owned: new Map(), deposited: new Map() });
const change = (sums: Map<string, number>, key: string, by: number): unknown =>
  sums.set(key, (sums.get(key) ?? 0) + by);

function apply(book: AccountBook, model: Model, next: Step): void {
  switch (next.type) {
    case 'deposit':
    case 'withdraw':
    case 'reserve':
    case 'release':
      return moveCash(book, model, next.type, next.amount);
    case 'deposit-shares':
    case 'hold':
    case 'release-hold':
      return moveShares(book, model, next);
    case 'buy':
    case 'sell':
      return trade(book, model, next);
    case 'settle':
      for (const asset of book.assets()) {
        for (const [day, due] of book.holding(asset).due) {
          if (day <= next.day) book.post(settlementTransfer(ACCOUNT, asset, day, due), CAUSE);
        }
      }
  }
}

function moveCash(book: AccountBook, model: Model, type: string, requested: number): void {
  const cash = book.holding(CASH);
  const limits: Record<string, number> = {
    deposit: requested,
    withdraw: removableOf(cash),
    reserve: cash.free,
    release: cash.reserved,
  };
  const amount = Math.min(requested, limits[type] ?? 0);
  if (amount === 0) return;
  if (type === 'deposit') book.post(depositTransfer(ACCOUNT, amount), CAUSE);
  else if (type === 'withdraw') book.post(withdrawalTransfer(ACCOUNT, amount), CAUSE);
  else if (type === 'reserve') book.post(reserveTransfer(ACCOUNT, 'ord', CASH, amount), CAUSE);
  else book.post(releaseTransfer(ACCOUNT, 'ord', CASH, amount), CAUSE);
  if (type === 'deposit') model.cash += amount;
  if (type === 'withdraw') model.cash -= amount;
}

function moveShares(
  book: AccountBook,
  model: Model,
  next: Extract<Step, { type: 'deposit-shares' | 'hold' | 'release-hold' }>,
): void {
  const held = book.holding(next.ticker);
  if (next.type === 'deposit-shares') {
    book.post(custodyTransfer(ACCOUNT, next.ticker, costingOf(next)), CAUSE);
    change(model.owned, next.ticker, next.quantity);
    change(model.deposited, next.ticker, next.quantity * next.price);
    return;
  }
  const isHold = next.type === 'hold';
  const quantity = Math.min(next.quantity, isHold ? held.free : held.reserved);
  if (quantity === 0) return;
  book.post((isHold ? reserveTransfer : releaseTransfer)(ACCOUNT, 'ord', next.ticker, quantity), CAUSE);
}

/** Cost of a deposit: its price is in centavos. */
const costingOf = ({ quantity, price }: { quantity: number; price: number }) => ({
  day: DAYS[0],
  quantity,
  costBillionths: costAtAverage(quantity, price * 100),
});

function trade(book: AccountBook, model: Model, next: Extract<Step, { type: 'buy' | 'sell' }>): void {
  const isBuy = next.type === 'buy';
  const gross = next.quantity * next.price;
  const fees = Math.min(next.fees, gross);
  const affordable = isBuy
    ? gross + fees <= book.holding(CASH).free
    : next.quantity <= book.holding(next.ticker).free;
  if (!affordable) return;
  const base = fillOf(isBuy ? 'BUY' : 'SELL', next.quantity, next.price, fees);
  const fill = { ...base, ticker: next.ticker, custodyTicker: next.ticker, settlesOn: next.day };
  book.post(tradeTransfer(ACCOUNT, fill), CAUSE);
  const costs = feeTransfer(ACCOUNT, fill);
  if (costs) book.post(costs, CAUSE);
  const paid = isBuy ? gross + fees : fees - gross;
  model.cash -= paid;
  change(model.owned, next.ticker, isBuy ? next.quantity : -next.quantity);
}

describe('any history of an account', () => {
  test('agrees with the model, balances every transfer and never overdraws', () => {
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
        for (const ticker of TICKERS) {
          expect(ownedOf(book.holding(ticker))).toBe(model.owned.get(ticker) ?? 0);
          const { costBillionths = 0n } = book.position(ticker) ?? {};
          expect(costBillionths).toBe(BigInt(model.deposited.get(ticker) ?? 0) * 10_000_000n);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('settles exactly the owned amounts', () => {
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

describe('a fractional trade', () => {
  test('moves the shares of the position in custody', () => {
    const book = emptyBook();
    book.post(depositTransfer(ACCOUNT, 1_000_000), CAUSE);
    book.post(tradeTransfer(ACCOUNT, fillOf('BUY', 50, 2_000)), CAUSE);
    book.post(tradeTransfer(ACCOUNT, { ...fillOf('BUY', 50, 2_000), ticker: 'PETR4' }), CAUSE);
    expect(book.holding('PETR4').free).toBe(100);
    book.post(reserveTransfer(ACCOUNT, 'ord_2', 'PETR4', 100), CAUSE);
    expect(book.holding('PETR4').reserved).toBe(100);
  });
});

describe('costs beyond the available cash', () => {
  const sellAtALoss = (book: AccountBook): void => {
    const fill = fillOf('SELL', 1, 1, 5);
    book.post(custodyTransfer(ACCOUNT, 'PETR4', costingOf({ quantity: 1, price: 1 })), CAUSE);
    book.post(tradeTransfer(ACCOUNT, fill), CAUSE);
    const costs = feeTransfer(ACCOUNT, fill);
    if (costs) book.post(costs, CAUSE);
  };

  test('are owed, shown, and repaid first by the next credit', () => {
    const book = emptyBook();
    sellAtALoss(book);
    const [, , charged] = book.entries();
    expect(charged).toMatchObject({
      amountCentavos: -5,
      cash: { availableCentavos: 0, owedCentavos: 4, settledCentavos: 0, withdrawableCentavos: 0 },
    });
    expect([...sumsByAsset(charged?.transfer.legs ?? []).values()]).toEqual([0]);
    const repaid = book.post(depositTransfer(ACCOUNT, 10), CAUSE);
    expect(repaid).toMatchObject({ amountCentavos: 10, cash: { availableCentavos: 6, owedCentavos: 0 } });
  });

  test('a smaller credit repays a part', () => {
    const book = emptyBook();
    sellAtALoss(book);
    book.post(depositTransfer(ACCOUNT, 3), CAUSE);
    expect(book.holding(CASH)).toMatchObject({ free: 0, owed: 1 });
    expect(() => book.post(withdrawalTransfer(ACCOUNT, 1), CAUSE)).toThrow(/would go to -1/);
  });
});

describe('withdrawable cash', () => {
  const cash = (free: number, reserved: number, due: Record<string, number>): Holding => ({
    free,
    reserved,
    owed: 0,
    due: new Map(Object.entries(due)),
  });
  test.each([
    ['nothing in an empty account', EMPTY_HOLDING, 0],
    ['everything without open orders and unsettled trades', cash(1_000, 0, {}), 1_000],
    ['not the amount held for an open order', cash(600, 400, {}), 600],
    ['not the cost of an unsettled purchase', cash(500, 0, { [DAYS[2]]: 500 }), 500],
    ['not the proceeds of an unsettled sale', cash(1_500, 0, { [DAYS[2]]: -500 }), 1_000],
    ['not an amount due before later proceeds', cash(700, 0, { [DAYS[1]]: 800, [DAYS[2]]: -500 }), 200],
    ['nothing while an open order uses unsettled proceeds', cash(0, 1_000, { [DAYS[1]]: -1_000 }), 0],
  ])('%s', (_name, holding, expected) => {
    expect(removableOf(holding)).toBe(expected);
  });
});

describe('an account book throws on', () => {
  test('a balance below zero', () => {
    expect(() => emptyBook().post(withdrawalTransfer(ACCOUNT, 1), CAUSE)).toThrow(/would go to -1/);
  });
  test('legs that do not balance', () => {
    const transfer = depositTransfer(ACCOUNT, 5);
    expect(() => emptyBook().post({ ...transfer, legs: transfer.legs.slice(1) }, CAUSE)).toThrow(/sum to 5/);
  });
  test('a transfer without legs', () => {
    expect(() => emptyBook().post(depositTransfer(ACCOUNT, 0), CAUSE)).toThrow(/moves nothing/);
  });
});
