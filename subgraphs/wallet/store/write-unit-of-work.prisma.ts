import { dayOf } from '#domain/calendar/session.ts';
import type { AccountBook, BookedEntry } from '#domain/ledger/account-book.ts';
import type { Leg } from '#domain/ledger/leg.ts';
import type { PositionChange } from '#domain/ledger/position.ts';
import { arrayLiteral, columnsOf } from '#platform/postgres/sql/array-literal.ts';
import type { SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { balanceAfter, projectedColumn } from './rows.ts';
import { writeEntitlements } from './actions/entitlements.prisma.ts';
import { writeDebitCharges } from '../debit/debits.prisma.ts';
import { writeExercises } from './actions/exercises.prisma.ts';
import { writeActionResults, writeNotes, writeTrades } from './write-days.prisma.ts';
import type { Changes, Hold, LockedAccount } from './unit-of-work.ts';

/** The primary key that a reservation violates whose id another transaction inserted meanwhile. A retry reads the new row. */
export const RESERVATION_KEY = 'reservation_pkey';

/**
 * Writes the changes of a unit of work with one SQL statement for each table, whatever the size of the batch. Rows of an order's
 * way are an array for each column, others one JSON parameter; integers are exact in both. Statements and COMMIT are sent at once.
 */
export async function writeChanges(tx: SqlTransaction, changes: Changes): Promise<void> {
  const booked = bookedAccounts(changes);
  writeAccounts(tx, changes.accounts);
  if (booked.length > 0) {
    const entries = booked.flatMap(({ book }) => book.entries().map((entry) => ({ book, entry })));
    writeEntries(tx, entries);
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

interface EntryOfBook {
  readonly book: AccountBook;
  readonly entry: BookedEntry;
}
type EntriesOfBooks = readonly EntryOfBook[];

function writeEntries(tx: SqlTransaction, entries: EntriesOfBooks): void {
  const c = columnsOf(entries, ENTRY_COLUMNS);
  tx.send`
    INSERT INTO entry (account_id, sequence, at_ms, day, kind, description, amount_centavos, balance_centavos,
      owed_centavos, reserved_centavos, settled_centavos, withdrawable_centavos, projected, ticker, quantity,
      quantity_after, order_id, note_number, costing, correlation_id, leg_accounts, leg_amounts)
    SELECT account_id, sequence, at_ms, day, kind, description, amount, balance, owed, reserved, settled, withdrawable,
      projected, ticker, quantity, quantity_after, order_id, note_number, costing, correlation_id,
      leg_accounts::text[], leg_amounts::bigint[]
    FROM unnest(${c.accountId}::text[], ${c.sequence}::bigint[], ${c.atMs}::bigint[], ${c.day}::text[],
      ${c.kind}::text[], ${c.description}::text[], ${c.amount}::bigint[], ${c.balance}::bigint[], ${c.owed}::bigint[],
      ${c.reserved}::bigint[], ${c.settled}::bigint[], ${c.withdrawable}::bigint[], ${c.projected}::json[],
      ${c.ticker}::text[], ${c.quantity}::bigint[], ${c.quantityAfter}::bigint[], ${c.orderId}::text[],
      ${c.noteNumber}::int[], ${c.costing}::jsonb[], ${c.correlationId}::text[], ${c.legAccounts}::text[],
      ${c.legAmounts}::text[])
      AS t (account_id, sequence, at_ms, day, kind, description, amount, balance, owed, reserved, settled, withdrawable,
        projected, ticker, quantity, quantity_after, order_id, note_number, costing, correlation_id, leg_accounts,
        leg_amounts)`;
}

const ENTRY_COLUMNS = {
  accountId: ({ book }: EntryOfBook) => book.accountId,
  sequence: ({ entry }: EntryOfBook) => entry.sequence,
  atMs: ({ entry }: EntryOfBook) => entry.atMs,
  day: ({ entry }: EntryOfBook) => entry.day ?? dayOf(entry.atMs),
  kind: ({ entry }: EntryOfBook) => entry.transfer.kind,
  description: ({ entry }: EntryOfBook) => entry.transfer.description,
  amount: ({ entry }: EntryOfBook) => entry.amountCentavos,
  balance: ({ entry }: EntryOfBook) => balanceAfter(entry),
  owed: ({ entry }: EntryOfBook) => entry.cash.owedCentavos,
  reserved: ({ entry }: EntryOfBook) => entry.cash.reservedCentavos,
  settled: ({ entry }: EntryOfBook) => entry.cash.settledCentavos,
  withdrawable: ({ entry }: EntryOfBook) => entry.cash.withdrawableCentavos,
  projected: ({ entry }: EntryOfBook) => projectedColumn(entry.cash),
  ticker: ({ entry }: EntryOfBook) => entry.transfer.ticker,
  quantity: ({ entry }: EntryOfBook) => entry.quantity,
  quantityAfter: ({ entry }: EntryOfBook) => entry.quantityAfter,
  orderId: ({ entry }: EntryOfBook) => entry.transfer.orderId,
  noteNumber: ({ entry }: EntryOfBook) => entry.transfer.noteNumber,
  costing: ({ entry }: EntryOfBook) => costingOf(entry.transfer.costing),
  correlationId: ({ entry }: EntryOfBook) => entry.correlationId,
  legAccounts: ({ book, entry }: EntryOfBook) =>
    arrayLiteral(entry.transfer.legs.map((leg) => ledgerAccountName(book.accountId, leg))),
  legAmounts: ({ entry }: EntryOfBook) => arrayLiteral(entry.transfer.legs.map(({ amount }) => amount)),
};

/** JSON has no `bigint`: the cost is text. */
const costingOf = (costing: PositionChange | null): string | null =>
  costing && JSON.stringify({ ...costing, costBillionths: String(costing.costBillionths) });

/** The name of a ledger account in the rows of an account's entries: the view `leg` reads it. */
function ledgerAccountName(accountId: string, { holder, asset, bucket, dueOn }: Leg): string {
  if (bucket === 'OUTSIDE') return `${asset} ${holder}`;
  if (holder !== accountId) throw new RangeError(`an entry of ${accountId} moves an amount of ${holder}`);
  return dueOn === null ? `${asset} ${bucket}` : `${asset} ${bucket} ${dueOn}`;
}

/** Writes the new balance of each ledger account that a leg changed. */
function writeBalances(tx: SqlTransaction, booked: readonly LockedAccount[]): void {
  const rows = booked.flatMap(({ book }) => {
    const legs = book.entries().flatMap((entry) => entry.transfer.legs);
    const own = legs.filter((leg) => leg.holder === book.accountId);
    const changed = new Map(own.map((leg) => [`${leg.asset} ${leg.bucket} ${leg.dueOn ?? ''}`, leg]));
    return [...changed.values()].map((leg): NewBalance => ({ book, leg }));
  });
  const c = columnsOf(rows, BALANCE_COLUMNS);
  tx.send`
    INSERT INTO balance (account_id, asset, bucket, due_on, amount)
    SELECT * FROM unnest(${c.accountId}::text[], ${c.asset}::text[], ${c.bucket}::text[], ${c.dueOn}::text[],
      ${c.amount}::bigint[])
    ON CONFLICT (account_id, asset, bucket, due_on) DO UPDATE SET amount = excluded.amount`;
}

interface NewBalance {
  readonly book: AccountBook;
  readonly leg: Leg;
}
const BALANCE_COLUMNS = {
  accountId: ({ book }: NewBalance) => book.accountId,
  asset: ({ leg }: NewBalance) => leg.asset,
  bucket: ({ leg }: NewBalance) => leg.bucket,
  dueOn: ({ leg }: NewBalance) => leg.dueOn ?? '',
  amount: ({ book, leg }: NewBalance) => balanceOf(book, leg),
};

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

/** An order that holds nothing has no row. */
function writeHolds(tx: SqlTransaction, { holds }: Changes): void {
  const ended = holds.filter(({ amount }) => amount === 0).map(({ orderId }) => orderId);
  if (ended.length > 0) tx.send`DELETE FROM hold WHERE order_id = ANY(${arrayLiteral(ended)}::text[])`;
  const held = holds.filter(({ amount }) => amount > 0);
  if (held.length === 0) return;
  const c = columnsOf(held, HOLD_COLUMNS);
  tx.send`
    INSERT INTO hold (order_id, account_id, asset, amount)
    SELECT * FROM unnest(${c.orderId}::text[], ${c.accountId}::text[], ${c.asset}::text[], ${c.amount}::bigint[])
    ON CONFLICT (order_id) DO UPDATE SET amount = excluded.amount`;
}

const HOLD_COLUMNS = {
  orderId: ({ orderId }: Hold) => orderId,
  accountId: ({ accountId }: Hold) => accountId,
  asset: ({ asset }: Hold) => asset,
  amount: ({ amount }: Hold) => amount,
};

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
