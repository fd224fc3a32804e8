import { expect, test } from 'vitest';
import { foundMonths, type MonthCase } from './test/month-case.ts';
import { textbook } from './test/report-of.ts';

const FISCAL = 'fiscalBR tests';
const TRACKER = 'portfolio-tracker income-tax tests';

const CASES: readonly MonthCase[] = [
  {
    id: 'V1 sales of R$ 24,000',
    source: FISCAL,
    rows: ['2026-01-05,VALE3,BUY,2000,10.00', '2026-01-20,VALE3,SELL,2000,12.00'],
    months: [{ month: '2026-01', isExempt: false, common: ['4000.00', '600.00'] }],
  },
  {
    id: 'V2 a REIT above its cost',
    source: FISCAL,
    rows: ['2026-01-12,KNRI11,BUY,100,100.00,,,,REIT', '2026-03-16,KNRI11,SELL,100,110.00,,,,REIT'],
    months: [{ month: '2026-03', reit: ['1000.00', '200.00'] }],
  },
  {
    id: 'V3 a loss in January against March',
    source: FISCAL,
    rows: [
      '2026-01-05,ITUB4,BUY,1000,30.00',
      '2026-01-20,ITUB4,SELL,1000,29.00',
      '2026-03-02,ITUB4,BUY,1000,30.00',
      '2026-03-20,ITUB4,SELL,1000,32.00',
    ],
    months: [
      { month: '2026-01', common: ['0.00', '0.00'] },
      { month: '2026-03', common: ['1000.00', '150.00'] },
    ],
  },
  {
    id: 'V4 sales of exactly R$ 20,000',
    source: TRACKER,
    rows: ['2026-01-05,PETR4,BUY,1000,10.00', '2026-02-10,PETR4,SELL,1000,20.00'],
    months: [{ month: '2026-02', isExempt: true, sales: '20000.00', common: ['0.00', '0.00'] }],
  },
  {
    id: 'V5 sales a centavo above',
    source: TRACKER,
    rows: [
      '2026-01-05,PETR4,BUY,1000,10.00',
      '2026-02-10,PETR4,SELL,999,20.00',
      '2026-02-10,PETR4,SELL,1,20.01',
    ],
    months: [
      {
        month: '2026-02',
        isExempt: false,
        sales: '20000.01',
        common: ['10000.01', '1500.00'],
        due: '1500.00',
      },
    ],
  },
  {
    id: 'V6 costs of both sides',
    source: TRACKER,
    rows: ['2026-01-05,PETR4,BUY,1000,20.00,,,10.00', '2026-02-10,PETR4,SELL,1000,25.00,,,15.00'],
    months: [{ month: '2026-02', common: ['4975.00', '746.25'] }],
  },
  {
    id: 'V7 a loss of an exempt month counts later',
    source: TRACKER,
    rows: [
      '2026-01-05,PETR4,BUY,100,10.00',
      '2026-01-20,PETR4,SELL,100,7.00',
      '2026-02-02,VALE3,BUY,1000,29.00',
      '2026-03-10,VALE3,SELL,1000,30.00',
    ],
    months: [
      { month: '2026-01', isExempt: true },
      { month: '2026-03', common: ['700.00', '105.00'] },
    ],
  },
  {
    id: 'V8 losses of a REIT and of a day trade stay where they are',
    source: TRACKER,
    rows: [
      '2026-01-05,XPML11,BUY,100,100.00,,,,REIT',
      '2026-01-20,XPML11,SELL,100,90.00,,,,REIT',
      '2026-02-03,PETR4,BUY,100,30.00',
      '2026-02-03,PETR4,SELL,100,29.00',
      '2026-03-02,VALE3,BUY,1000,30.00',
      '2026-03-20,VALE3,SELL,1000,31.00',
    ],
    months: [{ month: '2026-03', common: ['1000.00', '150.00'], due: '150.00' }],
  },
  {
    id: 'V9 a day trade beside shares held',
    source: TRACKER,
    rows: [
      '2026-01-05,PETR4,BUY,100,10.00',
      '2026-02-10,PETR4,BUY,50,12.00',
      '2026-02-10,PETR4,SELL,80,13.00',
    ],
    months: [
      {
        month: '2026-02',
        isExempt: true,
        sales: '390.00',
        common: ['0.00', '0.00'],
        dayTrade: ['50.00', '10.00'],
        due: '10.00',
      },
    ],
  },
  {
    id: 'V10 an ETF of crypto assets',
    source: 'HASH11 of 2025-08, a public tracker',
    rows: ['2025-08-07,HASH11,BUY,103,40.35,,,,ETF', '2025-08-20,HASH11,SELL,103,88.47,,,,ETF'],
    months: [{ month: '2025-08', isExempt: false, common: ['4956.36', '743.45'], due: '743.45' }],
  },
];

test.each(CASES)('$id ($source)', async ({ rows, months }) => {
  expect(await foundMonths(rows, months)).toEqual(months);
});

test.each([
  ['2025-01-10', '2025-02-28'],
  ['2025-05-09', '2025-06-30'],
  ['2025-07-10', '2025-08-29'],
  ['2025-08-11', '2025-09-30'],
  ['2026-01-12', '2026-02-27'],
  ['2026-03-10', '2026-04-30'],
])('the tax of a day trade of %s is due on %s (fiscalBR tests, lib/tax rules tests)', async (day, dueOn) => {
  const report = await textbook([`${day},MGLU3,BUY,1000,10.00`, `${day},MGLU3,SELL,1000,12.00`]);
  expect(report.months).toEqual([expect.objectContaining({ due: '400.00', dueOn })]);
});
