import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { createTestWallet, execution, orderFact, type TestWallet } from '#test/support/wallet/wallet.ts';
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

test('books facts that change nothing by the sequence of their account', async () => {
  const accountId = await wallet.accountOf('usr_idle', '10.00');
  const otherId = await wallet.accountOf('usr_busy', '100.00');
  await wallet.reserve(otherId, 'ord_busy', 'BRL', 500);
  const idle = (sequence: number) => orderFact({ accountId, sequence, orderId: 'ord_idle' });
  const placed = orderFact({ accountId: otherId, sequence: 1, orderId: 'ord_busy' });
  const canceled = orderFact({
    ...{ accountId: otherId, sequence: 2, orderId: 'ord_busy' },
    ...{ type: 'CANCELED', released: 500 },
  });
  await wallet.publish(idle(1), placed, idle(2));
  await wallet.publish(idle(2), idle(3), canceled);
  await wallet.publish(idle(1), idle(4));
  await allBooked();
  const booked = await wallet.part.auditCalls.orderFactSequences({ after: null, limit: 100 });
  expect(booked).toContainEqual({ accountId, sequence: 4 });
  expect(booked).toContainEqual({ accountId: otherId, sequence: 2 });
  expect(await statement('usr_busy', otherId)).toEqual(['DEPOSIT 100.00', 'RESERVE -5.00', 'RELEASE 5.00']);
  expect(await wallet.ledgerViolations()).toEqual([]);
});

const cancel = (account: string, orderId: string, sequence: number, released: number) =>
  orderFact({ accountId: account, sequence, orderId, type: 'CANCELED', released });

/** A wallet with two accounts that each have 10.00 reserved, and orders that has these facts. */
async function createGapTrial() {
  const stored: OrderFact[] = [];
  const trial = await createTestWallet({
    orders: {
      facts: async ({ accountId, after }) =>
        stored
          .filter((fact) => fact.accountId === accountId && fact.sequence > after)
          .map((fact) => orderFactCodec.encode(fact).toString()),
    },
  });
  const accountId = await trial.accountOf('usr_gap', '1000.00');
  const otherId = await trial.accountOf('usr_other', '1000.00');
  await trial.reserve(accountId, 'ord_gap', 'BRL', 1_000);
  await trial.reserve(otherId, 'ord_other', 'BRL', 1_000);
  const reservedOf = async (userId: string, id: string) => {
    const query = `query ($id: ID!) { account(id: $id) { cash { reserved } } }`;
    const { data } = await trial.execute(userId, query, { id });
    return (data?.['account'] as { cash: { reserved: string } }).cash.reserved;
  };
  return {
    trial,
    stored,
    accountId,
    otherId,
    reserved: async () => [await reservedOf('usr_gap', accountId), await reservedOf('usr_other', otherId)],
    booked: () =>
      eventually(async () => expect(await trial.eventLog.lag([TOPICS.orderFacts], 'wallet')).toBe(0)),
  };
}

test('fetches facts that it misses from orders, and books the facts of all accounts', async () => {
  const { trial, stored, accountId, otherId, reserved, booked } = await createGapTrial();
  const [first, second] = [cancel(accountId, 'ord_gap', 1, 300), cancel(accountId, 'ord_gap', 2, 400)];
  stored.push(first, second);
  await trial.publish(second, cancel(otherId, 'ord_other', 1, 1_000));
  await booked();
  expect(await reserved()).toEqual(['3.00', '0.00']);
  await trial.publish(first, second);
  await booked();
  expect(await reserved()).toEqual(['3.00', '0.00']);
  expect(await trial.part.operatorCalls.quarantine({})).toEqual([]);
  expect(await trial.ledgerViolations()).toEqual([]);
  await trial.part.stop();
});

test('an account of which orders lacks a fact is in quarantine alone, until an operator releases it', async () => {
  const { trial, stored, accountId, otherId, reserved, booked } = await createGapTrial();
  await trial.publish(cancel(accountId, 'ord_gap', 2, 400), cancel(otherId, 'ord_other', 1, 400));
  await booked();
  await trial.publish(cancel(accountId, 'ord_gap', 3, 100), cancel(otherId, 'ord_other', 2, 600));
  await booked();
  expect(await reserved()).toEqual(['10.00', '0.00']);
  const { operatorCalls } = trial.part;
  expect(await operatorCalls.quarantine({})).toMatchObject([{ accountId, kind: 'BOOKING' }]);
  expect(await trial.ledgerViolations()).toEqual([]);
  const { quarantined } = await trial.part.auditCalls.persons({ after: null, limit: 50 });
  expect(quarantined).toEqual([`${accountId}: orders has no fact 1 of the account`]);
  stored.push(...[300, 400, 100].map((released, index) => cancel(accountId, 'ord_gap', index + 1, released)));
  expect(await operatorCalls.release({ accountId })).toEqual({ bookedFacts: 3, reason: null });
  expect(await reserved()).toEqual(['2.00', '0.00']);
  expect(await operatorCalls.quarantine({})).toEqual([]);
  await trial.part.stop();
});

test('an account with an impossible fact is in quarantine alone, and stays there when it is released', async () => {
  const { trial, stored, accountId, otherId, reserved, booked } = await createGapTrial();
  const impossible = cancel(accountId, 'ord_gap', 1, 1_001);
  stored.push(impossible);
  await trial.publish(impossible, cancel(otherId, 'ord_other', 1, 1_000));
  await booked();
  expect(await reserved()).toEqual(['10.00', '0.00']);
  const reason = 'the hold of order ord_gap would go to -1';
  expect(await trial.part.operatorCalls.quarantine({})).toMatchObject([{ accountId, reason }]);
  expect(await trial.part.operatorCalls.release({ accountId })).toEqual({ bookedFacts: 0, reason });
  expect(await trial.ledgerViolations()).toEqual([]);
  await trial.part.stop();
});

test('an unreadable fact is fetched from orders, and books once', async () => {
  const { trial, stored, accountId, reserved, booked } = await createGapTrial();
  stored.push(cancel(accountId, 'ord_gap', 1, 300));
  await trial.eventLog.append(TOPICS.orderFacts, [{ key: accountId, value: Buffer.from('{') }]);
  await booked();
  expect((await reserved())[0]).toBe('7.00');
  expect(await trial.part.operatorCalls.quarantine({})).toEqual([]);
  await trial.part.stop();
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
