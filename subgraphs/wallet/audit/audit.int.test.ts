import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';

let wallet: TestWallet;
let client: pg.Client;
let accountId: string;
beforeAll(async () => {
  wallet = await createTestWallet();
  accountId = await wallet.accountOf('usr_audited', '100.00');
  await wallet.reserve(accountId, 'o', 'BRL', 300);
  client = new pg.Client(wallet.dependencies.database);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await wallet.part.stop();
});

/** Rules that the auditor finds violated after the statement `tamper`; `repair` then undoes it. */
async function rulesViolatedBy(tamper: string, repair: string) {
  await client.query(tamper);
  const { wrong } = await wallet.part.auditCalls.ledger({});
  await client.query(repair);
  return Object.entries(wrong).flatMap(([rule, count]) => (count > 0 ? [rule] : []));
}

test('finds no violation in a correct ledger', async () => {
  const report = await wallet.part.auditCalls.ledger({});
  expect(report).toMatchObject({ accounts: 1, transfers: 2, legs: 4, balances: 2, examples: [] });
});

test.each([
  [
    ['wrongBalances', 'brokenStatements'],
    `UPDATE balance SET amount = amount + 1 WHERE bucket = 'FREE'`,
    `UPDATE balance SET amount = amount - 1 WHERE bucket = 'FREE'`,
  ],
  [['wrongReserves'], `UPDATE hold SET amount = amount - 1`, `UPDATE hold SET amount = amount + 1`],
  [
    ['wrongBalances', 'overdueSettlements'],
    `INSERT INTO balance VALUES ('acc_x', 'BRL', 'DUE', '2020-01-02', 5)`,
    `DELETE FROM balance WHERE account_id = 'acc_x'`,
  ],
  [
    ['wrongEntitlements'],
    `INSERT INTO corporate_action (id, ticker, kind, record_date, ex_date, amount_per_share, version, state)
       VALUES ('cac_x', 'PETR4', 'DIVIDEND', '2026-03-13', '2026-03-16', '0.50', 1, 'DONE');
     INSERT INTO entitlement (action_id, account_id, owner_id, quantity) VALUES ('cac_x', 'acc_x', 'usr_x', 100)`,
    `DELETE FROM entitlement; DELETE FROM corporate_action`,
  ],
  [
    ['unbalancedTransfers', 'wrongBalances'],
    `ALTER TABLE entry DISABLE TRIGGER entry_append_only;
      UPDATE entry SET leg_amounts[2] = leg_amounts[2] + 5 WHERE sequence = 1`,
    `UPDATE entry SET leg_amounts[2] = leg_amounts[2] - 5 WHERE sequence = 1;
      ALTER TABLE entry ENABLE TRIGGER entry_append_only`,
  ],
])('finds %s after a change behind the wallet', async (rules, tamper, repair) => {
  expect(await rulesViolatedBy(tamper, repair)).toEqual(expect.arrayContaining(rules));
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test.each([
  `UPDATE entry SET leg_amounts = '{1}'`,
  `DELETE FROM entry`,
  `UPDATE balance SET amount = -1 WHERE bucket = 'FREE'`,
  `UPDATE hold SET amount = -1`,
])('the database refuses: %s', async (statement) => {
  await expect(client.query(statement)).rejects.toThrow(/append-only|violates check constraint/);
});
