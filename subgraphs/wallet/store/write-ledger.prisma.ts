import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { AccountBook, BookedEntry } from '#domain/ledger/account-book.ts';
import type { Leg } from '#domain/ledger/leg.ts';
import type { PositionChange } from '#domain/ledger/position.ts';
import { arrayLiteral, columnsOf } from '#platform/postgres/sql/array-literal.ts';
import type { SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { balanceAfter, projectedColumn } from './rows.ts';
import type { Changes, Hold, LockedAccount, Reservation } from './unit-of-work.ts';

/** The accounts with new entries. */
export const bookedAccounts = ({ accounts }: Changes): readonly LockedAccount[] =>
  accounts.filter(({ book }) => book.entries().length > 0);

/**
 * Writes what an order's way changes, all of it with one statement: the counters of accounts, statement lines with their legs,
 * balances, reservations and holds. Rows are an array for each column.
 */
export function writeLedger(tx: SqlTransaction, changes: Changes): void {
  const booked = bookedAccounts(changes);
  const entries = booked.flatMap(({ book }) => book.entries().map((entry) => ({ book, entry })));
  const a = columnsOf(changes.accounts, ACCOUNT_COLUMNS);
  const e = columnsOf(entries, { ...ENTRY_COLUMNS, day: dayOfEntries() });
  const balances = newBalances(booked);
  const b = columnsOf(
    balances.filter((balance) => !isSettled(balance)),
    BALANCE_COLUMNS,
  );
  removeSettled(tx, balances.filter(isSettled));
  const r = columnsOf(changes.newReservations, RESERVATION_COLUMNS);
  const h = columnsOf(
    changes.holds.filter(({ amount }) => amount > 0),
    HOLD_COLUMNS,
  );
  // An order that holds nothing has no row.
  const ended = changes.holds.filter(({ amount }) => amount === 0).map(({ orderId }) => orderId);
  tx.send`
    WITH counted AS (
      UPDATE account SET entry_sequence = entry_sequence + t.lines, order_fact_sequence = t.fact,
        closed_day = t.closed_day, note_count = t.note_count
      FROM unnest(${a.id}::text[], ${a.lines}::bigint[], ${a.fact}::bigint[], ${a.closedDay}::text[],
        ${a.noteCount}::int[]) AS t (id, lines, fact, closed_day, note_count)
      WHERE account.id = t.id
        AND (t.lines > 0 OR t.fact <> order_fact_sequence OR t.note_count <> account.note_count)
    ), lines AS (
      INSERT INTO entry (account_id, sequence, at_ms, day, kind, description, amount_centavos, balance_centavos,
        owed_centavos, reserved_centavos, settled_centavos, withdrawable_centavos, projected, ticker, quantity,
        quantity_after, order_id, note_number, costing, correlation_id, leg_accounts, leg_amounts)
      SELECT account_id, sequence, at_ms, day, kind, description, amount, balance, owed, reserved, settled, withdrawable,
        projected, ticker, quantity, quantity_after, order_id, note_number, costing, correlation_id,
        leg_accounts::text[], leg_amounts::bigint[]
      FROM unnest(${e.accountId}::text[], ${e.sequence}::bigint[], ${e.atMs}::bigint[], ${e.day}::text[],
        ${e.kind}::text[], ${e.description}::text[], ${e.amount}::bigint[], ${e.balance}::bigint[], ${e.owed}::bigint[],
        ${e.reserved}::bigint[], ${e.settled}::bigint[], ${e.withdrawable}::bigint[], ${e.projected}::json[],
        ${e.ticker}::text[], ${e.quantity}::bigint[], ${e.quantityAfter}::bigint[], ${e.orderId}::text[],
        ${e.noteNumber}::int[], ${e.costing}::jsonb[], ${e.correlationId}::text[], ${e.legAccounts}::text[],
        ${e.legAmounts}::text[])
        AS t (account_id, sequence, at_ms, day, kind, description, amount, balance, owed, reserved, settled, withdrawable,
          projected, ticker, quantity, quantity_after, order_id, note_number, costing, correlation_id, leg_accounts,
          leg_amounts)
    ), balances AS (
      INSERT INTO balance (account_id, asset, bucket, due_on, amount)
      SELECT * FROM unnest(${b.accountId}::text[], ${b.asset}::text[], ${b.bucket}::text[], ${b.dueOn}::text[],
        ${b.amount}::bigint[])
      ON CONFLICT (account_id, asset, bucket, due_on) DO UPDATE SET amount = excluded.amount
    ), reserved AS (
      INSERT INTO reservation (id, account_id, order_id, asset, amount, voided)
      SELECT id, account_id, order_id, asset, amount, false
      FROM unnest(${r.id}::text[], ${r.accountId}::text[], ${r.orderId}::text[], ${r.asset}::text[], ${r.amount}::bigint[])
        AS t (id, account_id, order_id, asset, amount)
      ORDER BY id
    ), released AS (
      DELETE FROM hold WHERE order_id = ANY(${arrayLiteral(ended)}::text[])
    )
    INSERT INTO hold (order_id, account_id, asset, amount)
    SELECT * FROM unnest(${h.orderId}::text[], ${h.accountId}::text[], ${h.asset}::text[], ${h.amount}::bigint[])
    ON CONFLICT (order_id) DO UPDATE SET amount = excluded.amount`;
}

/** An amount due that has become zero has no row, so that the search for what is due does not pass it again. */
function removeSettled(tx: SqlTransaction, settled: readonly NewBalance[]): void {
  if (settled.length === 0) return;
  const s = columnsOf(settled, SETTLED_COLUMNS);
  tx.send`
    DELETE FROM balance
    USING unnest(${s.accountId}::text[], ${s.asset}::text[], ${s.dueOn}::text[]) AS t (account_id, asset, due_on)
    WHERE balance.account_id = t.account_id AND balance.asset = t.asset AND balance.bucket = 'DUE'
      AND balance.due_on = t.due_on`;
}

const ACCOUNT_COLUMNS = {
  id: ({ book }: LockedAccount) => book.accountId,
  lines: ({ book }: LockedAccount) => book.entries().length,
  fact: ({ orderFactSequence }: LockedAccount) => orderFactSequence,
  closedDay: ({ closedDay }: LockedAccount) => closedDay,
  noteCount: ({ noteCount }: LockedAccount) => noteCount,
};

interface EntryOfBook {
  readonly book: AccountBook;
  readonly entry: BookedEntry;
}
const ENTRY_COLUMNS = {
  accountId: ({ book }: EntryOfBook) => book.accountId,
  sequence: ({ entry }: EntryOfBook) => entry.sequence,
  atMs: ({ entry }: EntryOfBook) => entry.atMs,
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

/**
 * Reads the day of each entry. Most entries of a transaction are of one second, and finding its day takes as long as the rest of a
 * line.
 */
function dayOfEntries(): (row: EntryOfBook) => string {
  const days = new Map<number, string>();
  return ({ entry: { day, atMs } }) => {
    if (day !== null) return day;
    const second = Math.floor(atMs / 1_000);
    const known = days.get(second) ?? dayOf(atMs);
    days.set(second, known);
    return known;
  };
}

/** JSON has no `bigint`: the cost is text. */
const costingOf = (costing: PositionChange | null): string | null =>
  costing && JSON.stringify({ ...costing, costBillionths: String(costing.costBillionths) });

/** The name of a ledger account in the rows of an account's entries: the view `leg` reads it. */
function ledgerAccountName(accountId: string, { holder, asset, bucket, dueOn }: Leg): string {
  if (bucket === 'OUTSIDE') return `${asset} ${holder}`;
  if (holder !== accountId) throw new RangeError(`an entry of ${accountId} moves an amount of ${holder}`);
  return dueOn === null ? `${asset} ${bucket}` : `${asset} ${bucket} ${dueOn}`;
}

/** The new balance of each ledger account that a leg changed. */
const newBalances = (booked: readonly LockedAccount[]): readonly NewBalance[] =>
  booked.flatMap(({ book }) => {
    const legs = book.entries().flatMap((entry) => entry.transfer.legs);
    const own = legs.filter((leg) => leg.holder === book.accountId);
    const changed = new Map(own.map((leg) => [`${leg.asset} ${leg.bucket} ${leg.dueOn ?? ''}`, leg]));
    return [...changed.values()].map((leg): NewBalance => ({ book, leg }));
  });

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

const isSettled = ({ book, leg }: NewBalance): boolean => leg.bucket === 'DUE' && balanceOf(book, leg) === 0;
const SETTLED_COLUMNS = {
  accountId: BALANCE_COLUMNS.accountId,
  asset: BALANCE_COLUMNS.asset,
  dueOn: BALANCE_COLUMNS.dueOn,
};

function balanceOf(book: AccountBook, { asset, bucket, dueOn }: Leg): number {
  const holding = book.holding(asset);
  if (bucket === 'FREE') return holding.free;
  if (bucket === 'RESERVED') return holding.reserved;
  if (bucket === 'OWED') return -holding.owed;
  return holding.due.get(dueOn ?? '') ?? 0;
}

const RESERVATION_COLUMNS = {
  id: ({ id }: Reservation) => id,
  accountId: ({ hold }: Reservation) => hold?.accountId ?? null,
  orderId: ({ hold }: Reservation) => hold?.orderId ?? null,
  asset: ({ hold }: Reservation) => hold?.asset ?? null,
  amount: ({ hold }: Reservation) => hold?.amount ?? null,
};

const HOLD_COLUMNS = {
  orderId: ({ orderId }: Hold) => orderId,
  accountId: ({ accountId }: Hold) => accountId,
  asset: ({ asset }: Hold) => asset,
  amount: ({ amount }: Hold) => amount,
};
