import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { B3_COST_TABLES, costTableOn, NO_COSTS } from '../costs/cost-table.ts';
import { subtract, sum } from '../money/integer.ts';
import { allAtOnce } from '../steps.ts';
import { dayTradeQuantities, ordinaryPartOf, partOf } from './day-trades.ts';
import { noteInSteps, totalCosts, type MadeNote, type NoteRequest } from './note.ts';
import type { Trade } from './trade.ts';
import { NOTHING_UNCOLLECTED, withhold, withholdingRulesOn } from './withholding.ts';

const trade = (side: Trade['side'], quantity: number, grossCentavos: number, ticker = 'PETR4'): Trade => ({
  ticker,
  asset: ticker.replace(/F$/, ''),
  kind: 'PREFERRED_STOCK',
  side,
  quantity,
  grossCentavos,
  isAuction: false,
});

const makeNote = (day: NoteRequest): MadeNote => allAtOnce(noteInSteps(day));

const request = (trades: readonly Trade[]): NoteRequest => ({
  tradeDate: '2024-05-21',
  settlesOn: '2024-05-23',
  trades,
  costTable: costTableOn(B3_COST_TABLES, '2024-05-21') ?? NO_COSTS,
  adtvCentavos: 0,
  dayTradeAdtvCentavos: 0,
  brokerageCentavos: 0,
  otherCentavos: 0,
  withholding: withholdingRulesOn('2024-05-21'),
  uncollected: NOTHING_UNCOLLECTED,
});

const anyTrade: fc.Arbitrary<Trade> = fc
  .tuple(
    fc.constantFrom('BUY' as const, 'SELL' as const),
    fc.integer({ min: 1, max: 1_000 }),
    fc.integer({ min: 1, max: 100_000 }),
    fc.constantFrom('PETR4', 'PETR4F', 'VALE3'),
  )
  .map(([side, quantity, price, ticker]) => trade(side, quantity, quantity * price, ticker));
const trades = fc.array(anyTrade, { minLength: 1, maxLength: 15 });

describe('day trades', () => {
  test('pair the smaller side of each asset whole', () => {
    fc.assert(
      fc.property(trades, (day) => {
        const paired = dayTradeQuantities(day);
        for (const asset of ['PETR4', 'VALE3']) {
          const of = (side: Trade['side'], amounts: readonly number[]): number =>
            sum(amounts.filter((_, index) => day[index]?.asset === asset && day[index]?.side === side));
          const quantities = day.map(({ quantity }) => quantity);
          const smaller = Math.min(of('BUY', quantities), of('SELL', quantities));
          expect([of('BUY', paired), of('SELL', paired)]).toEqual([smaller, smaller]);
        }
      }),
    );
  });

  test('both markets of an asset are one asset', () => {
    expect(dayTradeQuantities([trade('BUY', 100, 1_000), trade('SELL', 30, 300, 'PETR4F')])).toEqual([
      30, 30,
    ]);
  });

  test('parts of a line sum to the line', () => {
    fc.assert(
      fc.property(anyTrade, fc.nat({ max: 500 }), fc.nat({ max: 1_000 }), (line, costsCentavos, cut) => {
        const whole = { trade: line, dayTradeQuantity: 0, costsCentavos };
        const at = Math.min(cut, line.quantity);
        const parts = [partOf(whole, 0, at), partOf(whole, at, line.quantity)];
        expect(sum(parts.map((part) => part.costsCentavos))).toBe(costsCentavos);
        expect(sum(parts.map((part) => part.grossCentavos))).toBe(line.grossCentavos);
      }),
    );
  });
});

describe('notes', () => {
  test('lines share all costs, and the net is sales less purchases, costs and deducted tax', () => {
    fc.assert(
      fc.property(
        trades,
        fc.nat({ max: 5_000 }),
        fc.nat({ max: 500 }),
        (day, brokerageCentavos, otherCentavos) => {
          const { note } = makeNote({ ...request(day), brokerageCentavos, otherCentavos });
          expect(sum(note.lines.map((line) => line.costsCentavos))).toBe(totalCosts(note.costs));
          const deducted = sum(
            note.withheld.filter((tax) => tax.isDeducted).map((tax) => tax.amountCentavos),
          );
          expect(note.netCentavos).toBe(
            note.soldCentavos - note.boughtCentavos - totalCosts(note.costs) - deducted,
          );
        },
      ),
    );
  });

  test('day trades and ordinary parts sum to the sales', () => {
    fc.assert(
      fc.property(trades, (day) => {
        const { note } = makeNote(request(day));
        const ordinary = note.lines
          .filter((line) => line.trade.side === 'SELL')
          .map(ordinaryPartOf)
          .map((part) => subtract(part.grossCentavos, part.costsCentavos));
        const costs = sum(
          note.lines.filter((line) => line.trade.side === 'SELL').map((line) => line.costsCentavos),
        );
        const proceeds = sum(note.dayTrades.map((dayTrade) => dayTrade.proceedsCentavos));
        expect(proceeds + sum(ordinary)).toBe(note.soldCentavos - costs);
      }),
    );
  });

  test('costs above the proceeds make a note that the client pays', () => {
    const { note } = makeNote({ ...request([trade('SELL', 1, 10)]), brokerageCentavos: 500 });
    expect(note.netCentavos).toBe(10 - 500 - 48);
  });

  test('a note without trades is empty', () => {
    expect(makeNote(request([])).note).toMatchObject({ lines: [], netCentavos: 0, withheld: [] });
  });
});

describe('withholding', () => {
  const rules = withholdingRulesOn('2024-05-21');

  test('has no rules before 2005', () => {
    expect(withholdingRulesOn('2004-12-31')).toBeNull();
  });

  test('collects the whole month once its tax passes R$ 1.00, and nothing before', () => {
    if (!rules) throw new Error('no rules');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3_000_000 }), { maxLength: 10 }), (sales) => {
        let uncollected = NOTHING_UNCOLLECTED;
        let shown = 0;
        let collected = 0;
        for (const amount of sales) {
          const made = withhold(rules, '2024-05-21', { sales: amount, dayTradeProfit: 0 }, uncollected);
          uncollected = made.uncollected;
          shown += made.withheld[0]?.amountCentavos ?? 0;
          collected += sum(made.withheld.filter((tax) => tax.isDeducted).map((tax) => tax.amountCentavos));
          expect(collected).toBe(shown > 100 ? shown : 0);
        }
      }),
    );
  });

  test('a loss with day trades withholds nothing', () => {
    if (!rules) throw new Error('no rules');
    const made = withhold(rules, '2024-05-21', { sales: 0, dayTradeProfit: -1 }, NOTHING_UNCOLLECTED);
    expect(made.withheld).toEqual([]);
  });
});
