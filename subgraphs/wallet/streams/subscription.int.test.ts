import type { ExecutionResult } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '#test/support/samples/callers.ts';
import { createTestWallet, DEPOSIT, type TestWallet } from '#test/support/wallet/wallet.ts';

const USER = 'usr_follows';
let wallet: TestWallet;
let accountId: string;
beforeAll(async () => {
  wallet = await createTestWallet();
  accountId = await wallet.accountOf(USER, '10.00');
});
afterAll(() => wallet.part.stop());

const FOLLOW = `subscription ($id: ID!, $after: Cursor) { wallet(accountId: $id, after: $after) {
  cursor at cash { available } entry { kind amount balance } account { id cash { available } } } }`;

const subscribe = (userId: string | null, id: string, after: string | null = null) =>
  wallet.part.subgraph.subscribe({
    query: FOLLOW,
    variables: { id, after },
    correlationId: 'test',
    ...(userId === null ? {} : { statement: wallet.dependencies.statements.sign(callerOf(userId)) }),
  });
const follow = async (after: string | null = null) => {
  const result = await subscribe(USER, accountId, after);
  if (!(Symbol.asyncIterator in result)) throw new Error(JSON.stringify(result));
  return result;
};
interface Update {
  cursor: string;
  cash: { available: string };
  entry: { kind: string; amount: string; balance: string };
  account: { id: string; cash: { available: string } };
}
const next = async (stream: AsyncIterator<ExecutionResult>): Promise<Update> => {
  const { value } = (await stream.next()) as { value: ExecutionResult };
  expect(value.errors).toBeUndefined();
  return JSON.parse(JSON.stringify(value.data?.['wallet'])) as Update;
};
const codeOf = async (result: ReturnType<typeof subscribe>) => {
  const refusal = (await result) as ExecutionResult;
  return refusal.errors?.[0]?.extensions['code'];
};
let count = 0;
const deposit = (amount: string) =>
  wallet.execute(USER, DEPOSIT, { accountId, amount, id: `follow-${count++}` });

test('starts at the present without a cursor; an update has the cash after its entry and the present account', async () => {
  const stream = await follow();
  await deposit('1.00');
  await deposit('2.00');
  expect(await next(stream)).toMatchObject({
    entry: { kind: 'DEPOSIT', amount: '1.00', balance: '11.00' },
    cash: { available: '11.00' },
    account: { id: accountId, cash: { available: '13.00' } },
  });
  const second = await next(stream);
  expect(second).toMatchObject({ entry: { amount: '2.00' }, cash: { available: '13.00' } });
  await deposit('3.00');
  expect(await next(stream)).toMatchObject({ account: { cash: { available: '16.00' } } });
  await stream.return?.();
});

test('resumes after a cursor without loss or repeat, also after a restart', async () => {
  const cursor = await wallet.walletCursor(USER, accountId);
  await deposit('0.01');
  const before = await follow(cursor);
  const { cursor: reached, entry } = await next(before);
  expect(entry.amount).toBe('0.01');
  await deposit('0.02');
  await wallet.restart();
  await deposit('0.03');
  const after = await follow(reached);
  expect((await next(after)).entry.amount).toBe('0.02');
  expect((await next(after)).entry.amount).toBe('0.03');
  await after.return?.();
});

test('refuses other users, anonymous callers and cursors of another stream', async () => {
  expect(await codeOf(subscribe('usr_other', accountId))).toBe('NOT_FOUND');
  expect(await codeOf(subscribe(USER, 'acc_nobody'))).toBe('NOT_FOUND');
  expect(await codeOf(subscribe(null, accountId))).toBe('UNAUTHENTICATED');
  expect(await codeOf(subscribe(USER, accountId, 'nonsense'))).toBe('BAD_USER_INPUT');
  const otherId = await wallet.accountOf('usr_other', '1.00');
  const foreign = await wallet.walletCursor('usr_other', otherId);
  expect(await codeOf(subscribe(USER, accountId, foreign))).toBe('BAD_USER_INPUT');
});
