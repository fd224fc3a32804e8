import { expect, test } from 'vitest';
import { equityPoints } from './equity.ts';

const prices: Record<string, number> = { '2026-03-13': 1_000, '2026-03-16': 1_100, '2026-03-17': 1_050 };
const priceOn = (_asset: string, day: string): number => prices[day] ?? 0;

test('profit is the change of equity without deposits; a weekend belongs to the next trading day', () => {
  const points = equityPoints({
    owned: new Map([
      ['BRL', 40_000],
      ['PETR4', 100],
    ]),
    ledger: [
      // Sold 50 shares at 10.60.
      {
        day: '2026-03-17',
        changes: new Map([
          ['BRL', 53_000],
          ['PETR4', -50],
        ]),
        netFlowCentavos: 0,
      },
      // A deposit on a Saturday, and shares at a cost of 500.00.
      { day: '2026-03-14', changes: new Map([['BRL', 20_000]]), netFlowCentavos: 20_000 },
      { day: '2026-03-16', changes: new Map([['PETR4', 50]]), netFlowCentavos: 50_000 },
    ],
    days: ['2026-03-13', '2026-03-16', '2026-03-17'],
    priceOn,
  });
  // Friday: -330.00 of cash and 100 shares at 10.00.
  expect(points).toEqual([
    // -130.00 + 150 x 11.00; 15,200 - 6,700 - 70,000 of flows.
    { date: '2026-03-16', equityCentavos: 152_000, netFlowCentavos: 70_000, profitCentavos: 15_000 },
    { date: '2026-03-17', equityCentavos: 145_000, netFlowCentavos: 0, profitCentavos: -7_000 },
  ]);
});

test('an account without days has no points, and one day gives its point', () => {
  const request = { owned: new Map([['BRL', 5]]), ledger: [], priceOn };
  expect(equityPoints({ ...request, days: [] })).toEqual([]);
  expect(equityPoints({ ...request, days: ['2026-03-16'] })).toEqual([]);
  expect(equityPoints({ ...request, days: ['2026-03-13', '2026-03-16'] })).toEqual([
    { date: '2026-03-16', equityCentavos: 5, netFlowCentavos: 0, profitCentavos: 0 },
  ]);
});
