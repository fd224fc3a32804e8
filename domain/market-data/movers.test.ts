import { expect, test } from 'vitest';
import { newTicker } from './fold.ts';
import { moversOf, type MoversBy } from './movers.ts';
import type { Quote } from './quote.ts';

const quote = (
  ticker: string,
  last: number | null,
  turnoverCentavos: number,
  tradeDate = '2026-03-16',
): Quote => ({
  ...newTicker(ticker, { tradeDate, atMs: 0, previousClose: 1_000, phase: 'CONTINUOUS' }).quote,
  ...{ last, turnoverCentavos },
});
const QUOTES = [
  quote('ABEV3', 1_010, 50),
  quote('PETR4', 1_100, 900),
  quote('PETR4F', 1_300, 9_000),
  quote('BOVA11', 990, 900),
  quote('VALE3', 900, 100),
  quote('ITUB4', 1_000, 10),
  quote('TAEE11', null, 0),
  quote('WEGE3', 2_000, 9_000, '2026-03-13'),
];

test.each<[MoversBy, string[]]>([
  ['TURNOVER', ['BOVA11', 'PETR4', 'VALE3', 'ABEV3', 'ITUB4']],
  ['GAIN', ['PETR4', 'ABEV3']],
  ['LOSS', ['VALE3', 'BOVA11']],
])('by %s: %j', (by, expected) => {
  expect(moversOf(QUOTES, by, 10).map(({ ticker }) => ticker)).toEqual(expected);
  expect(moversOf(QUOTES, by, 1).map(({ ticker }) => ticker)).toEqual(expected.slice(0, 1));
  expect(moversOf(QUOTES, by, 0)).toEqual([]);
});
