import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTradingWallet, type TradingWallet } from './trading.ts';

let at: TradingWallet;
let accountId = '';
beforeAll(async () => {
  at = await createTradingWallet('2024-06-03');
  accountId = await at.open('usr_ana');
});
afterAll(() => at.wallet.part.stop());

/** The lists of an account with a period, each with its selection. */
const LISTS = [
  ['equity', 'date'],
  ['results', 'nodes { id }'],
  ['notes', 'nodes { id }'],
  ['statement', 'nodes { id }'],
] as const;
const execute = async (field: string, selection: string, from: string, to: string) => {
  const query = `query ($id: ID!) { account(id: $id) { list: ${field}(from: "${from}", to: "${to}") { ${selection} } } }`;
  const { data, errors } = await at.wallet.execute('usr_ana', query, { id: accountId });
  return { account: data?.['account'] as { list: unknown } | null, code: errors?.[0]?.extensions['code'] };
};

test.each(LISTS)('%s of days without data is empty', async (field, selection) => {
  const ends = [
    '0000-01-01',
    '1999-12-31',
    '2000-01-01',
    '2000-01-02',
    '2024-06-02',
    '2030-01-01',
    '9999-12-31',
  ];
  for (const day of ends) {
    const { account, code } = await execute(field, selection, day, day);
    expect([day, code, account?.list]).toEqual([day, undefined, field === 'equity' ? [] : { nodes: [] }]);
  }
});

test.each(LISTS)('%s of a period that ends before it begins is bad input', async (field, selection) => {
  expect((await execute(field, selection, '2024-06-04', '2024-06-03')).code).toBe('BAD_USER_INPUT');
});

test('equity of at most 366 days, at both ends of time', async () => {
  for (const [from, to] of [
    ['0000-01-01', '0001-01-01'],
    ['9998-12-30', '9999-12-31'],
  ] as const)
    expect((await execute('equity', 'date', from, to)).code).toBe('BAD_USER_INPUT');
  expect((await execute('equity', 'date', '1999-01-01', '1999-12-31')).account?.list).toEqual([]);
});
