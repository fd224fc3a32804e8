import { expect, test } from 'vitest';
import { silentLog } from '#platform/observability/log.ts';
import { DatabaseUnavailable } from '#platform/postgres/sql/sql-client.ts';
import { transactAll, type ActionOfRun } from './batches.ts';

/** Runs an action for accounts; transactions of the account `acc_1`, alone or with others, fail. */
function runWith(failure: Error, accountIds: readonly string[]): Promise<readonly string[]> {
  const ledger = {
    transact: async (scope: { readonly accountIds: readonly string[] }) => {
      if (scope.accountIds.includes('acc_1')) throw failure;
    },
  };
  const dependencies = { ledger, ids: (kind: string) => kind, log: silentLog };
  const action = { id: 'act_1', ticker: 'PETR4', exDate: '2026-03-16', paysOn: null, rights: null };
  return transactAll(
    { dependencies, action, assetKind: 'STOCK' } as unknown as ActionOfRun,
    accountIds,
    () => undefined,
  );
}

test.each([[['acc_1']], [['acc_1', 'acc_2']]])('of %j the account that fails waits', async (accountIds) => {
  expect(await runWith(new Error('an order holds its shares'), accountIds)).toEqual(['acc_1']);
});

test.each([[['acc_1']], [['acc_1', 'acc_2']]])(
  'for %j the run fails while the database does not answer',
  async (accountIds) => {
    const outage = new DatabaseUnavailable('Connection terminated');
    await expect(runWith(outage, accountIds)).rejects.toBe(outage);
  },
);
