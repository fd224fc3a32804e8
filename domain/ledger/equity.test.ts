import { expect, test } from 'vitest';
import { actionTerms, dividendTerms } from '#test/support/samples/declared-action.ts';
import { claimsOf } from './claims.ts';
import { equityPoints } from './equity.ts';

const prices: Record<string, number> = { '2026-03-13': 1_000, '2026-03-16': 1_100, '2026-03-17': 1_050 };
const PAID = { taxCentavos: 0, fractionPaidOn: null };
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
    ...claimsOf({ terms: dividend, quantity: 100, appliedOn: '2026-03-19', ...PAID }),
    ...claimsOf({ terms: bonus, quantity: 100, appliedOn: '2026-03-18', ...PAID }),
  ];
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
  expect(claimsOf({ terms: jcp, quantity: 70, appliedOn: null, ...PAID })).toMatchObject([
    { asset: 'PETR4', from: '2026-03-17', until: null, centavos: 3_291 - 575, shares: 0 },
  ]);
  expect(claimsOf({ terms: actionTerms(), quantity: 70, appliedOn: null, ...PAID })).toEqual([]);
});

test('the fraction of a reverse split counts at the price of each day until it is paid', () => {
  // 7 of 107 shares that group ten for one are 0.7 of a new share: 7.70 at 11.00, 7.35 at 10.50.
  const terms = actionTerms({ kind: 'REVERSE_SPLIT', factor: '0.1', exDate: '2026-03-16' });
  const claims = claimsOf({
    ...{ terms, quantity: 107, appliedOn: '2026-03-16' },
    ...{ taxCentavos: 0, fractionPaidOn: '2026-03-17' },
  });
  const points = equityPoints({
    owned: new Map([['BRL', 735]]),
    ledger: [{ day: '2026-03-17', changes: new Map([['BRL', 735]]), netFlowCentavos: 0 }],
    ...{ claims, priceOn, days: ['2026-03-13', '2026-03-16', '2026-03-17'] },
  });
  expect(points.map(({ equityCentavos }) => equityCentavos)).toEqual([770, 735]);
});

test('the fraction of a bonus counts from the ex-day on', () => {
  const terms = actionTerms({ kind: 'BONUS', factor: '1.1', exDate: '2026-03-16', paysOn: '2026-03-18' });
  expect(claimsOf({ terms, quantity: 105, appliedOn: null, ...PAID })).toMatchObject([
    { from: '2026-03-16', until: null, shares: 10, fraction: { numerator: 0n } },
    { from: '2026-03-16', until: null, shares: 0, centavos: 0 },
  ]);
});
