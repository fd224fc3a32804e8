import { expect, test } from 'vitest';
import { actionTerms, dividendTerms } from '#test/support/declared-action.ts';
import { claimOf } from './claims.ts';
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
    claims: [],
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
  const request = { owned: new Map([['BRL', 5]]), ledger: [], claims: [], priceOn };
  expect(equityPoints({ ...request, days: [] })).toEqual([]);
  expect(equityPoints({ ...request, days: ['2026-03-16'] })).toEqual([]);
  expect(equityPoints({ ...request, days: ['2026-03-13', '2026-03-16'] })).toEqual([
    { date: '2026-03-16', equityCentavos: 5, netFlowCentavos: 0, profitCentavos: 0 },
  ]);
});

test('what a company owes counts from the ex-day until it is booked, so an ex-day makes no loss', () => {
  // A dividend of 0.50 on 100 shares and a bonus of 10 %: the close falls from 11.00 to 9.55, the ex-price.
  const dividend = dividendTerms('0.50', { exDate: '2026-03-17', paysOn: '2026-03-19' });
  const bonus = actionTerms({ kind: 'BONUS', factor: '1.1', exDate: '2026-03-17', paysOn: '2026-03-18' });
  const claims = [
    claimOf({ terms: dividend, quantity: 100, appliedOn: '2026-03-19', taxCentavos: 0 }),
    claimOf({ terms: bonus, quantity: 100, appliedOn: '2026-03-18', taxCentavos: 0 }),
  ].filter((claim) => claim !== null);
  const change = (day: string, asset: string, amount: number) => ({
    ...{ day, changes: new Map([[asset, amount]]), netFlowCentavos: 0 },
  });
  const points = equityPoints({
    owned: new Map([
      ['BRL', 5_000],
      ['PETR4', 110],
    ]),
    ledger: [change('2026-03-18', 'PETR4', 10), change('2026-03-19', 'BRL', 5_000)],
    claims,
    days: ['2026-03-13', '2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19'],
    priceOn: (_asset, day) => (day < '2026-03-17' ? 1_100 : 955),
  });
  expect(points.map(({ equityCentavos }) => equityCentavos)).toEqual([110_000, 110_050, 110_050, 110_050]);
});

test('the claim of interest on equity has its tax off, that of a split is none', () => {
  const jcp = dividendTerms('0.4702', { kind: 'JCP', paysOn: '2026-03-20' });
  expect(claimOf({ terms: jcp, quantity: 70, appliedOn: null, taxCentavos: 0 })).toEqual({
    ...{ asset: 'PETR4', from: '2026-03-17', until: null, centavos: 3_291 - 575, shares: 0 },
  });
  expect(claimOf({ terms: actionTerms(), quantity: 70, appliedOn: null, taxCentavos: 0 })).toBeNull();
});
