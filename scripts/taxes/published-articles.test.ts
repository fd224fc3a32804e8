import { expect, test } from 'vitest';
import { foundMonths, type MonthCase } from './test/month-case.ts';

/** A sale of one share at a result, on two days of a month, with sales above R$ 20,000. */
const result = (month: string, profit: number, gross = 30_000): string[] => [
  `${month}-03,PETR4,BUY,1,${gross - profit}`,
  `${month}-17,PETR4,SELL,1,${gross}`,
];
const dayTrade = (month: string, profit: number): string[] => [
  `${month}-05,VALE3,BUY,1,20000`,
  `${month}-05,VALE3,SELL,1,${20_000 + profit}`,
];

const ARTICLES: readonly MonthCase[] = [
  {
    // The source has 5,716.53: two digits of its own difference changed places.
    id: 'Z1 costs on both sides of a sale above R$ 20,000',
    source: 'ajuda.modalmais.com.br, corrected',
    rows: ['2021-03-01,PETR4,BUY,800,25.00,,,102.49', '2021-03-29,PETR4,SELL,800,32.50,,,135.98'],
    months: [{ month: '2021-03', sales: '26000.00', common: ['5761.53', '864.23'] }],
  },
  {
    id: 'Z2 a REIT with costs on both sides',
    source: 'poctfy.com',
    rows: ['2024-01-08,MXRF11,BUY,100,10.00,,,18.90', '2024-01-22,MXRF11,SELL,100,12.00,,,18.90'],
    months: [{ month: '2024-01', reit: ['162.20', '32.44'], due: '32.44' }],
  },
  {
    id: 'Z3 the loss of a REIT covers the profit of a later month',
    source: 'b18.com.br',
    rows: [
      '2020-01-10,XPTO11,BUY,10000,1.00,,,,REIT',
      '2020-01-13,XPTO11,SELL,10000,0.50',
      '2020-01-15,XPTO11,BUY,10000,0.50',
      '2020-02-14,XPTO11,SELL,10000,1.00',
    ],
    months: [
      { month: '2020-01', reit: ['0.00', '0.00'] },
      { month: '2020-02', reit: ['0.00', '0.00'], due: '0.00' },
    ],
  },
  {
    id: 'Z4 two months with a loss of 1,000 before a profit of 5,000',
    source: 'conecta.suno.com.br',
    rows: [...result('2020-01', -1_000), ...result('2020-02', -1_000), ...result('2020-11', 5_000)],
    months: [
      { month: '2020-01', common: ['0.00', '0.00'] },
      { month: '2020-02', common: ['0.00', '0.00'] },
      { month: '2020-11', common: ['3000.00', '450.00'], due: '450.00' },
    ],
  },
  {
    id: 'Z5 a loss does not go back to an earlier month',
    source: 'gov.br/receitafederal, compensações',
    rows: [...result('2024-01', 2_000), ...result('2024-02', -1_500)],
    months: [
      { month: '2024-01', common: ['2000.00', '300.00'], due: '300.00' },
      { month: '2024-02', common: ['0.00', '0.00'], due: '0.00' },
    ],
  },
  {
    id: 'Z6 exempt profits leave a loss for the first taxed one',
    source: 'clubedopairico.com.br',
    rows: [
      '2010-12-01,AAAA3,BUY,1,10000',
      '2011-01-10,AAAA3,SELL,1,10500',
      '2011-01-11,AAAA3,BUY,1,10500',
      '2011-01-12,BBBB3,BUY,1,8000',
      '2011-02-10,AAAA3,SELL,1,11000',
      '2011-02-11,BBBB3,SELL,1,8500',
      '2011-03-10,AAAA3,BUY,1,15000',
      '2011-03-11,AAAA3,SELL,1,14500',
      '2011-04-04,CCCC3,BUY,1,15000',
      '2011-04-05,CCCC3,SELL,1,15150',
      '2011-04-06,CCCC3,BUY,1,15000',
      '2011-04-07,CCCC3,SELL,1,15150',
    ],
    months: [
      { month: '2011-01', isExempt: true, sales: '10500.00', common: ['0.00', '0.00'] },
      { month: '2011-02', isExempt: true, sales: '19500.00', common: ['0.00', '0.00'] },
      { month: '2011-03', isExempt: true, sales: '14500.00', common: ['0.00', '0.00'] },
      { month: '2011-04', isExempt: false, sales: '30300.00', common: ['0.00', '0.00'], due: '0.00' },
    ],
  },
  {
    id: 'Z7 a day trade lost 3,000 and the next month earned 5,000',
    source: 'brasilemfolhas.com.br',
    rows: [...dayTrade('2025-01', -3_000), ...dayTrade('2025-02', 5_000)],
    months: [
      { month: '2025-01', dayTrade: ['0.00', '0.00'] },
      { month: '2025-02', dayTrade: ['2000.00', '400.00'], due: '400.00' },
    ],
  },
  {
    id: 'Z8 a profit of 5,000 with sales of 25,000',
    source: 'comunidade.auvp.com.br',
    rows: result('2025-03', 5_000, 25_000),
    months: [{ month: '2025-03', isExempt: false, common: ['5000.00', '750.00'], due: '750.00' }],
  },
  {
    id: 'Z9 a profit of 3,000 with sales of 25,000',
    source: 'kov/interest swing_trade.rs',
    rows: result('2025-03', 3_000, 25_000),
    months: [{ month: '2025-03', isExempt: false, common: ['3000.00', '450.00'] }],
  },
  {
    id: 'Z10 a profit of 2,000 with sales of 15,000',
    source: 'kov/interest swing_trade.rs',
    rows: result('2025-03', 2_000, 15_000),
    months: [{ month: '2025-03', isExempt: true, common: ['0.00', '0.00'], due: '0.00' }],
  },
  {
    id: 'Z11 costs enlarge a loss',
    source: 'bastter.com forum 781407',
    rows: [
      '2015-12-01,VALE5,BUY,100,10.00,,,11.00',
      '2015-12-15,VALE5,SELL,100,5.00,,,11.00',
      '2016-01-05,BOVA11,BUY,1,1000.00',
      '2016-01-06,BOVA11,SELL,1,2000.00',
    ],
    months: [
      { month: '2015-12', common: ['0.00', '0.00'] },
      // 1,000.00 less the loss of 522.00.
      { month: '2016-01', common: ['478.00', '71.70'] },
    ],
  },
  {
    id: 'Z12 the average, not the first or last purchase, and costs of R$ 100',
    source: 'alemdapoupanca.blogspot.com',
    rows: [
      '2012-01-10,AMBV3,BUY,500,50.00',
      '2012-02-10,AMBV3,BUY,500,55.00',
      '2012-06-15,AMBV3,SELL,500,60.00,,,100.00',
    ],
    months: [{ month: '2012-06', sales: '30000.00', common: ['3650.00', '547.50'] }],
  },
  {
    id: 'Z13 one purchase, one sale, costs of R$ 100',
    source: 'alemdapoupanca.blogspot.com',
    rows: ['2012-01-10,AMBV3,BUY,1000,50.00', '2012-06-15,AMBV3,SELL,1000,60.00,,,100.00'],
    months: [{ month: '2012-06', common: ['9900.00', '1485.00'] }],
  },
  {
    id: 'Z14 costs lower the profit of a day trade',
    source: 'scribd.com 678663690',
    rows: ['2023-05-10,PETR4,BUY,100,20.00,,,188.00', '2023-05-10,PETR4,SELL,100,47.75'],
    months: [{ month: '2023-05', dayTrade: ['2587.00', '517.40'] }],
  },
  {
    id: 'Z15 a right costs nothing and is not exempt',
    source: 'aprendizfinanceiro.com.br on ITSA1',
    rows: ['2017-02-24,ITSA1,BUY,100,0.01', '2017-03-20,ITSA1,SELL,100,2.90'],
    months: [{ month: '2017-03', isExempt: false, sales: '0.00', common: ['289.00', '43.35'] }],
  },
];

test.each(ARTICLES)('$id ($source)', async ({ rows, months }) => {
  expect(await foundMonths(rows, months)).toEqual(months);
});
