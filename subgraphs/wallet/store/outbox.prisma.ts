import type { WalletFact } from '#contracts/messages/wallet-facts.ts';
import { createOwnRows, type OwnRows } from '#platform/background/own-rows.ts';
import { createRecentRows, type RecentRows } from '#platform/background/recent-rows.ts';
import type { Log } from '#platform/observability/log.ts';
import type { SqlDatabase, SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import type { Clock } from '#platform/time/clock.ts';
import { ENTRY_ROW, factOf, factOfEntry, type EntryRow } from './rows.ts';
import type { LockedAccount } from './unit-of-work.ts';

/**
 * A transaction waits for the server's confirmation. Its commit need not be safe: rows that come back after a crash of the server are
 * published again.
 */
const PUBLISHING = { timeoutMs: 60_000, isSynced: false };
/** Advisory lock of the instance that publishes. */
const LOCK = 7_208_101;
/** Rows of a batch, and the lines after which it takes no further row. */
const BATCH_ROWS = 100;
const BATCH_LINES = 2_000;
/** Lines that stay in memory until they are published. */
const MAX_RECENT_LINES = 20_000;

/** Publishes facts in their order. Resolves when all are confirmed. */
export type PublishFacts = (facts: readonly WalletFact[]) => Promise<void>;

/** The statement lines to publish: a row for each transaction. */
export interface Outbox {
  /**
   * Sends the row of the lines that a transaction books. The returned function is called after the commit: it keeps the lines in
   * memory, so that this instance publishes them without reading them back.
   */
  write(tx: SqlTransaction, booked: readonly LockedAccount[]): () => Promise<void>;
  /** See `WalletStore.publishOutbox`. */
  publish(publish: PublishFacts): Promise<number | null>;
  /** Takes that it is unknown whether a transaction was committed. */
  onUncertain(): void;
  /** Lines that are not published. */
  depth(): Promise<number>;
  stop(): Promise<void>;
}

/** A process that alone uses the database. */
export interface Alone {
  readonly wallClock: Clock;
  readonly log: Log;
}

interface PublishedBatch {
  /** Null: another instance is publishing. */
  readonly factCount: number | null;
  readonly isLast: boolean;
}

type Booked = readonly LockedAccount[];

/** @param alone null when other processes use the database, too */
export function createOutbox(sql: SqlDatabase, alone: Alone | null): Outbox {
  const own = alone && createOwnLines(sql, alone);
  const recent: RecentRows<Booked> = own?.recent ?? createRecentRows(linesOf, MAX_RECENT_LINES);
  const publishAll = createPublishing(sql, recent);
  return {
    write: (tx, booked) => {
      if (booked.length === 0) return async () => undefined;
      const writing = writeRow(tx, booked);
      // The transaction rejects with the error.
      writing.catch(() => undefined);
      return async () => recent.add(await writing, booked);
    },
    publish: (publish) => {
      if (!own) return publishAll(publish);
      return own.publish(
        (rows) => publish(rows.flatMap(factsOf)),
        () => publishAll(publish),
      );
    },
    onUncertain: () => own?.onUncertain(),
    depth: async () => {
      const [row] = await sql.$queryRaw<{ depth: number }[]>`
        SELECT coalesce(sum(line_count), 0)::float8 AS depth FROM outbox`;
      return Math.max(0, (row?.depth ?? 0) - (own?.publishedSize ?? 0));
    },
    stop: async () => own?.stop(),
  };
}

/** Lines that are published from memory: their rows are not read back, and deleted later. */
const createOwnLines = (sql: SqlDatabase, { wallClock, log }: Alone): OwnRows<Booked> =>
  createOwnRows<Booked>({
    name: 'removal of published statement lines',
    sizeOf: linesOf,
    maxSize: MAX_RECENT_LINES,
    remove: async (ids) => {
      await sql.$executeRaw`
        WITH unsynced AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        DELETE FROM outbox USING unsynced WHERE id = ANY(${ids}::bigint[])`;
    },
    clock: wallClock,
    log,
  });

/** Creates the publishing of the rows of the table. Lines in memory are not read back. */
function createPublishing(sql: SqlDatabase, recent: RecentRows<Booked>): Outbox['publish'] {
  const publishBatch = (publish: PublishFacts): Promise<PublishedBatch> =>
    sql.transaction(async (tx) => {
      const rows = await takeRows(tx);
      if (rows === null || rows.length === 0) return { factCount: rows && 0, isLast: true };
      const stored = await readLines(
        tx,
        rows.filter(({ id }) => !recent.get(id)),
      );
      const facts = rows.flatMap(({ id }) => {
        const booked = recent.get(id);
        return booked ? factsOf(booked) : (stored.get(id) ?? []);
      });
      await publish(facts);
      for (const { id } of rows) recent.remove(id);
      return { factCount: facts.length, isLast: rows.length < BATCH_ROWS && facts.length < BATCH_LINES };
    }, PUBLISHING);
  return async (publish) => {
    for (let count = 0; ;) {
      const { factCount, isLast } = await publishBatch(publish);
      if (factCount === null) return null;
      count += factCount;
      if (isLast) return count;
    }
  };
}

const factsOf = (booked: readonly LockedAccount[]): WalletFact[] =>
  booked.flatMap(({ book }) => book.entries().map((entry) => factOfEntry(book.accountId, entry)));

const linesOf = (booked: readonly LockedAccount[]): number =>
  booked.reduce((sum, { book }) => sum + book.entries().length, 0);

async function writeRow(tx: SqlTransaction, booked: readonly LockedAccount[]): Promise<bigint> {
  const accounts = booked.map(({ book }) => book.accountId);
  const first = booked.map(({ book }) => book.entries()[0]?.sequence ?? 0);
  const last = booked.map(({ book }) => book.entries().at(-1)?.sequence ?? 0);
  const [row] = await tx.$queryRaw<{ id: bigint }[]>`
    INSERT INTO outbox (account_ids, first_sequences, last_sequences, line_count)
    VALUES (${accounts}::text[], ${first}::bigint[], ${last}::bigint[], ${linesOf(booked)}) RETURNING id`;
  return row?.id ?? 0n;
}

interface OutboxRow {
  readonly id: bigint;
  readonly account_ids: readonly string[];
  /** As text. */
  readonly first_sequences: readonly string[];
  readonly last_sequences: readonly string[];
}

/** Removes the oldest rows; null when another instance is publishing. They come back when the transaction fails. */
async function takeRows(tx: SqlTransaction): Promise<OutboxRow[] | null> {
  const rows = await tx.$queryRaw<(OutboxRow | { readonly id: null; readonly is_mine: boolean })[]>`
    WITH lock AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${LOCK}::bigint) AS is_mine),
      taken AS (
        DELETE FROM outbox WHERE id = ANY(ARRAY(
          SELECT id FROM (
            SELECT id, sum(line_count) OVER (ORDER BY id) - line_count AS lines_before
            FROM (SELECT id, line_count FROM outbox ORDER BY id LIMIT ${BATCH_ROWS}::int) AS oldest) AS counted
          WHERE lines_before < ${BATCH_LINES}::int AND (SELECT is_mine FROM lock)))
        RETURNING id, account_ids, first_sequences, last_sequences)
    SELECT * FROM lock LEFT JOIN taken ON true`;
  if (rows.some((row) => row.id === null && !row.is_mine)) return null;
  return rows.filter((row) => row.id !== null).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The facts of rows that this instance has not written, or not since its start. */
async function readLines(
  tx: SqlTransaction,
  rows: readonly OutboxRow[],
): Promise<ReadonlyMap<bigint, WalletFact[]>> {
  const facts = new Map(rows.map(({ id }): [bigint, WalletFact[]] => [id, []]));
  if (rows.length === 0) return facts;
  const ids = rows.flatMap(({ id, account_ids }) => account_ids.map(() => id));
  const found = await tx.$queryRaw<(EntryRow & { outbox_id: bigint })[]>`
    SELECT t.outbox_id, line.* FROM unnest(${ids}::bigint[], ${rows.flatMap((row) => row.account_ids)}::text[],
      ${rows.flatMap((row) => row.first_sequences)}::bigint[], ${rows.flatMap((row) => row.last_sequences)}::bigint[])
      WITH ORDINALITY AS t(outbox_id, account_id, first, last, number)
    CROSS JOIN LATERAL (
      SELECT ${ENTRY_ROW} FROM entry WHERE entry.account_id = t.account_id AND sequence BETWEEN t.first AND t.last
      ORDER BY sequence OFFSET 0) AS line
    ORDER BY t.number, line.sequence`;
  for (const row of found) facts.get(row.outbox_id)?.push(factOf(row));
  return facts;
}
