import { expect, test } from 'vitest';
import { foundMonths, type MonthCase } from './test/month-case.ts';

/** A purchase and a later sale of 1,000 shares. */
const roundTrip = (bought: string, sold: string, shares = 1000): string[] => [
  `2022-06-01,ITUB4,BUY,1000,${bought}`,
  `2022-06-02,ITUB4,SELL,${shares},${sold}`,
];

const CALCULATORS: readonly MonthCase[] = [
  ...(
    [
      ['Y1 a loss of a centavo a share', roundTrip('20.00', '19.99'), true, '19990.00', '0.00', '0.00'],
      [
        'Y2 no result, sales of exactly R$ 20,000',
        roundTrip('20.00', '20.00'),
        true,
        '20000.00',
        '0.00',
        '0.00',
      ],
      ['Y3 sales of R$ 20,010', roundTrip('19.99', '20.01'), false, '20010.00', '20.00', '3.00'],
      [
        'Y4 a loss with sales of R$ 10,000',
        roundTrip('30.00', '20.00', 500),
        true,
        '10000.00',
        '0.00',
        '0.00',
      ],
      [
        'Y5 no result, sales of R$ 22,500',
        roundTrip('150.00', '150.00', 150),
        false,
        '22500.00',
        '0.00',
        '0.00',
      ],
      // The source taxes this profit: it left the exemption out. Sales of R$ 15,000 are exempt.
      [
        'Y6 a profit of R$ 5,000 with sales of R$ 15,000',
        roundTrip('20.00', '30.00', 500),
        true,
        '15000.00',
        '0.00',
        '0.00',
      ],
    ] as const
  ).map(([id, rows, isExempt, sales, base, tax]) => ({
    id,
    source: 'matheusmota3242/calculadora-ir-bolsa CarteiraTest',
    rows,
    months: [
      {
        month: '2022-06',
        isExempt,
        sales,
        common: [base, tax] as const,
      },
    ],
  })),
  {
    id: 'Y7 two sales of one month, one above and one below the average',
    source: 'matheusmota3242/calculadora-ir-bolsa CarteiraTest',
    rows: [
      '2022-06-01,ITUB4,BUY,2000,20.00',
      '2022-06-02,ITUB4,SELL,1000,20.01',
      '2022-06-03,ITUB4,SELL,1000,19.99',
    ],
    months: [{ month: '2022-06', isExempt: false, sales: '40000.00', common: ['0.00', '0.00'] }],
  },
  {
    id: 'Y8 day trades of two prices',
    source: 'calculadora-ir-stocks/server StocksIncomeTaxesTests',
    rows: [
      '2023-01-02,PETR4,BUY,1,10000.00',
      '2023-01-02,PETR4,SELL,1,15054.43',
      '2023-01-02,PETR4,BUY,1,9432.00',
      '2023-01-02,PETR4,SELL,1,11324.00',
    ],
    months: [{ month: '2023-01', sales: '0.00', dayTrade: ['6946.43', '1389.29'] }],
  },
  {
    id: 'Y9 day trades whose losses exceed a profit',
    source: 'calculadora-ir-stocks/server StocksIncomeTaxesTests',
    rows: [
      '2023-01-02,PETR4,BUY,1,12324.00',
      '2023-01-02,PETR4,SELL,1,10324.32',
      '2023-01-03,PETR4,BUY,1,5465.00',
      '2023-01-03,PETR4,SELL,1,3487.00',
      '2023-01-04,PETR4,BUY,1,2355.00',
      '2023-01-04,PETR4,SELL,1,3324.00',
    ],
    months: [{ month: '2023-01', dayTrade: ['0.00', '0.00'], due: '0.00' }],
  },
  {
    id: 'Y10 sales above R$ 20,000 with a profit and a loss',
    source: 'calculadora-ir-stocks/server StocksIncomeTaxesTests',
    rows: [
      '2023-01-02,PETR4,BUY,1,24043.00',
      '2023-01-03,PETR4,SELL,1,28394.00',
      '2023-01-04,PETR4,BUY,1,9032.00',
      '2023-01-05,PETR4,SELL,1,6500.00',
    ],
    months: [{ month: '2023-01', sales: '34894.00', common: ['1819.00', '272.85'] }],
  },
  {
    id: 'Y11 a day trade beside exempt sales',
    source: 'calculadora-ir-stocks/server StocksIncomeTaxesTests',
    rows: [
      '2023-01-02,PETR4,BUY,1,5467.00',
      '2023-01-03,PETR4,SELL,1,6587.00',
      '2023-01-04,PETR4,BUY,1,7653.00',
      '2023-01-04,PETR4,SELL,1,8653.00',
    ],
    months: [{ month: '2023-01', isExempt: true, common: ['0.00', '0.00'], dayTrade: ['1000.00', '200.00'] }],
  },
  {
    // The source counts the day trade's sale of 19,654 in the limit. IN RFB 1585/2015 art. 59: the exemption is not for day trades.
    id: 'Y12 the sale of a day trade is no part of the R$ 20,000',
    source: 'calculadora-ir-stocks/server StocksIncomeTaxesTests',
    rows: [
      '2023-01-02,PETR4,BUY,1,5467.00',
      '2023-01-03,PETR4,SELL,1,6587.00',
      '2023-01-04,PETR4,BUY,1,7653.00',
      '2023-01-04,PETR4,SELL,1,19654.00',
    ],
    months: [{ month: '2023-01', isExempt: true, sales: '6587.00', dayTrade: ['12001.00', '2400.20'] }],
  },
  {
    id: 'Y13 two shares of a day trade',
    source: 'calculadora-ir-stocks/server BigBangTests',
    rows: ['2023-01-02,PETR4,BUY,2,64.00', '2023-01-02,PETR4,SELL,2,102.00'],
    months: [{ month: '2023-01', dayTrade: ['76.00', '15.20'] }],
  },
  {
    id: 'Y14 a REIT, an ETF and a day trade with an ETF',
    source: 'calculadora-ir-stocks/server BigBangTests',
    rows: [
      '2023-02-01,MXRF11,BUY,1,201.00',
      '2023-02-01,BOVA11,BUY,1,50.00',
      '2023-02-02,MXRF11,SELL,1,302.00',
      '2023-02-02,BOVA11,SELL,1,72.00',
      '2023-02-06,IVVB11,BUY,1,50.00,,,,ETF',
      '2023-02-06,IVVB11,SELL,1,92.00',
    ],
    months: [
      {
        month: '2023-02',
        common: ['22.00', '3.30'],
        reit: ['101.00', '20.20'],
        dayTrade: ['42.00', '8.40'],
        due: '31.90',
      },
    ],
  },
  {
    // The source pairs the day's sale with the average of all; the first purchase of the day is its pair (art. 65 § 3).
    id: 'Y15 stocks, day trades with a loss and a BDR',
    source: 'calculadora-ir-stocks/server BigBangTests, corrected',
    rows: [
      '2023-01-02,PETR4,BUY,1,53.00',
      '2023-01-02,VALE3,BUY,1,53.00',
      '2023-01-03,PETR4,BUY,1,64.00',
      '2023-01-03,VALE3,BUY,1,64.00',
      '2023-01-03,VALE3,BUY,1,102.00',
      '2023-01-03,VALE3,SELL,1,104.00',
      '2023-01-04,PETR4,SELL,1,102.00',
      '2023-01-10,MUSI3,BUY,1,18320.00',
      '2023-01-11,MUSI3,SELL,1,21439.00',
      '2023-01-16,CORP4,BUY,1,743.00',
      '2023-01-16,CORP4,SELL,1,893.00',
      '2023-01-17,TETA4,BUY,1,20.00',
      '2023-01-17,TETA4,SELL,1,10.00',
      '2023-01-20,GOGL34,BUY,1,743.00',
      '2023-01-23,GOGL34,SELL,1,893.00',
    ],
    months: [
      {
        month: '2023-01',
        sales: '21541.00',
        common: ['3312.50', '496.88'],
        dayTrade: ['180.00', '36.00'],
        due: '532.88',
      },
    ],
  },
  ...(
    [
      [
        'Y16 half of a position',
        '2025-01-06,PETR4,BUY,100,25.00',
        '2025-01-20,PETR4,SELL,50,30.00',
        '2025-01',
        true,
        ['0.00', '0.00'],
      ],
      [
        'Y17 half of a larger one',
        '2025-02-03,VALE3,BUY,1000,50.00',
        '2025-02-14,VALE3,SELL,500,60.00',
        '2025-02',
        false,
        ['5000.00', '750.00'],
      ],
    ] as const
  ).map(([id, buy, sell, month, isExempt, common]) => ({
    id,
    source: 'kov/interest tax_integration_tests',
    rows: [buy, sell],
    months: [{ month, isExempt, common }],
  })),
  {
    id: 'Y18 a small day trade is taxed',
    source: 'kov/interest tax_integration_tests',
    rows: ['2025-03-10,MGLU3,BUY,100,10.00', '2025-03-10,MGLU3,SELL,100,12.00'],
    months: [{ month: '2025-03', dayTrade: ['200.00', '40.00'], due: '40.00' }],
  },
  {
    id: 'Y19 a small sale of a REIT is taxed',
    source: 'kov/interest tax_integration_tests',
    rows: ['2025-04-01,MXRF11,BUY,100,10.00', '2025-04-15,MXRF11,SELL,50,12.00'],
    months: [{ month: '2025-04', reit: ['100.00', '20.00'], due: '20.00' }],
  },
  {
    id: 'Y20 a small sale of subscription rights is taxed at 15 %, of a REIT too',
    source: 'Solução de Consulta Cosit 166/2021, as blog.myprofitweb.com has it',
    rows: [
      '2024-07-01,PETR2,BUY,1000,0.50',
      '2024-07-01,HGLG12,BUY,1000,0.50,,,,RIGHT',
      '2024-07-10,PETR2,SELL,1000,1.50',
      '2024-07-10,HGLG12,SELL,1000,1.50',
    ],
    months: [
      { month: '2024-07', isExempt: false, sales: '0.00', common: ['2000.00', '300.00'], due: '300.00' },
    ],
  },
];

test.each(CALCULATORS)('$id ($source)', async ({ rows, months }) => {
  expect(await foundMonths(rows, months)).toEqual(months);
});
