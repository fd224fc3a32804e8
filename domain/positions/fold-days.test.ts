import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_BROKERAGE } from '../costs/brokerage.ts';
import { B3_COST_TABLES } from '../costs/cost-table.ts';
import { NO_HELD_POSITION } from '../ledger/position.ts';
import { sum } from '../money/integer.ts';
import { totalCosts } from '../notes/note.ts';
import { NOTHING_UNCOLLECTED } from '../notes/withholding.ts';
import { allAtOnce } from '../steps.ts';
import {
  foldInSteps,
  type AccountChange,
  type AccountDays,
  type AccountHistory,
  type AccountTrade,
  type DayRules,
  type PersonHistory,
} from './fold-days.ts';
import { BILLIONTHS_PER_CENTAVO, costCentavosOf } from './position.ts';

const RULES = {
  tables: B3_COST_TABLES,
  volumesOn: () => ({ allCentavos: 0, dayTradesCentavos: 0 }),
};
/** Closes the trade dates of the only account of a person. */
function foldDays(
  { uncollected, ...history }: AccountHistory & Pick<PersonHistory, 'uncollected'>,
  rules: DayRules,
): AccountDays {
  const folded = allAtOnce(foldInSteps({ accounts: new Map([['', history]]), uncollected }, () => rules));
  return folded.get('') ?? { days: [], positions: history.positions };
}
const DAYS = ['2026-03-16', '2026-03-17', '2026-03-18'] as const;

const tradeOf = (number: number, deal: Pick<AccountTrade, 'side' | 'quantity'> & Deal): AccountTrade => ({
  executionId: `exe_${number}`,
  orderId: `ord_${number}`,
  tradeDate: deal.day,
  settlesOn: '2026-03-20',
  atMs: number,
  ticker: 'PETR4',
  asset: 'PETR4',
  kind: 'PREFERRED_STOCK',
  side: deal.side,
  quantity: deal.quantity,
  priceCentavos: deal.price,
  grossCentavos: deal.quantity * deal.price,
  isAuction: false,
  provisionalCentavos: 0,
  brokerage: NO_BROKERAGE,
});
interface Deal {
  readonly day: string;
  readonly price: number;
}
const deposit = (day: string, quantity: number, costCentavos: number): AccountChange => ({
  asset: 'PETR4',
  day,
  quantity,
  costBillionths: BigInt(costCentavos) * BILLIONTHS_PER_CENTAVO,
  realizedCentavos: 0,
});
const NOTHING = {
  positions: new Map(),
  changes: [],
  trades: [],
  uncollected: NOTHING_UNCOLLECTED,
};

const deals = fc.array(
  fc.record({
    day: fc.constantFrom(...DAYS),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    quantity: fc.integer({ min: 1, max: 500 }),
    price: fc.integer({ min: 1, max: 50_000 }),
  }),
  { maxLength: 25 },
);
/** Deals in the order of their days, as trades that an account with this many shares can make. */
function coverable(list: readonly (Deal & Pick<AccountTrade, 'side' | 'quantity'>)[], held: number) {
  let owned = held;
  const sorted = [...list].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  return sorted.flatMap((deal, number) => {
    if (deal.side === 'SELL' && deal.quantity > owned) return [];
    owned += deal.side === 'BUY' ? deal.quantity : -deal.quantity;
    return tradeOf(number, deal);
  });
}

describe('over any days of an account', () => {
  test('what was paid less what was earned is the cost of the rest less the realized profit', () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 0, max: 300 }), (list, held) => {
        const changes = held > 0 ? [deposit(DAYS[0], held, held * 777)] : [];
        const trades = coverable(list, held);
        const { days, positions } = foldDays({ ...NOTHING, changes, trades }, RULES);
        const position = positions.get('PETR4') ?? NO_HELD_POSITION;
        const signed = sum(
          trades.map(({ side, grossCentavos }) => (side === 'BUY' ? grossCentavos : -grossCentavos)),
        );
        const costs = sum(days.map(({ closed }) => totalCosts(closed.note.costs)));
        const paid = held * 777 + signed + costs;
        expect(costCentavosOf(position) - position.realizedCentavos).toBe(paid);
        if (position.quantity === 0) expect(position.costBillionths).toBe(0n);
      }),
    );
  });

  test('closing them one by one gives the same as closing them together', () => {
    fc.assert(
      fc.property(deals, (list) => {
        const trades = coverable(list, 0);
        const together = foldDays({ ...NOTHING, trades }, RULES);
        let { positions, uncollected } = { positions: new Map(), uncollected: NOTHING_UNCOLLECTED };
        for (const day of DAYS) {
          const ofDay = trades.filter(({ tradeDate }) => tradeDate === day);
          const closed = foldDays({ positions, changes: [], trades: ofDay, uncollected }, RULES);
          positions = new Map(closed.positions);
          uncollected = closed.days[0]?.closed.uncollected ?? uncollected;
        }
        expect(positions).toEqual(together.positions);
      }),
    );
  });
});

test('a change counts before the trades of its day, whenever it was booked', () => {
  const trades = [tradeOf(1, { day: DAYS[1], side: 'SELL', quantity: 50, price: 2_000 })];
  const changes = [deposit(DAYS[1], 100, 100_000), deposit(DAYS[0], 100, 300_000)];
  const { days } = foldDays({ ...NOTHING, changes, trades }, RULES);
  expect(days[0]?.closed.results[0]).toMatchObject({ costCentavos: 100_000, quantity: 50 });
});

test('a day without a cost table cannot be closed', () => {
  const trades = [tradeOf(1, { day: '2013-03-28', side: 'BUY', quantity: 1, price: 1 })];
  expect(() => foldDays({ ...NOTHING, trades }, RULES)).toThrow('no cost table covers 2013-03-28');
});

describe('the tax withheld from sales of a person', () => {
  /** Sells shares for R$ 12,000.00 in an account on each day: tax of R$ 0.60 each. */
  const seller = (...days: readonly string[]) => ({
    positions: new Map(),
    changes: [deposit(DAYS[0], 1_000, 500_000)],
    trades: days.map((day, number) => tradeOf(number, { day, side: 'SELL', quantity: 600, price: 2_000 })),
  });
  const withheldBy = (accounts: Record<string, ReturnType<typeof seller>>) => {
    const person = { accounts: new Map(Object.entries(accounts)), uncollected: NOTHING_UNCOLLECTED };
    return [...allAtOnce(foldInSteps(person, () => RULES))].map(([id, { days }]) => [
      id,
      days.map(({ closed }) =>
        closed.note.withheld.map(({ amountCentavos, isDeducted }) => [amountCentavos, isDeducted]),
      ),
    ]);
  };

  test('is collected once both accounts together pass R$ 1.00', () => {
    expect(withheldBy({ b: seller(DAYS[1]), a: seller(DAYS[0]) })).toEqual([
      ['a', [[[60, false]]]],
      [
        'b',
        [
          [
            [60, true],
            [60, true],
          ],
        ],
      ],
    ]);
  });

  test('on one day passes the limit in the order of the ids', () => {
    const [[, ofA] = [], [, ofB] = []] = withheldBy({ b: seller(DAYS[0]), a: seller(DAYS[0]) });
    expect(ofA).toEqual([[[60, false]]]);
    expect(ofB).toHaveLength(1);
  });

  test('of another person is no part of it', () => {
    expect(withheldBy({ a: seller(DAYS[0]) })).toEqual([['a', [[[60, false]]]]]);
  });
});

test('a day of many trades is closed in steps, none of which works on more than its trades once', () => {
  const trades = Array.from({ length: 5_000 }, (_, number) =>
    tradeOf(number, { day: DAYS[0], side: number % 2 === 0 ? 'BUY' : 'SELL', quantity: 1, price: 1_000 }),
  );
  const { uncollected, positions, changes } = NOTHING;
  const person = { accounts: new Map([['acc_1', { positions, changes, trades }]]), uncollected };
  const items: number[] = [];
  const steps = foldInSteps(person, () => RULES);
  for (let step = steps.next(); !step.done; step = steps.next()) items.push(step.value);
  expect(items.length).toBeGreaterThan(8);
  expect(Math.max(...items)).toBeLessThanOrEqual(trades.length);
});
