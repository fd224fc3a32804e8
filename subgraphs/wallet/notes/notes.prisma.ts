import type { AssetKind } from '#domain/market/instrument.ts';
import type { EarnedKind } from '#domain/taxes/tax-rules.ts';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { NO_DAYS, noteOf, tradeOf, type NoteRow, type TradeRow } from '../store/day-rows.ts';
import { loadDays } from '../store/load-days.prisma.ts';
import { integer } from '../store/rows.ts';
import type {
  AccountLine,
  AccountMonths,
  AccountResult,
  LinesFilter,
  MonthOfResults,
  NoteFilter,
  NoteKey,
  Notes,
  ResultFilter,
} from './notes.ts';

interface LineRow extends TradeRow {
  readonly costs_centavos: bigint | null;
  readonly day_trade_quantity: bigint | null;
}

interface ResultRow {
  readonly account_id: string;
  readonly trade_date: string;
  readonly number: number;
  readonly ticker: string;
  readonly asset_kind: string;
  readonly kind: string;
  readonly quantity: bigint;
  readonly gross_centavos: bigint;
  readonly proceeds_centavos: bigint;
  readonly cost_centavos: bigint;
  readonly profit_centavos: bigint;
}

/** A row with the place of its question in a batch. */
type Placed<T> = T & { readonly place: number };

/** Notes and results in the wallet's database. */
export const createNotes = (client: PrismaClient): Notes => ({
  pages: async (filters) => {
    if (filters.length === 0) return [];
    const rows = await client.$queryRaw<Placed<NoteRow>[]>`
      SELECT * FROM (${Prisma.join(filters.map(pageQuery), ' UNION ALL ')}) AS pages
      ORDER BY place, trade_date DESC`;
    return byPlace(filters, rows, noteOf);
  },
  byKeys: async (keys) => {
    const rows = await client.$queryRaw<Placed<NoteRow>[]>`
      SELECT note.*, k.place::int AS place FROM ${keyTable(keys)}
      JOIN note ON note.account_id = k.account_id AND note.trade_date = k.trade_date`;
    return byPlace(keys, rows, noteOf).map(([note = null]) => note);
  },
  ofEntries: async (entries) => {
    const rows = await client.$queryRaw<Placed<NoteRow>[]>`
      SELECT note.*, e.place::int AS place
      FROM unnest(${entries.map((one) => one.accountId)}::text[], ${entries.map((one) => one.sequence)}::bigint[])
        WITH ORDINALITY AS e (account_id, sequence, place)
      JOIN entry ON entry.account_id = e.account_id AND entry.sequence = e.sequence
      LEFT JOIN trade ON entry.order_id IS NOT NULL AND trade.account_id = e.account_id AND trade.trade_date = entry.day
        AND trade.sequence = CASE entry.kind WHEN 'TRADE' THEN e.sequence WHEN 'FEE' THEN e.sequence - 1 END
      JOIN note ON note.account_id = e.account_id
        AND note.number = coalesce(entry.note_number, trade.note_number)`;
    return byPlace(entries, rows, noteOf).map(([note = null]) => note);
  },
  newest: async (accountIds) => {
    const rows = await client.$queryRaw<NoteRow[]>`
      SELECT note.* FROM account
      JOIN note ON note.account_id = account.id AND note.trade_date = account.closed_day
      WHERE account.id = ANY(${[...accountIds]}::text[])`;
    const notes = new Map(rows.map((row) => [row.account_id, noteOf(row)]));
    return accountIds.map((id) => notes.get(id) ?? null);
  },
  lines: async (filters) => {
    const rows = await client.$queryRaw<Placed<LineRow>[]>(linesQuery(filters));
    return byPlace(filters, rows, lineOf);
  },
  results: async (filters) => {
    if (filters.length === 0) return [];
    const rows = await client.$queryRaw<Placed<ResultRow>[]>`
      SELECT * FROM (${Prisma.join(filters.map(resultsQuery), ' UNION ALL ')}) AS pages
      ORDER BY place, trade_date, account_id, number`;
    return byPlace(filters, rows, resultOf);
  },
  actionResults: (accountIds) => readActionResults(client, [...accountIds]),
  months: (accountIds, until) =>
    client.$transaction((tx) => readAccountMonths(tx, [...accountIds], until), {
      isolationLevel: 'RepeatableRead',
    }),
  history: (accountId) =>
    client.$transaction(async (tx) => (await loadDays(tx, [accountId], 'ALL')).get(accountId) ?? NO_DAYS, {
      isolationLevel: 'RepeatableRead',
    }),
});

const linesQuery = (filters: readonly LinesFilter[]): Prisma.Sql => Prisma.sql`
  SELECT page.*, f.place::int AS place
  FROM unnest(${filters.map((one) => one.accountId)}::text[], ${filters.map((one) => one.tradeDate)}::text[],
    ${filters.map((one) => one.skip)}::int[], ${filters.map((one) => one.limit)}::int[])
    WITH ORDINALITY AS f (account_id, trade_date, skip, size, place)
  JOIN LATERAL (
    SELECT * FROM trade WHERE account_id = f.account_id AND trade_date = f.trade_date AND note_number IS NOT NULL
    ORDER BY line OFFSET f.skip LIMIT f.size) AS page ON true
  ORDER BY place, line`;

const keyTable = (keys: readonly NoteKey[]): Prisma.Sql =>
  Prisma.sql`unnest(${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.tradeDate)}::text[])
    WITH ORDINALITY AS k (account_id, trade_date, place)`;

/** Rows of each question, in their order. Ordinality counts from 1. */
function byPlace<Q, R, T>(
  questions: readonly Q[],
  rows: readonly Placed<R>[],
  of: (row: Placed<R>) => T,
): T[][] {
  const answers = questions.map((): T[] => []);
  for (const row of rows) answers[row.place - 1]?.push(of(row));
  return answers;
}

function pageQuery({ accountId, from, to, before, limit }: NoteFilter, index: number): Prisma.Sql {
  return Prisma.sql`(SELECT note.*, ${index + 1}::int AS place FROM note WHERE account_id = ${accountId}
      ${from === null ? Prisma.empty : Prisma.sql`AND trade_date >= ${from}`}
      ${to === null ? Prisma.empty : Prisma.sql`AND trade_date <= ${to}`}
      ${before === null ? Prisma.empty : Prisma.sql`AND trade_date < ${before}`}
    ORDER BY trade_date DESC LIMIT ${limit})`;
}

function resultsQuery({ accountIds, from, to, after, limit }: ResultFilter, index: number): Prisma.Sql {
  const later =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (trade_date, account_id, number) > (${after.tradeDate}, ${after.accountId}, ${after.number}::int)`;
  return Prisma.sql`(SELECT trade_result.*, ${index + 1}::int AS place FROM trade_result
    WHERE account_id = ANY(${[...accountIds]}::text[]) AND trade_date BETWEEN ${from} AND ${to} ${later}
    ORDER BY trade_date, account_id, number LIMIT ${limit})`;
}

const lineOf = (row: LineRow): AccountLine => ({
  trade: tradeOf(row),
  costsCentavos: integer(row.costs_centavos ?? 0n),
  dayTradeQuantity: integer(row.day_trade_quantity ?? 0n),
});

/** Reads a row. Only the adapter writes the columns, so the casts to domain types are safe. */
const resultOf = (row: ResultRow): AccountResult => ({
  accountId: row.account_id,
  tradeDate: row.trade_date,
  number: row.number,
  asset: row.ticker,
  assetKind: row.asset_kind as AssetKind,
  kind: row.kind as EarnedKind,
  quantity: integer(row.quantity),
  grossCentavos: integer(row.gross_centavos),
  proceedsCentavos: integer(row.proceeds_centavos),
  costCentavos: integer(row.cost_centavos),
  profitCentavos: integer(row.profit_centavos),
});

/** See `Notes.actionResults`. */
export async function readActionResults(
  client: SqlClient,
  accountIds: string[],
): Promise<readonly AccountResult[]> {
  const rows = await client.$queryRaw<ResultRow[]>`
    SELECT * FROM trade_result WHERE account_id = ANY(${accountIds}::text[]) AND number < 0
    ORDER BY trade_date, account_id, number`;
  return rows.map(resultOf);
}

type PersonMonths = Omit<AccountMonths, 'closedDays'>;
const NO_MONTHS: PersonMonths = { notes: [], results: [] };

/** Months of persons, each with all of its accounts, until a day (included); in the order of the persons. */
export async function readMonths(
  client: SqlClient,
  persons: readonly (readonly string[])[],
  until: string,
): Promise<readonly PersonMonths[]> {
  const accounts = Prisma.sql`unnest(${persons.flat()}::text[], ${persons.flatMap((ids, place) => ids.map(() => place))}::int[])
    AS person (id, place)`;
  const notes = await client.$queryRaw<{ place: number; month: string; deducted: bigint }[]>`
    SELECT place, substr(trade_date, 1, 7) AS month, coalesce(sum((
      SELECT sum((tax ->> 'amountCentavos')::bigint) FROM jsonb_array_elements(withheld) AS tax
      WHERE (tax ->> 'isDeducted')::boolean)), 0)::bigint AS deducted
    FROM ${accounts} JOIN note ON account_id = person.id WHERE trade_date <= ${until}
    GROUP BY place, month ORDER BY month`;
  const results = await client.$queryRaw<MonthRow[]>`
    SELECT place, substr(trade_date, 1, 7) AS month, kind, asset_kind,
      sum(gross_centavos)::bigint AS gross, sum(profit_centavos)::bigint AS profit
    FROM ${accounts} JOIN trade_result ON account_id = person.id WHERE trade_date <= ${until}
    GROUP BY place, month, kind, asset_kind ORDER BY month, kind, asset_kind`;
  return persons.map((_, place) => ({
    notes: notes
      .filter((row) => row.place === place)
      .map(({ month, deducted }) => ({ month, deductedCentavos: integer(deducted) })),
    results: results.filter((row) => row.place === place).map(monthOf),
  }));
}

interface MonthRow {
  readonly place: number;
  readonly month: string;
  readonly kind: string;
  readonly asset_kind: string;
  readonly gross: bigint;
  readonly profit: bigint;
}

const monthOf = (row: MonthRow): MonthOfResults => ({
  month: row.month,
  kind: row.kind as EarnedKind,
  assetKind: row.asset_kind as AssetKind,
  grossCentavos: integer(row.gross),
  profitCentavos: integer(row.profit),
});

async function readAccountMonths(
  tx: Prisma.TransactionClient,
  accountIds: string[],
  until: string,
): Promise<AccountMonths> {
  const [months = NO_MONTHS] = await readMonths(tx, [accountIds], until);
  const closed = await tx.account.findMany({
    where: { id: { in: accountIds }, closedDay: { not: '' } },
    select: { id: true, closedDay: true },
  });
  return { ...months, closedDays: new Map(closed.map(({ id, closedDay }) => [id, closedDay])) };
}
