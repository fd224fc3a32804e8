import { createRecentRows, type RecentRows } from '#platform/background/recent-rows.ts';
import type { SqlClient, SqlDatabase, SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { commandBody, type StoredCommand, type StoredFacts } from './store-messages.ts';
import type { OrderStore, OutgoingCommand, OutgoingFact } from './store.ts';

/** Advisory locks: an instance holds one until the server has confirmed its batch, so one instance publishes at a time. */
const FACTS_LOCK = 4_150_002;
/** The key of the lock of a shard's commands is its number. */
const COMMANDS_LOCK = 4_150_001;

const WAIT_MS = 60_000;
/**
 * A transaction waits for the server's confirmation. Its commit need not be safe: rows that come back after a crash of the server are
 * published again.
 */
const PUBLISHING = { timeoutMs: WAIT_MS, isSynced: false };

interface CommandRow {
  readonly number: bigint;
  readonly command_id: string;
  readonly correlation_id: string;
  readonly payload: string;
}

/** The outboxes of commands and facts, as an instance of the store uses them. */
export interface Outboxes extends Pick<OrderStore, 'publishCommands' | 'publishFacts' | 'outboxDepths'> {
  /** Takes the commands of a committed transaction. */
  addCommands(commands: readonly StoredCommand[]): void;
  /** Takes the facts of a committed statement. */
  addFacts(facts: StoredFacts): void;
  /** Takes that it is unknown whether a transaction was committed. */
  readonly onUncertain: () => void;
  stop(): Promise<void>;
}

/** Outboxes to which several processes write. One of them publishes at a time. */
export function createSharedOutboxes(sql: SqlDatabase): Outboxes {
  const recent = createRecentRows<readonly OutgoingFact[]>(({ length }) => length, MAX_RECENT_FACTS);
  return {
    addCommands: () => undefined,
    addFacts: ({ position, outgoing }) => {
      if (position !== null) recent.add(position, outgoing);
    },
    onUncertain: () => undefined,
    publishCommands: (shard, limit, publish) => publishCommands(sql, shard, limit, publish),
    publishFacts: (publish) => publishFacts(sql, recent, publish),
    outboxDepths: () => outboxDepths(sql),
    stop: async () => undefined,
  };
}

/** See `OrderStore.publishCommands`. Numbers have no gaps, so all commands up to the last published one are published. */
const publishCommands = (
  sql: SqlDatabase,
  shard: number,
  limit: number,
  publish: (commands: readonly OutgoingCommand[]) => Promise<void>,
): Promise<number> =>
  sql.session(async (session) => {
    // The second statement sees the rows as the relay before has left them.
    const locking = session.$queryRaw`SELECT pg_advisory_lock(${COMMANDS_LOCK}::int, ${shard}::int)`;
    const reading = readCommands(session, shard, 0, limit);
    const [, commands] = await Promise.all([locking, reading]);
    const last = commands.at(-1);
    if (last) await publish(commands);
    await Promise.all([
      last && removeCommands(session, shard, last.number),
      session.$queryRaw`SELECT pg_advisory_unlock(${COMMANDS_LOCK}::int, ${shard}::int)`,
    ]);
    return commands.length;
  }, WAIT_MS);

const outgoingOf = (row: CommandRow): OutgoingCommand => ({
  number: Number(row.number),
  commandId: row.command_id,
  correlationId: row.correlation_id,
  body: commandBody(row.number, row.payload),
});

/** The oldest commands after a number. */
export async function readCommands(
  sql: SqlClient,
  shard: number,
  after: number,
  limit: number,
): Promise<readonly OutgoingCommand[]> {
  const rows = await sql.$queryRaw<CommandRow[]>`
    SELECT number, command_id, correlation_id, payload FROM command_outbox
    WHERE shard = ${shard}::int AND number > ${after}::bigint ORDER BY number LIMIT ${limit}::int`;
  return rows.map(outgoingOf);
}

/** Does not wait for the disk: commands that come back after a crash of the server are published again, and the engine drops them. */
export const removeCommands = (
  session: SqlClient,
  shard: number,
  last: number,
): Promise<number> => session.$executeRaw`
  WITH unsynced AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
  DELETE FROM command_outbox USING unsynced WHERE shard = ${shard}::int AND number <= ${last}::bigint`;

interface FactRow {
  readonly position: bigint;
  /** Array literals: the accounts and sequences of the row's facts. */
  readonly accounts: string;
  readonly sequences: string;
}

/** Rows that are published together. A row has the facts of one statement, at most those of a batch. */
const FACT_ROWS = 8;
/** Facts that stay in memory until they are published. */
export const MAX_RECENT_FACTS = 20_000;

/** Facts that this instance has stored, by their row in the outbox. */
type RecentFacts = Pick<RecentRows<readonly OutgoingFact[]>, 'get' | 'remove'>;

/** See `OrderStore.publishFacts`. */
export async function publishFacts(
  sql: SqlDatabase,
  recent: RecentFacts,
  publish: (facts: readonly OutgoingFact[]) => Promise<void>,
): Promise<number> {
  for (let count = 0; ;) {
    const { rows, facts } = await publishFactRows(sql, recent, publish);
    count += facts;
    if (rows < FACT_ROWS) return count;
  }
}

/** Publishes the oldest rows. Those of another instance, or from before a restart, are read from the facts. */
const publishFactRows = (
  sql: SqlDatabase,
  recent: RecentFacts,
  publish: (facts: readonly OutgoingFact[]) => Promise<void>,
): Promise<{ readonly rows: number; readonly facts: number }> =>
  sql.transaction(async (tx) => {
    tx.send`SELECT pg_advisory_xact_lock(${FACTS_LOCK})`;
    const rows = await tx.$queryRaw<FactRow[]>`
      WITH taken AS (
        DELETE FROM fact_outbox
        WHERE position = ANY(ARRAY(SELECT position FROM fact_outbox ORDER BY position LIMIT ${FACT_ROWS}::int))
        RETURNING position, account_ids, sequences)
      SELECT position, account_ids::text AS accounts, sequences::text AS sequences FROM taken ORDER BY position`;
    const read = rows.map(async (row) => recent.get(row.position) ?? (await readFacts(tx, row)));
    const facts = (await Promise.all(read)).flat();
    if (facts.length > 0) await publish(facts);
    for (const { position } of rows) recent.remove(position);
    return { rows: rows.length, facts: facts.length };
  }, PUBLISHING);

async function readFacts(
  tx: SqlTransaction,
  { accounts, sequences }: FactRow,
): Promise<readonly OutgoingFact[]> {
  const rows = await tx.$queryRaw<{ account_id: string; payload: string }[]>`
    SELECT f.account_id, f.payload
    FROM unnest(${accounts}::text[], ${sequences}::bigint[]) WITH ORDINALITY AS t (account_id, sequence, place)
    JOIN order_facts f USING (account_id, sequence)
    ORDER BY place`;
  return rows.map((row) => ({ accountId: row.account_id, body: Buffer.from(row.payload) }));
}

/** See `OrderStore.journalRefusals`. */
export async function journalRefusals(sql: SqlClient): ReturnType<OrderStore['journalRefusals']> {
  const rows = await sql.$queryRaw<{ refusal: string }[]>`
    SELECT refusal FROM member_inboxes WHERE refusal IS NOT NULL ORDER BY member, shard`;
  return rows.map(({ refusal }) => refusal);
}

/** See `OrderStore.outboxDepths`. */
export async function outboxDepths(sql: SqlClient): ReturnType<OrderStore['outboxDepths']> {
  const rows = await sql.$queryRaw<{ commands: bigint; facts: bigint }[]>`
    SELECT (SELECT count(*) FROM command_outbox) AS commands,
      (SELECT coalesce(sum(cardinality(sequences)), 0)::bigint FROM fact_outbox) AS facts`;
  return { commands: Number(rows[0]?.commands ?? 0n), facts: Number(rows[0]?.facts ?? 0n) };
}
