import { expect, test } from 'vitest';
import { createTestDatabase } from '#test/support/database/database.ts';
import { createReadCounter } from '#test/support/probes/rows-read.ts';
import { createLedgerDays } from '../equity/ledger-days.prisma.ts';
import { createNotes } from '../notes/notes.prisma.ts';
import { createPrismaWalletStore } from './store.prisma.ts';

/** A year of two accounts with 40 entries and one settled day each day, on an otherwise settled ledger. */
const FILL = `
  INSERT INTO account (id, owner_id, name, created_at_ms, entry_sequence)
    SELECT 'acc_' || a, 'usr_' || a, 'main', 0, 14600 FROM generate_series(1, 2) a;
  INSERT INTO entry (account_id, sequence, at_ms, day, kind, description, balance_centavos,
      owed_centavos, reserved_centavos, settled_centavos, withdrawable_centavos, projected, correlation_id, leg_accounts, leg_amounts)
    SELECT 'acc_' || a, n, extract(epoch FROM date '2025-01-01' + n / 40)::bigint * 1000 + 43200000 + n % 40,
      (date '2025-01-01' + n / 40)::text, 'TRADE', '', 0, 0, 0, 0, 0, '[]', '', '{}', '{}' FROM generate_series(1, 2) a, generate_series(1, 14600) n;
  INSERT INTO balance (account_id, asset, bucket, due_on, amount)
    SELECT 'acc_' || a, 'BRL', 'DUE', (date '2025-01-01' + d)::text, 1 FROM generate_series(1, 1000) a, generate_series(360, 369) d;
  INSERT INTO trade (execution_id, account_id, sequence, order_id, trade_date, settles_on, at_ms, ticker, custody_ticker, asset_kind,
      side, quantity, price_centavos, gross_centavos, is_auction, provisional_centavos, brokerage, note_number)
    SELECT 'exe_' || a || '_' || n, 'acc_' || a, n, '', (date '2025-01-01' + n / 20)::text, '', n, 'PETR4', 'PETR4', '', 'BUY', 1, 1, 1,
      false, 0, '{"type":"NONE"}', CASE WHEN n < 7300 THEN n / 20 + 1 END FROM generate_series(1, 2) a, generate_series(0, 7319) n;
  VACUUM ANALYZE`;

test('queries on a year of data read the rows that they return, or little more', async () => {
  const database = await createTestDatabase('wallet');
  const store = createPrismaWalletStore({ ...database, max: 1 });
  try {
    for (const statement of FILL.split(';')) await store.client.$executeRawUnsafe(statement);
    const read = await createReadCounter(database, store.sql);
    const statement = (from: string | null, to: string | null) =>
      store.statements([{ accountId: 'acc_1', from, to, kinds: null, beforeSequence: null, limit: 51 }]);
    const notes = createNotes(store.client);
    expect((await statement('2025-02-01', '2025-02-28'))[0]).toHaveLength(51);
    expect(await read(() => store.accountsDue('2025-12-26', '', 200))).toBeLessThan(10);
    // At most the 1,120 entries of the month, and the 2,320 until its end, to find the first and the last one.
    expect(await read(() => statement('2025-02-01', '2025-02-28'))).toBeLessThan(1_300);
    expect(await read(() => statement(null, '2025-02-28'))).toBeLessThan(2_500);
    expect(await read(() => statement(null, null))).toBeLessThan(60);
    expect(await read(() => store.factsAfter('acc_1', 7_000, 200))).toBeLessThan(210);
    expect(await read(() => store.accountsToClose('2026-01-01', '', 200))).toBeLessThan(100);
    expect(await read(() => store.firstOpenDate('2026-01-01'))).toBeLessThan(100);
    expect(await read(() => store.positionTickers(['acc_1', 'acc_2']))).toBeLessThan(100);
    expect(await read(() => store.personStates(['acc_1']))).toBeLessThan(100);
    expect(await read(() => store.openTrades('acc_1', { after: 7_000, until: 14_600 }, 200))).toBeLessThan(
      100,
    );
    const lines = { accountId: 'acc_1', tradeDate: '2025-06-02', skip: 0, limit: null };
    expect(await read(() => notes.lines([lines]))).toBeLessThan(30);
    const days = createLedgerDays(store.client);
    expect(await read(() => days.after(['acc_1'], '2025-12-30'))).toBeLessThan(200);
    // The same days again, and later ones: their sums are known.
    expect(await read(() => days.after(['acc_1'], '2025-12-30'))).toBeLessThan(10);
    expect(await read(() => days.after(['acc_1'], '2025-12-31'))).toBeLessThan(10);
    expect(await read(() => store.accounts(['acc_1']))).toBeLessThan(10);
  } finally {
    await store.close();
  }
});
