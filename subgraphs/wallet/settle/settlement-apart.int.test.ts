import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { eventually } from '#test/support/eventually.ts';
import {
  createTestWallet,
  execution,
  orderFact,
  SETTLES_ON,
  type TestWallet,
} from '#test/support/wallet/wallet.ts';

let wallet: TestWallet;
let client: pg.Client;
beforeAll(async () => {
  wallet = await createTestWallet();
  client = new pg.Client({ ...wallet.dependencies.database });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await wallet.part.stop();
});

/** Buys 5 shares, due on D+2. */
async function buy(accountId: string, sequence: number): Promise<void> {
  const orderId = `ord_${accountId}_${sequence}`;
  await wallet.reserve(accountId, orderId, 'BRL', 5_005);
  const fill = { released: 5_005, execution: execution(orderId, 1, 5, 1_000) };
  await wallet.publish(orderFact({ accountId, sequence, orderId, ...fill }));
}

/** Shares beyond what the code takes for an amount. */
const UNSAFE = 2n ** 60n;

const dueOf = async (accountId: string): Promise<number> => {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) FROM balance WHERE account_id = $1 AND bucket = 'DUE' AND amount <> 0`,
    [accountId],
  );
  return Number(rows[0]?.count);
};
const moveDue = (accountId: string, by: bigint) =>
  client.query(
    `UPDATE balance SET amount = amount + $2 WHERE account_id = $1 AND bucket = 'DUE' AND asset = 'PETR4'`,
    [accountId, by],
  );
const settlementFailures = async () =>
  (await wallet.part.operatorCalls.quarantine({})).filter(({ kind }) => kind === 'SETTLEMENT');

test('an account that cannot be settled stops neither other accounts nor the booking, and settles once repaired', async () => {
  const accounts: string[] = [];
  for (const name of ['usr_a', 'usr_b', 'usr_c']) accounts.push(await wallet.accountOf(name, '1000.00'));
  for (const accountId of accounts) await buy(accountId, 1);
  for (const accountId of accounts) await eventually(async () => expect(await dueOf(accountId)).toBe(2));
  const [first = '', wrong = '', last = ''] = accounts.toSorted();
  await moveDue(wrong, UNSAFE);

  wallet.marketClock.set(instantOf(SETTLES_ON, 12 * 60));
  await eventually(async () => expect(await settlementFailures()).toMatchObject([{ accountId: wrong }]));
  expect([await dueOf(first), await dueOf(wrong), await dueOf(last)]).toEqual([0, 2, 0]);

  // A fill that is booked on its day of settlement settles at once.
  await buy(last, 2);
  await buy(first, 2);
  await eventually(async () => {
    const { rows } = await client.query(`SELECT 1 FROM trade WHERE account_id = ANY($1)`, [[first, last]]);
    expect([rows.length, await dueOf(first), await dueOf(last)]).toEqual([4, 0, 0]);
  });
  const again = await wallet.part.operatorCalls.release({ accountId: wrong });
  expect(again.reason).not.toBeNull();

  await moveDue(wrong, -UNSAFE);
  expect(await wallet.part.operatorCalls.release({ accountId: wrong })).toEqual({
    bookedFacts: 0,
    reason: null,
  });
  expect([await dueOf(wrong), await settlementFailures()]).toEqual([0, []]);
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('a wallet with an account that cannot be settled starts', async () => {
  const accountId = await wallet.accountOf('usr_d', '1000.00');
  await buy(accountId, 1);
  await eventually(async () => expect(await dueOf(accountId)).toBe(0));
  await client.query(
    `INSERT INTO balance (account_id, asset, bucket, due_on, amount) VALUES ($1, 'PETR4', 'DUE', '2026-03-17', $2)`,
    [accountId, UNSAFE],
  );
  await wallet.restart();
  expect(await settlementFailures()).toMatchObject([{ accountId }]);
});
