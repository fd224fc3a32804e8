import { describe, expect, test } from 'vitest';
import { createTradingCalendar } from '../calendar/trading-calendar.ts';
import type { AssetKind } from '../market/instrument.ts';
import type { ResultKind } from '../notes/withholding.ts';
import type { TradeResult } from '../positions/day-results.ts';
import { capitalGainTax } from './capital-gain.ts';
import { taxDueOn } from './due-day.ts';
import { addToMonth, closeMonth, emptyMonth, NOTHING_CARRIED, type TaxMonth } from './month.ts';
import { dividendTax, jcpTax } from './proceeds.ts';
import { isStock, poolOf, taxRulesOn } from './tax-rules.ts';
import { taxYearOf } from './year.ts';

const result = (
  kind: AssetKind,
  grossCentavos: number,
  profitCentavos: number,
  dayTrade: ResultKind = 'ORDINARY',
): TradeResult => ({
  tradeDate: '2024-01-10',
  trade: { ticker: 'X', asset: 'X', kind, side: 'SELL', quantity: 1, grossCentavos, isAuction: false },
  kind: dayTrade,
  quantity: 1,
  grossCentavos,
  proceedsCentavos: grossCentavos,
  costCentavos: grossCentavos - profitCentavos,
  profitCentavos,
});

/** Closes months one after the other. */
function closeAll(
  months: readonly (readonly [month: string, results: readonly TradeResult[], withheld?: number])[],
) {
  let carried = NOTHING_CARRIED;
  const closed: TaxMonth[] = [];
  for (const [month, results, withheldCentavos = 0] of months) {
    const rules = taxRulesOn(month);
    if (!rules) throw new Error('no rules');
    const sums = { ...addToMonth(emptyMonth(month), results, []), withheldCentavos };
    const end = closeMonth(rules, sums, carried);
    carried = end.carried;
    closed.push(end.month);
  }
  return { months: closed, carried };
}

describe('months', () => {
  test('exactly R$ 20,000.00 of sales are exempt, a centavo more is not', () => {
    const profit = (sales: number) =>
      closeAll([['2024-01', [result('COMMON_STOCK', sales, 100_000)]]]).months[0];
    expect(profit(2_000_000)).toMatchObject({
      isExempt: true,
      exemptProfitCentavos: 100_000,
      dueCentavos: 0,
    });
    expect(profit(2_000_001)).toMatchObject({
      isExempt: false,
      exemptProfitCentavos: 0,
      dueCentavos: 15_000,
    });
  });

  test('an exempt profit with stocks and a taxed one with ETFs share a month', () => {
    const { months } = closeAll([
      ['2024-01', [result('UNIT', 100_000, 50_000), result('ETF', 100_000, 10_000)]],
    ]);
    expect(months[0]?.pools.COMMON).toMatchObject({
      profitCentavos: 60_000,
      baseCentavos: 10_000,
      taxCentavos: 1_500,
    });
  });

  test('a loss with stocks in a month with few sales lowers the profit with ETFs', () => {
    const { months } = closeAll([
      ['2024-01', [result('UNIT', 100_000, -4_000), result('ETF', 100_000, 10_000)]],
    ]);
    expect(months[0]).toMatchObject({ isExempt: true, pools: { COMMON: { baseCentavos: 6_000 } } });
  });

  test('a day trade counts neither as sales of stocks nor as exempt', () => {
    const { months } = closeAll([['2024-01', [result('COMMON_STOCK', 100_000, 10_000, 'DAY_TRADE')]]]);
    expect(months[0]).toMatchObject({ salesOfStocksCentavos: 0, isExempt: false, dueCentavos: 2_000 });
  });

  test('losses are carried without limit and used once', () => {
    const { months } = closeAll([
      ['2020-12', [result('ETF', 100_000, -30_000)]],
      ['2024-01', [result('ETF', 100_000, 20_000)]],
      ['2024-02', [result('ETF', 100_000, 20_000)]],
    ]);
    expect(
      months.map(({ pools }) => [pools.COMMON.baseCentavos, pools.COMMON.lossCarriedOutCentavos]),
    ).toEqual([
      [0, 30_000],
      [0, 10_000],
      [10_000, 0],
    ]);
  });

  test.each([
    [9_99, 0],
    [10_00, 10_00],
  ])('a tax of %d centavos pays %d', (tax, due) => {
    expect(closeAll([['2024-01', [result('REIT', tax * 5, tax * 5)]]]).months[0]?.dueCentavos).toBe(due);
  });

  test('small taxes add up over years', () => {
    const small = [result('REIT', 3_000, 3_000)];
    const { months } = closeAll([
      ['2023-12', small],
      ['2024-01', small],
      ['2024-05', [...small, ...small]],
    ]);
    expect(months.map(({ carriedInCentavos, dueCentavos }) => [carriedInCentavos, dueCentavos])).toEqual([
      [0, 0],
      [600, 1_200],
      [0, 1_200],
    ]);
  });

  test('withheld tax is deducted until December; the rest belongs to the tax return', () => {
    const profit = [result('REIT', 100_000, 50_000)];
    const { months, carried } = closeAll([
      ['2023-11', [], 3_000],
      ['2023-12', profit, 8_500],
      ['2024-01', profit, 100],
    ]);
    expect(months.map(({ dueCentavos }) => dueCentavos)).toEqual([0, 0, 9_900]);
    expect(carried).toMatchObject({ withheldCentavos: 0, withheldYear: '2024' });
    const december = closeAll([
      ['2023-11', [], 3_000],
      ['2023-12', profit, 8_500],
    ]);
    expect(taxYearOf('2023', december.months, december.carried)).toMatchObject({
      taxCentavos: 10_000,
      dueCentavos: 0,
      withheldCentavos: 11_500,
      withheldLeftCentavos: 1_500,
    });
  });

  test.each([
    ['COMMON_STOCK', 'ORDINARY', 'COMMON', true],
    ['UNIT', 'DAY_TRADE', 'DAY_TRADE', true],
    ['REIT', 'ORDINARY', 'REIT', false],
    ['REIT', 'DAY_TRADE', 'REIT', false],
    ['BDR', 'ORDINARY', 'COMMON', false],
    ['RIGHT', 'ORDINARY', 'COMMON', false],
    ['RECEIPT', 'ORDINARY', 'COMMON', false],
  ] as const)('a result with a %s, %s, belongs to %s; exemption: %s', (kind, resultKind, pool, exempt) => {
    expect([poolOf(kind, resultKind), isStock(kind)]).toEqual([pool, exempt]);
  });

  test('there are no rules before 2005', () => {
    expect([taxRulesOn('2004-12'), taxRulesOn('2004-12-31')]).toEqual([null, null]);
    expect(taxRulesOn('2005-01')).not.toBeNull();
  });
});

describe('the day on which a tax is due', () => {
  test.each([
    ['2024-01', '2024-02-29'],
    ['2024-02', '2024-03-28'],
    ['2017-01', '2017-02-24'],
    ['2018-04', '2018-05-30'],
    ['2024-11', '2024-12-30'],
    ['2023-12', '2024-01-31'],
    ['2025-04', '2025-05-30'],
  ])('of %s is %s', (month, day) => {
    expect(taxDueOn(createTradingCalendar(), month)).toBe(day);
  });
});

describe('payments of companies', () => {
  test('interest on equity: 15 %, from 2026 17.5 %', () => {
    expect([jcpTax('2025-12-30', 10_001), jcpTax('2026-01-02', 10_001)]).toEqual([1_500, 1_750]);
  });

  test('dividends: 10 % of the whole month once it passes R$ 50,000, from 2026', () => {
    const before = { grossCentavos: 3_000_000, withheldCentavos: 0 };
    expect(dividendTax('2025-12-30', 9_000_000, before, false)).toBe(0);
    expect(dividendTax('2026-01-20', 2_000_000, before, false)).toBe(0);
    expect(dividendTax('2026-01-20', 2_000_001, before, false)).toBe(500_000);
    expect(
      dividendTax('2026-01-21', 10_000, { grossCentavos: 5_000_001, withheldCentavos: 500_000 }, false),
    ).toBe(1_000);
    expect(dividendTax('2026-01-20', 9_000_000, before, true)).toBe(0);
  });

  test('payments before 1996 have no rules', () => {
    expect(() => jcpTax('1995-12-29', 1)).toThrow(/no rules/);
  });
});

describe('capital paid back beyond the cost', () => {
  test('is a gain of its own: no loss is deducted, and its tax is no part of the month', () => {
    const rules = taxRulesOn('2026-03');
    if (!rules) throw new Error('no rules');
    const carried = { ...NOTHING_CARRIED, lossCentavos: { COMMON: 50_000, REIT: 0, DAY_TRADE: 0 } };
    const paidBack = { ...result('COMMON_STOCK', 30_000, 10_001), kind: 'CAPITAL_RETURN' as const };
    const sums = addToMonth(emptyMonth('2026-03'), [paidBack], []);
    const { month } = closeMonth(rules, sums, carried);
    expect(month).toMatchObject({
      salesOfStocksCentavos: 0,
      dueCentavos: 0,
      capitalGain: { profitCentavos: 10_001, taxCentavos: 1_500 },
      pools: { COMMON: { profitCentavos: 0, lossCarriedOutCentavos: 50_000 } },
    });
    expect(poolOf('REIT', 'CAPITAL_RETURN')).toBe('CAPITAL_GAIN');
  });

  test.each([
    ['2016-12', 600_000_000, 90_000_000],
    ['2017-01', 500_000_000, 75_000_000],
    ['2017-01', 600_000_000, 92_500_000],
    ['2026-03', 4_000_000_000, 787_500_000],
    ['2026-03', 1, 0],
    ['2026-03', 0, 0],
  ])('in %s, of %i centavos, is taxed with %i', (month, gain, tax) => {
    expect(capitalGainTax(month, gain)).toBe(tax);
  });
});
