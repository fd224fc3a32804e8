import { describe, expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { DatabaseUnavailable } from '#platform/postgres/sql/sql-client.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WalletStore } from '../store/store.ts';
import { closeAccounts } from './close-batch.ts';

const DAY = '2026-03-16';

/** Closes accounts of as many persons; transactions of the account `acc_1`, alone or with others, fail. */
const closeWith = (failure: Error, ...accountIds: string[]) =>
  closeAccounts(
    {
      store: {
        personsOf: async (ids: readonly string[]) => ids.map((id) => [id]),
      } as Partial<WalletStore> as WalletStore,
      ledger: {
        transact: async (scope: { readonly accountIds: readonly string[] }) => {
          if (scope.accountIds.includes('acc_1')) throw failure;
          return { closed: scope.accountIds.length, failed: [], late: [], earliestSettlement: null };
        },
      } as Partial<Ledger> as Ledger,
      rules: { tables: [], calendar: createTradingCalendar() },
      wallClock: createManualClock(0),
    },
    accountIds.map((accountId) => ({ accountId, firstDate: DAY, tradeCount: 1 })),
    DAY,
    'test',
  );

describe.each([[['acc_1']], [['acc_1', 'acc_2']]])('a failed close of %j', (accountIds) => {
  test('is the fault of the account', async () => {
    const { closed, failed } = await closeWith(new Error('the shares do not fit'), ...accountIds);
    expect(failed).toEqual([{ accountId: 'acc_1', reason: 'the shares do not fit' }]);
    expect(closed).toBe(accountIds.length - 1);
  });

  test('is no fault of an account while the database does not answer', async () => {
    const outage = new DatabaseUnavailable('Connection terminated');
    await expect(closeWith(outage, ...accountIds)).rejects.toBe(outage);
  });
});
