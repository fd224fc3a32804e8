import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOPICS } from '#contracts/names.ts';
import { createTestWallet, execution, orderFact, type TestWallet } from '#test/support/wallet.ts';
import { eventually } from '#test/support/eventually.ts';

let wallet: TestWallet;
beforeAll(async () => {
  wallet = await createTestWallet();
});
afterAll(() => wallet.part.stop());

const statement = async (userId: string, id: string) => {
  const query = `query ($id: ID!) { account(id: $id) { statement(first: 200) { nodes { kind amount } } } }`;
  const { data } = await wallet.execute(userId, query, { id });
  const account = data?.['account'] as { statement: { nodes: { kind: string; amount: string | null }[] } };
  return account.statement.nodes.map(({ kind, amount }) => `${kind} ${amount}`).reverse();
};
const allBooked = () =>
  eventually(async () => expect(await wallet.eventLog.lag([TOPICS.orderFacts], 'wallet')).toBe(0));

test('books a repeated fact once, also after a restart', async () => {
  const accountId = await wallet.accountOf('usr_twice', '1000.00');
  await wallet.reserve(accountId, 'ord_twice', 'BRL', 10_010);
  const facts = [
    orderFact({ accountId, sequence: 1, orderId: 'ord_twice' }),
    orderFact({
      accountId,
      sequence: 2,
      orderId: 'ord_twice',
      released: 5_005,
      execution: execution('ord_twice', 1, 5, 1_000),
    }),
    orderFact({ accountId, sequence: 3, orderId: 'ord_twice', type: 'CANCELED', released: 5_005 }),
  ];
  await wallet.publish(...facts, ...facts);
  await allBooked();
  await wallet.restart();
  await wallet.publish(...facts);
  await allBooked();
  expect(await statement('usr_twice', accountId)).toEqual([
    'DEPOSIT 1000.00',
    'RESERVE -100.10',
    'RELEASE 50.05',
    'TRADE -50.00',
    'FEE -0.03',
    'RELEASE 50.05',
  ]);
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('holds back a fact behind a gap and books the facts of other accounts', async () => {
  const accountId = await wallet.accountOf('usr_gap', '1000.00');
  const otherId = await wallet.accountOf('usr_other', '1000.00');
  await wallet.reserve(accountId, 'ord_gap', 'BRL', 1_000);
  await wallet.reserve(otherId, 'ord_other', 'BRL', 1_000);
  const cancel = (account: string, orderId: string, sequence: number, released: number) =>
    orderFact({ accountId: account, sequence, orderId, type: 'CANCELED', released });
  await wallet.publish(cancel(accountId, 'ord_gap', 2, 400), cancel(otherId, 'ord_other', 1, 1_000));
  await eventually(async () => expect(await statement('usr_other', otherId)).toContain('RELEASE 10.00'));
  expect(await statement('usr_gap', accountId)).toEqual(['DEPOSIT 1000.00', 'RESERVE -10.00']);
  expect(await wallet.eventLog.lag([TOPICS.orderFacts], 'wallet')).toBeGreaterThan(0);
});

test('books a sale: releases the shares, adds the proceeds and realises the profit with the fees of both sides', async () => {
  const seller = await createTestWallet();
  const accountId = await seller.accountOf('usr_seller');
  const depositShares = `mutation ($accountId: ID!) { depositShares(input: { accountId: $accountId, ticker: "PETR4",
    quantity: 300, averagePrice: "20.00", clientTransferId: "s" }) { __typename } }`;
  await seller.execute('usr_seller', depositShares, { accountId });
  await seller.reserve(accountId, 'ord_sell', 'PETR4', 200);
  const fill = execution('ord_sell', 1, 100, 3_000);
  await seller.publish(
    orderFact({ accountId, sequence: 1, orderId: 'ord_sell', side: 'SELL', released: 100, execution: fill }),
  );
  const view = `query ($id: ID!) { account(id: $id) { cash { available settled withdrawable }
    position(ticker: "PETR4") { quantity available reserved settled averagePrice cost realizedProfit } } }`;
  await eventually(async () =>
    expect((await seller.execute('usr_seller', view, { id: accountId })).data?.['account']).toEqual({
      cash: { available: '2999.10', settled: '0.00', withdrawable: '0.00' },
      position: {
        quantity: 200,
        available: 100,
        reserved: 100,
        settled: 300,
        averagePrice: '20.0000',
        cost: '4000.00',
        realizedProfit: '999.11',
      },
    }),
  );
  expect(await seller.ledgerViolations()).toEqual([]);
  await seller.part.stop();
});

test('parks messages that are unreadable or have no account, and books the next fact', async () => {
  const fresh = await createTestWallet();
  const accountId = await fresh.accountOf('usr_lives', '10.00');
  const unknownVersion = { ...orderFact({ accountId, sequence: 1, orderId: 'o' }), v: 2 };
  await fresh.eventLog.append(TOPICS.orderFacts, [
    { key: accountId, value: Buffer.from('{ not json') },
    { key: accountId, value: Buffer.from(JSON.stringify(unknownVersion)) },
  ]);
  await fresh.publish(
    orderFact({ accountId: 'acc_nobody', sequence: 1, orderId: 'o' }),
    orderFact({ accountId, sequence: 1, orderId: 'o' }),
  );
  await eventually(async () => {
    const [booked] = await fresh.part.auditCalls.orderFactSequences({ after: null, limit: 10 });
    expect(booked).toEqual({ accountId, sequence: 1 });
  });
  // The fact without an account is parked after the others are booked.
  await eventually(async () => expect((await fresh.part.auditCalls.ledger({})).parkedMessages).toBe(3));
  await fresh.part.stop();
});

test('settles a fill at once when it is booked after its settlement day', async () => {
  const late = await createTestWallet();
  const accountId = await late.accountOf('usr_late', '100.00');
  await late.reserve(accountId, 'ord_late', 'BRL', 5_001);
  late.marketClock.set(Date.parse('2026-03-20T15:00:00.000Z'));
  const fill = execution('ord_late', 1, 5, 1_000);
  await late.publish(
    orderFact({ accountId, sequence: 1, orderId: 'ord_late', released: 5_001, execution: fill }),
  );
  const view = `query ($id: ID!) { account(id: $id) { cash { settled } } }`;
  await eventually(async () =>
    expect((await late.execute('usr_late', view, { id: accountId })).data?.['account']).toEqual({
      cash: { settled: '49.97' },
    }),
  );
  expect(await late.ledgerViolations()).toEqual([]);
  await late.part.stop();
});
