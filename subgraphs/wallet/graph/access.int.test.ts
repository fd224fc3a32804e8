import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestWallet, DEPOSIT, DEPOSIT_SHARES, type TestWallet } from '#test/support/wallet/wallet.ts';

let wallet: TestWallet;
let accountId: string;
beforeAll(async () => {
  wallet = await createTestWallet();
  accountId = await wallet.accountOf('usr_owner', '50.00');
});
afterAll(() => wallet.part.stop());

const ENTITIES = `query ($refs: [_Any!]!) { _entities(representations: $refs) {
  ... on Account { name } ... on User { accounts { id } } ... on Position { ticker quantity } } }`;
const OPEN = `mutation ($name: String!) { openAccount(name: $name) {
  ... on Account { id name cash { available } } ... on Refusal { rule field observed } } }`;

describe('an account, its user and its positions', () => {
  const ACCOUNT = 'query ($id: ID!) { account(id: $id) { name } }';
  const refs = () => [
    { __typename: 'Account', id: accountId },
    { __typename: 'User', id: 'usr_owner' },
    { __typename: 'Position', id: `pos_${accountId}_PETR4` },
  ];

  test('are visible to the owner', async () => {
    expect((await wallet.execute('usr_owner', ACCOUNT, { id: accountId })).data).toEqual({
      account: { name: 'main' },
    });
    expect((await wallet.execute('usr_owner', ENTITIES, { refs: refs().slice(0, 2) })).data).toEqual({
      _entities: [{ name: 'main' }, { accounts: [{ id: accountId }] }],
    });
  });

  test('resolve from their key alone', async () => {
    await wallet.execute('usr_owner', DEPOSIT_SHARES, {
      accountId,
      ticker: 'PETR4',
      quantity: 7,
      id: 'shares',
    });
    const unknown = [`pos_${accountId}_VALE3`, 'pos_acc_nobody_PETR4', 'pos_', ''];
    const keys = unknown.map((id) => ({ __typename: 'Position', id }));
    const answer = await wallet.execute('usr_owner', ENTITIES, { refs: [...refs(), ...keys] });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      _entities: [
        { name: 'main' },
        { accounts: [{ id: accountId }] },
        { ticker: 'PETR4', quantity: 7 },
        ...keys.map(() => null),
      ],
    });
  });

  test('do not exist for other users', async () => {
    expect((await wallet.execute('usr_other', ACCOUNT, { id: accountId })).data).toEqual({ account: null });
    expect((await wallet.execute('usr_other', ENTITIES, { refs: refs() })).data).toEqual({
      _entities: [null, null, null],
    });
    const foreign = { accountId, amount: 13, id: 'x' };
    expect((await wallet.execute('usr_other', DEPOSIT, foreign)).data).toMatchObject({
      deposit: { rule: 'ACCOUNT_NOT_FOUND', field: 'accountId', observed: accountId },
    });
  });

  test.each([
    ['account', ACCOUNT, () => ({ id: accountId })],
    ['entities', ENTITIES, () => ({ refs: refs() })],
    ['deposit', DEPOSIT, () => ({ accountId, amount: '1', id: 'x' })],
    ['openAccount', OPEN, () => ({ name: 'x' })],
  ])('need a token: %s', async (_name, query, variables) => {
    const { errors } = await wallet.execute(null, query, variables());
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('opening an account', () => {
  test('lists it after the older accounts', async () => {
    await wallet.accountOf('usr_opens');
    wallet.marketClock.advance(1);
    const opened = await wallet.execute('usr_opens', OPEN, { name: '  savings ' });
    expect(opened.data).toMatchObject({ openAccount: { name: 'savings', cash: { available: '0.00' } } });
    const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on User { accounts { name } } } }`;
    const refs = [{ __typename: 'User', id: 'usr_opens' }];
    expect((await wallet.execute('usr_opens', query, { refs })).data).toEqual({
      _entities: [{ accounts: [{ name: 'main' }, { name: 'savings' }] }],
    });
  });

  test.each(['', '   ', 'x'.repeat(65)])('refuses the name %j', async (name) => {
    expect((await wallet.execute('usr_owner', OPEN, { name })).data).toMatchObject({
      openAccount: { rule: 'INVALID_NAME', field: 'name' },
    });
  });

  test('refuses an account above 20, also when 50 are opened at once', async () => {
    await wallet.accountOf('usr_greedy');
    const names = Array.from({ length: 50 }, (_, index) => `account ${index}`);
    const answers = await Promise.all(names.map((name) => wallet.execute('usr_greedy', OPEN, { name })));
    const results = answers.map(({ data }) => data?.['openAccount'] as Record<string, unknown>);
    expect(results.filter((result) => 'id' in result)).toHaveLength(19);
    for (const refused of results.filter((result) => !('id' in result)))
      expect(refused).toEqual({ rule: 'TOO_MANY_ACCOUNTS', field: null, observed: '20 accounts' });
    expect(await wallet.accountOf('usr_greedy')).toBe('acc_greedy');
    expect((await wallet.execute('usr_modest', OPEN, { name: 'mine' })).data).toMatchObject({
      openAccount: { name: 'mine' },
    });
  });

  test('opens the main account once', async () => {
    const again = await wallet.part.calls.openMainAccount({ ownerId: 'usr_owner', correlationId: 'c' });
    expect(again).toEqual({ accountId });
    const owners = await wallet.part.calls.ownersOf({ accountIds: ['acc_nobody', accountId] });
    expect(owners).toEqual([null, 'usr_owner']);
  });
});
