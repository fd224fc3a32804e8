import { dayOf } from '#domain/calendar/session.ts';
import type { AccountBook, BookedEntry } from '#domain/ledger/account-book.ts';
import type { Leg } from '#domain/ledger/leg.ts';
import type { PositionChange } from '#domain/ledger/position.ts';
import type { SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { balanceAfter } from './rows.ts';
import { writeEntitlements } from './actions/entitlements.prisma.ts';
import { writeDebitCharges } from '../debit/debits.prisma.ts';
import { writeExercises } from './actions/exercises.prisma.ts';
import { writeActionResults, writeNotes, writeTrades } from './write-days.prisma.ts';
import type { LockedAccount, Changes } from './unit-of-work.ts';

/** The primary key that a reservation violates whose id another transaction inserted meanwhile. A retry reads the new row. */
export const RESERVATION_KEY = 'reservation_pkey';

/**
 * Writes the changes of a unit of work with one SQL statement for each table, whatever the size of the batch. A batch is
 * one JSON parameter: its integers are exact, and one parameter carries any number of rows and columns. Statements and
 * COMMIT are sent at once.
 */
export async function writeChanges(tx: SqlTransaction, changes: Changes): Promise<void> {
  const booked = bookedAccounts(changes);
  writeAccounts(tx, changes.accounts);
  if (booked.length > 0) {
    const entries = booked.flatMap(({ book }) => book.entries().map((entry) => ({ book, entry })));
    writeEntries(tx, entries);
    writeLegs(tx, entries);
    writeBalances(tx, booked);
  }
  writePositions(tx, changes.accounts);
  writeReservations(tx, changes);
  writeHolds(tx, changes);
  writeClientTransfers(tx, changes);
  await writeTrades(tx, changes.trades);
  await writeNotes(tx, changes.notes);
  await writeEntitlements(tx, changes.entitlements);
  await writeActionResults(tx, changes.actionResults);
  await writeDebitCharges(tx, changes.debitCharges);
  await writeExercises(tx, changes.newExercises, changes.creditedExercises);
}

/** The accounts with new entries. */
export const bookedAccounts = ({ accounts }: Changes): readonly LockedAccount[] =>
  accounts.filter(({ book }) => book.entries().length > 0);

function writeAccounts(tx: SqlTransaction, accounts: readonly LockedAccount[]): void {
  const rows = accounts.map(({ book, orderFactSequence, closedDay, noteCount }) => ({
    id: book.accountId,
    lines: book.entries().length,
    fact: orderFactSequence,
    closed_day: closedDay,
    note_count: noteCount,
  }));
  tx.send`
    UPDATE account SET
      entry_sequence = entry_sequence + t.lines,
      order_fact_sequence = t.fact,
      closed_day = t.closed_day,
      note_count = t.note_count
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS t(id text, lines bigint, fact bigint, closed_day text, note_count int)
    WHERE account.id = t.id
      AND (t.lines > 0 OR t.fact <> order_fact_sequence OR t.note_count <> account.note_count)`;
}

type EntriesOfBooks = readonly { readonly book: AccountBook; readonly entry: BookedEntry }[];

function writeEntries(tx: SqlTransaction, entries: EntriesOfBooks): void {
  const rows = entries.map(({ book, entry }) => ({
    account_id: book.accountId,
    sequence: entry.sequence,
    at_ms: entry.atMs,
    day: entry.day ?? dayOf(entry.atMs),
    kind: entry.transfer.kind,
    description: entry.transfer.description,
    amount_centavos: entry.amountCentavos,
    cash: entry.cash,
    balance_centavos: balanceAfter(entry),
    ticker: entry.transfer.ticker,
    quantity: entry.quantity,
    quantity_after: entry.quantityAfter,
    order_id: entry.transfer.orderId,
    note_number: entry.transfer.noteNumber,
    costing: costingOf(entry.transfer.costing),
    correlation_id: entry.correlationId,
  }));
  tx.send`
    INSERT INTO entry (account_id, sequence, at_ms, day, kind, description, amount_centavos, cash, balance_centavos,
      ticker, quantity, quantity_after, order_id, note_number, costing, correlation_id)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(account_id text, sequence bigint,
      at_ms bigint, day text, kind text, description text, amount_centavos bigint, cash jsonb, balance_centavos bigint,
      ticker text, quantity bigint, quantity_after bigint, order_id text, note_number int, costing jsonb,
      correlation_id text)`;
}

/** JSON has no `bigint`: the cost is text. */
const costingOf = (costing: PositionChange | null) =>
  costing && { ...costing, costBillionths: String(costing.costBillionths) };

function writeLegs(tx: SqlTransaction, entries: EntriesOfBooks): void {
  const rows = entries.flatMap(({ book, entry }) =>
    entry.transfer.legs.map((leg, number) => ({
      account_id: book.accountId,
      sequence: entry.sequence,
      number,
      holder: leg.holder,
      asset: leg.asset,
      bucket: leg.bucket,
      due_on: leg.dueOn ?? '',
      amount: leg.amount,
    })),
  );
  tx.send`
    INSERT INTO leg (account_id, sequence, number, holder, asset, bucket, due_on, amount)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(account_id text, sequence bigint, number int,
      holder text, asset text, bucket text, due_on text, amount bigint)`;
}

/** Writes the new balance of each ledger account that a leg changed. */
function writeBalances(tx: SqlTransaction, booked: readonly LockedAccount[]): void {
  const rows = booked.flatMap(({ book }) => {
    const legs = book.entries().flatMap((entry) => entry.transfer.legs);
    const own = legs.filter((leg) => leg.holder === book.accountId);
    const changed = new Map(own.map((leg) => [`${leg.asset} ${leg.bucket} ${leg.dueOn ?? ''}`, leg]));
    return [...changed.values()].map((leg) => ({
      account_id: book.accountId,
      asset: leg.asset,
      bucket: leg.bucket,
      due_on: leg.dueOn ?? '',
      amount: balanceOf(book, leg),
    }));
  });
  tx.send`
    INSERT INTO balance (account_id, asset, bucket, due_on, amount)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS t(account_id text, asset text, bucket text, due_on text, amount bigint)
    ON CONFLICT (account_id, asset, bucket, due_on) DO UPDATE SET amount = excluded.amount`;
}

function balanceOf(book: AccountBook, { asset, bucket, dueOn }: Leg): number {
  const holding = book.holding(asset);
  if (bucket === 'FREE') return holding.free;
  if (bucket === 'RESERVED') return holding.reserved;
  if (bucket === 'OWED') return -holding.owed;
  return holding.due.get(dueOn ?? '') ?? 0;
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

function writeReservations(tx: SqlTransaction, changes: Changes): void {
  if (changes.newReservations.length > 0) {
    const rows = changes.newReservations.map(({ id, hold }) => ({ ...hold, id }));
    tx.send`
      INSERT INTO reservation (id, account_id, order_id, asset, amount, voided)
      SELECT t.id, t."accountId", t."orderId", t.asset, t.amount, false
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS t(id text, "accountId" text, "orderId" text, asset text, amount bigint)
      ORDER BY t.id`;
  }
  if (changes.voidedReservationIds.length > 0)
    tx.send`UPDATE reservation SET voided = true WHERE id = ANY(${changes.voidedReservationIds}::text[])`;
}

function writeHolds(tx: SqlTransaction, changes: Changes): void {
  if (changes.holds.length === 0) return;
  tx.send`
    INSERT INTO hold (order_id, account_id, asset, amount)
    SELECT t."orderId", t."accountId", t.asset, t.amount
    FROM json_to_recordset(${JSON.stringify(changes.holds)}::json)
      AS t("orderId" text, "accountId" text, asset text, amount bigint)
    ON CONFLICT (order_id) DO UPDATE SET amount = excluded.amount`;
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
