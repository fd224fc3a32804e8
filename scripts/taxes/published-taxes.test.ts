import { describe, expect, test } from 'vitest';
import { reportOf, textbook } from './test/report-of.ts';

describe('months', () => {
  const month = (quantity: number): string[] => [
    `2024-01-05,INVE3,BUY,${quantity},10.00`,
    `2024-01-08,INVE3,BUY,${quantity},12.00`,
    `2024-01-10,INVE3,SELL,${quantity * 2},13.00`,
  ];

  test('T1: a month with few sales is exempt (investindows)', async () => {
    const { months, results } = await textbook(month(100));
    expect(results).toMatchObject([{ cost: '2200.00', profit: '400.00' }]);
    expect(months).toMatchObject([
      {
        salesOfStocks: '2600.00',
        isExempt: true,
        pools: { COMMON: { profit: '400.00', base: '0.00', tax: '0.00' } },
        due: '0.00',
        dueOn: null,
      },
    ]);
  });

  test('T2: a month with more sales is not (investindows)', async () => {
    const { months } = await textbook(month(1000));
    expect(months).toMatchObject([
      {
        isExempt: false,
        pools: { COMMON: { profit: '4000.00', base: '4000.00', tax: '600.00' } },
        due: '600.00',
      },
    ]);
  });

  test('T3: a loss that was carried lowers the base (investindows)', async () => {
    const loss = ['2023-12-04,PETR4,BUY,100,12.00', '2023-12-05,PETR4,SELL,100,10.00'];
    const { months } = await textbook([...loss, ...month(1000)]);
    expect(months).toMatchObject([
      { isExempt: true, pools: { COMMON: { profit: '-200.00', base: '0.00', lossCarriedOut: '200.00' } } },
      {
        pools: {
          COMMON: { lossCarriedIn: '200.00', base: '3800.00', tax: '570.00', lossCarriedOut: '0.00' },
        },
      },
    ]);
  });

  test('an exempt profit uses up no loss', async () => {
    const loss = ['2023-12-04,PETR4,BUY,100,12.00', '2023-12-05,PETR4,SELL,100,10.00'];
    const { months } = await textbook([...loss, ...month(100)]);
    expect(months[1]?.pools.COMMON).toEqual({
      profit: '400.00',
      lossCarriedIn: '200.00',
      base: '0.00',
      tax: '0.00',
      lossCarriedOut: '200.00',
    });
  });

  test.each([
    ['BOVA11', 'COMMON', '15.00'],
    ['MXRF11', 'REIT', '20.00'],
  ] as const)('%s is never exempt', async (ticker, pool, tax) => {
    const { months } = await textbook([
      `2024-01-08,${ticker},BUY,100,10.00`,
      `2024-01-10,${ticker},SELL,100,11.00`,
    ]);
    expect(months).toMatchObject([
      { salesOfStocks: '0.00', isExempt: false, pools: { [pool]: { tax } }, due: tax },
    ]);
  });

  test('a tax below R$ 10.00 goes to the next month, over a month without trades', async () => {
    const { months } = await textbook([
      '2024-01-08,BOVA11,BUY,100,10.00',
      '2024-01-10,BOVA11,SELL,50,11.00',
      '2024-03-10,BOVA11,SELL,50,11.00',
    ]);
    expect(months.map(({ carriedIn, due, dueOn }) => [carriedIn, due, dueOn])).toEqual([
      ['0.00', '0.00', null],
      ['7.50', '15.00', '2024-04-30'],
    ]);
  });

  test('losses of one pool lower no other pool', async () => {
    const { months } = await textbook([
      '2024-01-08,MXRF11,BUY,100,10.00',
      '2024-01-10,MXRF11,SELL,100,9.00',
      '2024-01-11,BOVA11,BUY,100,10.00',
      '2024-01-11,BOVA11,SELL,100,8.00',
      '2024-01-12,BOVA11,BUY,100,10.00',
      '2024-01-15,BOVA11,SELL,100,12.00',
    ]);
    expect(months).toMatchObject([
      {
        pools: {
          COMMON: { tax: '30.00' },
          REIT: { lossCarriedOut: '100.00' },
          DAY_TRADE: { lossCarriedOut: '200.00' },
        },
      },
    ]);
  });
});

describe('day trades by volume', () => {
  test.each([
    [1_000, '14991.95', '2998.39', '149.91'],
    [1_000_000, '14993000.00', '2998600.00', '149930.00'],
    [1_000_000_000, '14996150000.00', '2999230000.00', '149961500.00'],
  ])(
    '%d shares from 10.00 to 25.00 (plojr/meca-irpf-daytrade Testes01)',
    async (quantity, profit, tax, withheld) => {
      const { months, notes } = await reportOf([
        `2022-06-20,PETR4,BUY,${quantity},10.00`,
        `2022-06-20,PETR4,SELL,${quantity},25.00`,
      ]);
      expect(notes).toMatchObject([{ withheld: [{ kind: 'DAY_TRADE', base: profit, amount: withheld }] }]);
      expect(months).toMatchObject([{ pools: { DAY_TRADE: { profit, tax } } }]);
    },
  );

  test('from August 2025 the day trades of last month decide their bands', async () => {
    const dayTrade = (day: string): string[] => [
      `${day},PETR4,BUY,1000000,100.00`,
      `${day},PETR4,SELL,1000000,100.00`,
    ];
    const { notes } = await reportOf([...dayTrade('2025-10-15'), ...dayTrade('2025-11-17')]);
    // October 2025: no volume in its window. November: 200 million in a window of 23 days, R$ 8,695,652.17 a day,
    // in B3's form 0.00413 % of it + 23.24, and 0.01487 % of it + 83.76.
    expect(notes.map(({ settlementFee, tradingFee }) => [settlementFee, tradingFee])).toEqual([
      ['36000.00', '10000.00'],
      ['31666.48', '8794.52'],
    ]);
  });
});

describe('withheld tax', () => {
  test('the case of the revenue service: costs on both sides, R$ 0.15 not collected', async () => {
    const { results, notes } = await reportOf([
      '2024-01-08,PETR4,BUY,100,20.00,,,0.65',
      '2024-01-10,PETR4,SELL,100,30.00,,,1.10',
    ]);
    expect(notes[1]).toMatchObject({
      withheld: [{ base: '3000.00', amount: '0.15', isDeducted: false }],
      net: '2998.00',
    });
    expect(results).toMatchObject([{ proceeds: '2998.00', cost: '2001.25', profit: '996.75' }]);
  });

  test('up to R$ 1.00 is not collected, above it is', async () => {
    const sales = (price: string): string[] => [
      '2024-01-08,PETR4,BUY,1000,20.00',
      `2024-01-10,PETR4,SELL,1000,${price}`,
    ];
    const limit = await reportOf(sales('20.00'));
    expect(limit.notes[1]?.withheld).toMatchObject([{ amount: '1.00', isDeducted: false }]);
    expect(limit.months[0]?.withheld).toBe('0.00');
    const above = await reportOf(sales('20.20'));
    expect(above.notes[1]?.withheld).toMatchObject([{ amount: '1.01', isDeducted: true }]);
    expect(above.months[0]?.withheld).toBe('1.01');
  });

  test('the note that passes the limit collects what earlier notes of the month showed', async () => {
    const { notes, months } = await reportOf([
      '2024-01-08,PETR4,BUY,3000,20.00',
      '2024-01-10,PETR4,SELL,600,20.00',
      '2024-01-11,PETR4,SELL,700,20.00',
      '2024-01-12,PETR4,SELL,200,20.00',
      '2024-02-15,PETR4,SELL,100,20.00',
    ]);
    expect(notes.slice(1).map(({ withheld }) => withheld)).toEqual([
      [{ kind: 'ORDINARY', base: '12000.00', amount: '0.60', isDeducted: false }],
      [
        { kind: 'ORDINARY', base: '14000.00', amount: '0.70', isDeducted: true },
        { kind: 'ORDINARY', base: '12000.00', amount: '0.60', isDeducted: true },
      ],
      [{ kind: 'ORDINARY', base: '4000.00', amount: '0.20', isDeducted: true }],
      [{ kind: 'ORDINARY', base: '2000.00', amount: '0.10', isDeducted: false }],
    ]);
    expect(months.map(({ withheld }) => withheld)).toEqual(['1.50', '0.00']);
  });

  test('1 % of the profit of the day trades, losses of the day deducted', async () => {
    const { notes, months, results } = await reportOf([
      '2024-01-10,PETR4,BUY,100,10.00',
      '2024-01-10,PETR4,SELL,100,12.00',
      '2024-01-10,MXRF11,BUY,100,10.00',
      '2024-01-10,MXRF11,SELL,100,9.50',
    ]);
    const profit = results.reduce((total, result) => total + Math.round(Number(result.profit) * 100), 0);
    expect(notes[0]?.withheld).toEqual([
      { kind: 'DAY_TRADE', base: (profit / 100).toFixed(2), amount: '1.49', isDeducted: true },
    ]);
    expect(months[0]?.withheld).toBe('1.49');
  });

  test('withheld tax that a month does not need lowers the tax of later months, until December', async () => {
    const dayTrade = (day: string, bought: string, sold: string): string[] => [
      `${day},PETR4,BUY,100,${bought}`,
      `${day},PETR4,SELL,100,${sold}`,
    ];
    const { months } = await reportOf([
      ...dayTrade('2024-10-02', '30.00', '11.00'),
      ...dayTrade('2024-10-03', '10.00', '20.00'),
      ...dayTrade('2024-11-05', '10.00', '25.00'),
      ...dayTrade('2024-12-05', '30.00', '20.00'),
      ...dayTrade('2024-12-06', '10.00', '15.00'),
      ...dayTrade('2025-01-07', '10.00', '35.00'),
    ]);
    const dayTrades = months.map(({ withheld, due, pools }) => [withheld, pools.DAY_TRADE.tax, due]);
    expect(dayTrades).toEqual([
      ['9.99', '0.00', '0.00'],
      // 119.52 less 14.99 of November and 9.99 of October.
      ['14.99', '119.52', '94.54'],
      ['4.99', '0.00', '0.00'],
      // The 4.99 of December belong to the tax return of 2024.
      ['24.98', '399.45', '374.47'],
    ]);
  });
});
