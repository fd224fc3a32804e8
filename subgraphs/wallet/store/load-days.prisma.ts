import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import { Prisma } from '../generated/prisma/client.ts';
import {
  changeOf,
  NO_DAYS,
  noteOf,
  tradeOf,
  type AccountDaysState,
  type CostingRow,
  type NoteRow,
  type TradeRow,
} from './day-rows.ts';
import { integer } from './rows.ts';
import type { OpenTrade, TradeRange } from './store.ts';

/**
 * Loads trades and notes of accounts.
 *
 * @param which OPEN: trades without a note, and the newest note. ALL: all trades, notes and changes of positions.
 */
export async function loadDays(
  tx: SqlClient,
  accountIds: readonly string[],
  which: 'OPEN' | 'ALL',
): Promise<ReadonlyMap<string, AccountDaysState>> {
  const ids = [...accountIds];
  const trades = await loadTrades(tx, ids, which);
  const notes = await loadNotes(tx, ids, which);
  const costings = which === 'ALL' ? await loadCostings(tx, ids) : [];
  const days = new Map<string, AccountDaysState>(ids.map((id) => [id, NO_DAYS]));
  const change = (id: string, by: (state: AccountDaysState) => AccountDaysState): unknown =>
    days.set(id, by(days.get(id) ?? NO_DAYS));
  for (const [id, rows] of grouped(trades)) {
    const noted = rows.flatMap((row) => (row.note_number === null ? [] : row.execution_id));
    change(id, (state) => ({ ...state, trades: rows.map(tradeOf), noted: new Set(noted) }));
  }
  for (const [id, rows] of grouped(notes)) change(id, (state) => ({ ...state, notes: rows.map(noteOf) }));
  for (const [id, rows] of grouped(costings))
    change(id, (state) => ({ ...state, changes: rows.map(changeOf) }));
  return days;
}

/** A page of an account's trades without a note, in the order of their booking. */
export async function loadOpenTrades(
  client: SqlClient,
  accountId: string,
  { after, until }: TradeRange,
  limit: number,
): Promise<readonly OpenTrade[]> {
  const rows = await client.$queryRaw<TradeRow[]>`
    SELECT * FROM trade WHERE account_id = ${accountId} AND note_number IS NULL
      AND sequence > ${after}::bigint AND sequence <= ${until}::bigint
    ORDER BY sequence LIMIT ${limit}`;
  return rows.map((row) => ({ ...tradeOf(row), sequence: integer(row.sequence) }));
}

/** Trades in the order of trading: of equal instants the one that was booked first. */
const loadTrades = (tx: SqlClient, ids: string[], which: 'OPEN' | 'ALL'): Promise<TradeRow[]> =>
  tx.$queryRaw<TradeRow[]>`
    SELECT * FROM trade WHERE account_id = ANY(${ids}::text[])
    ${which === 'OPEN' ? Prisma.sql`AND note_number IS NULL` : Prisma.empty}
    ORDER BY account_id, trade_date, at_ms, sequence`;

const loadNotes = (tx: SqlClient, ids: string[], which: 'OPEN' | 'ALL'): Promise<NoteRow[]> =>
  which === 'OPEN'
    ? tx.$queryRaw<NoteRow[]>`
        SELECT note.* FROM account JOIN note ON note.account_id = account.id AND note.trade_date = account.closed_day
        WHERE account.id = ANY(${ids}::text[])`
    : tx.$queryRaw<NoteRow[]>`
        SELECT * FROM note WHERE account_id = ANY(${ids}::text[]) ORDER BY account_id, trade_date`;

const loadCostings = (tx: SqlClient, ids: string[]): Promise<CostingRow[]> =>
  tx.$queryRaw<CostingRow[]>`
    SELECT account_id, ticker, costing FROM entry
    WHERE account_id = ANY(${ids}::text[]) AND costing IS NOT NULL ORDER BY account_id, sequence`;

function grouped<T extends { readonly account_id: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.account_id);
    if (group) group.push(row);
    else groups.set(row.account_id, [row]);
  }
  return groups;
}
