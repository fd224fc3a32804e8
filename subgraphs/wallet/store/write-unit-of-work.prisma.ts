import type { SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { writeEntitlements } from './actions/entitlements.prisma.ts';
import { writeDebitCharges } from '../debit/debits.prisma.ts';
import { writeExercises } from './actions/exercises.prisma.ts';
import { writeActionResults, writeNotes, writeTrades } from './write-days.prisma.ts';
import { writeLedger } from './write-ledger.prisma.ts';
import type { Changes, LockedAccount } from './unit-of-work.ts';

/** The primary key that a reservation violates whose id another transaction inserted meanwhile. A retry reads the new row. */
export const RESERVATION_KEY = 'reservation_pkey';

/**
 * Writes the changes of a unit of work: those of an order's way with one SQL statement, others with one for each table, whatever
 * the size of the batch. Statements and COMMIT are sent at once.
 */
export async function writeChanges(tx: SqlTransaction, changes: Changes): Promise<void> {
  writeLedger(tx, changes);
  writePositions(tx, changes.accounts);
  voidReservations(tx, changes);
  writeClientTransfers(tx, changes);
  writeTrades(tx, changes.trades);
  await writeNotes(tx, changes.notes);
  await writeEntitlements(tx, changes.entitlements);
  await writeActionResults(tx, changes.actionResults);
  await writeDebitCharges(tx, changes.debitCharges);
  await writeExercises(tx, changes.newExercises, changes.creditedExercises);
}

function writePositions(tx: SqlTransaction, accounts: readonly LockedAccount[]): void {
  const rows = accounts.flatMap(({ book }) =>
    [...book.changedPositions()].map(([ticker, position]) => ({
      account_id: book.accountId,
      ticker,
      quantity: position.quantity,
      cost: String(position.costBillionths),
      realized: position.realizedCentavos,
      day_trades: position.realizedDayTradeCentavos,
      changed_on: position.changedOn,
    })),
  );
  if (rows.length === 0) return;
  tx.send`
    INSERT INTO position (account_id, ticker, quantity, cost_billionths, realized_centavos,
      realized_day_trade_centavos, changed_on)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(account_id text, ticker text,
      quantity bigint, cost numeric, realized bigint, day_trades bigint, changed_on text)
    ON CONFLICT (account_id, ticker) DO UPDATE SET quantity = excluded.quantity,
      cost_billionths = excluded.cost_billionths, realized_centavos = excluded.realized_centavos,
      realized_day_trade_centavos = excluded.realized_day_trade_centavos, changed_on = excluded.changed_on`;
}

function voidReservations(tx: SqlTransaction, { voidedReservationIds: ids }: Changes): void {
  if (ids.length > 0) tx.send`UPDATE reservation SET voided = true WHERE id = ANY(${ids}::text[])`;
}

function writeClientTransfers(tx: SqlTransaction, { clientTransfers }: Changes): void {
  if (clientTransfers.length === 0) return;
  const rows = clientTransfers.map(({ accountId, clientTransferId, content, entry }) => ({
    account_id: accountId,
    client_transfer_id: clientTransferId,
    content,
    entry_sequence: entry.sequence,
  }));
  tx.send`
    INSERT INTO client_transfer (account_id, client_transfer_id, content, entry_sequence)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS t(account_id text, client_transfer_id text, content text, entry_sequence bigint)`;
}
