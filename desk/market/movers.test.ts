import { expect, test } from 'vitest';
import { isListed, rankMovers, type MoversBy } from './movers.ts';

const quote = (ticker: string, changePercent: string | null, turnover: string) => ({
  ticker,
  changePercent,
  turnover,
});
const QUOTES = [
  quote('VALE3', '0.51', '900.00'),
  quote('PETR4', '-0.96', '12000.00'),
  quote('ABEV3', '2.00', '80.00'),
  quote('ITUB4', '0.51', '900.00'),
  quote('RENT3', '-10.10', '70.00'),
  quote('WEGE3', '0.00', '60.00'),
  quote('MGLU3', null, '0.00'),
];

test.each<[MoversBy, readonly string[]]>([
  ['GAIN', ['ABEV3', 'ITUB4', 'VALE3']],
  ['LOSS', ['RENT3', 'PETR4']],
  ['TURNOVER', ['PETR4', 'ITUB4', 'VALE3', 'ABEV3', 'RENT3', 'WEGE3', 'MGLU3']],
])('by %s the list has %j', (by, tickers) => {
  expect(rankMovers(QUOTES, by).map(({ ticker }) => ticker)).toEqual(tickers);
});

test('a delisted instrument is no mover; one whose asset does not answer stays', () => {
  expect([{ status: 'ACTIVE' }, { status: 'DELISTED' }, null].map((asset) => isListed({ asset }))).toEqual([
    true,
    false,
    true,
  ]);
});
