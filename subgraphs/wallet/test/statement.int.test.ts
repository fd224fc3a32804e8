import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { encodeCursor } from '#platform/graphql/resolvers/pagination.ts';
import { sqlOf } from '#test/support/probes/sql.ts';
import { createTestWallet, DEPOSIT, WITHDRAW, type TestWallet } from '#test/support/wallet/wallet.ts';

const USER = 'usr_reader';
let wallet: TestWallet;
let accountId: string;

/** Three days with two entries each: a deposit of 10, 20 or 30 reais and a withdrawal of one real. */
beforeAll(async () => {
  wallet = await createTestWallet();
  accountId = await wallet.accountOf(USER);
  for (const day of [1, 2, 3]) {
    await wallet.execute(USER, DEPOSIT, { accountId, amount: day * 10, id: `in-${day}` });
    await wallet.execute(USER, WITHDRAW, { accountId, amount: 1, id: `out-${day}` });
    wallet.marketClock.advance(DAY_MS);
  }
});
afterAll(() => wallet.part.stop());

interface Page {
  nodes: { amount: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}
const read = async (args: string) => {
  const query = `query ($id: ID!) { account(id: $id) { statement${args} {
    nodes { amount } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
  return wallet.execute(USER, query, { id: accountId });
};
const page = async (args: string): Promise<Page> => {
  const { data } = await read(args);
  return (data?.['account'] as { statement: Page }).statement;
};
const amounts = async (args: string) => (await page(args)).nodes.map(({ amount }) => amount);

test('lists entries newest first, in pages without gap or repeat', async () => {
  expect(await amounts('')).toEqual(['-1.00', '30.00', '-1.00', '20.00', '-1.00', '10.00']);
  const seen: string[] = [];
  let after = '';
  for (;;) {
    const part = await page(`(first: 4${after})`);
    expect(part.pageInfo.hasPreviousPage).toBe(after !== '');
    seen.push(...part.nodes.map(({ amount }) => amount));
    if (!part.pageInfo.hasNextPage) break;
    after = `, after: ${JSON.stringify(part.pageInfo.endCursor)}`;
  }
  expect(seen).toEqual(['-1.00', '30.00', '-1.00', '20.00', '-1.00', '10.00']);
});

test('reads the statements and accounts of an operation in one statement of SQL each', async () => {
  const query = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on Account {
    newest: statement(first: 1) { nodes { amount } } deposits: statement(kinds: [DEPOSIT], to: "2026-03-17") { nodes { amount } } } } }`;
  const second = await wallet.accountOf('usr_second');
  const references = [accountId, second, 'acc_none'].map((id) => ({ __typename: 'Account', id }));
  let entities: unknown;
  const sql = await sqlOf(async () => {
    entities = (await wallet.execute(USER, query, { references })).data?.['_entities'];
  });
  expect(entities).toEqual([
    {
      newest: { nodes: [{ amount: '-1.00' }] },
      deposits: { nodes: [{ amount: '20.00' }, { amount: '10.00' }] },
    },
    null,
    null,
  ]);
  expect(sql.filter((text) => text.includes('FROM entry'))).toHaveLength(1);
  expect(sql.filter((text) => text.includes('"account"'))).toHaveLength(1);
});

test('filters by days, both included, and by kind', async () => {
  expect(await amounts('(from: "2026-03-17")')).toEqual(['-1.00', '30.00', '-1.00', '20.00']);
  expect(await amounts('(to: "2026-03-16")')).toEqual(['-1.00', '10.00']);
  expect(await amounts('(from: "2026-03-17", to: "2026-03-17", kinds: [DEPOSIT])')).toEqual(['20.00']);
  expect(await amounts('(from: "2026-03-20")')).toEqual([]);
});

test('an empty page reports that more entries follow', async () => {
  const { nodes, pageInfo } = await page('(first: 0)');
  expect(nodes).toEqual([]);
  expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, endCursor: null });
});

describe('bad input', () => {
  test.each(['(first: -1)', '(first: 201)', '(after: "nonsense")', '(after: "")'])('%s', async (args) => {
    expect((await read(args)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
  test.each(['', ' 1', '0x10', '1e9', '01', '-1', '99999999999999999'])(
    'a cursor with the position %j, which no list issues',
    async (position) => {
      const cursor = JSON.stringify(encodeCursor(`statement:${accountId}`, position));
      expect((await read(`(after: ${cursor})`)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    },
  );
  test('a cursor of the wallet stream', async () => {
    const { errors } = await read(`(after: ${JSON.stringify(await wallet.walletCursor(USER, accountId))})`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
