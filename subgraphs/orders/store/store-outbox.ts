import type { SqlClient, SqlDatabase, SqlSession } from '#platform/postgres/sql/sql-client.ts';
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

/** See `OrderStore.publishCommands`. The numbers of a batch are safe before it is published. */
export const publishCommands = (
  sql: SqlDatabase,
  shard: number,
  limit: number,
  publish: (commands: readonly OutgoingCommand[]) => Promise<void>,
): Promise<number> =>
  sql.session(async (session) => {
    const locking = session.$queryRaw`SELECT pg_advisory_lock(${COMMANDS_LOCK}::int, ${shard}::int)`;
    const looking = session.$queryRaw<unknown[]>`
      SELECT 1 FROM command_outbox WHERE shard = ${shard}::int LIMIT 1`;
    const [, waiting] = await Promise.all([locking, looking]);
    const count = waiting.length === 0 ? 0 : await publishAll(session, shard, limit, publish);
    await session.$queryRaw`SELECT pg_advisory_unlock(${COMMANDS_LOCK}::int, ${shard}::int)`;
    return count;
  }, WAIT_MS);

async function publishAll(
  session: SqlSession,
  shard: number,
  limit: number,
  publish: (commands: readonly OutgoingCommand[]) => Promise<void>,
): Promise<number> {
  let count = 0;
  let batch = await nextCommands(session, shard, limit, null);
  while (batch.length > 0) {
    await publish(batch);
    count += batch.length;
    batch = await nextCommands(session, shard, limit, batch.at(-1)?.number ?? null);
  }
  return count;
}

interface CommandRow {
  readonly number: bigint;
  readonly command_id: string;
  readonly correlation_id: string;
  readonly payload: string;
}

/**
 * Deletes the commands in flight if this relay has published them, numbers the next ones and returns them. Commands in flight that
 * it has not published are those of a relay that has crashed or lost its lock: returns them again, under their numbers.
 *
 * @param published the last number that this relay has published; null for none
 */
async function nextCommands(
  session: SqlSession,
  shard: number,
  limit: number,
  published: number | null,
): Promise<OutgoingCommand[]> {
  const rows = await session.transaction((tx) => {
    // Statements after the lock see the rows as the relay before has left them.
    tx.send`SELECT 1 FROM command_streams WHERE shard = ${shard}::int FOR UPDATE`;
    tx.send`
      WITH done AS (
        UPDATE command_streams SET in_flight = '{}' FROM command_streams AS before
        WHERE command_streams.shard = ${shard}::int AND before.shard = command_streams.shard
          AND before.last_number = ${published}::bigint
        RETURNING before.in_flight
      )
      DELETE FROM command_outbox USING done WHERE position = ANY(done.in_flight)`;
    tx.send`
      WITH next AS (
        SELECT position FROM command_outbox WHERE shard = ${shard}::int ORDER BY position LIMIT ${limit}::int
      )
      UPDATE command_streams SET last_number = last_number + (SELECT count(*) FROM next),
        in_flight = ARRAY(SELECT position FROM next ORDER BY position)
      WHERE shard = ${shard}::int AND in_flight = '{}' AND EXISTS (SELECT FROM next)`;
    return tx.$queryRaw<CommandRow[]>`
      SELECT last_number - cardinality(in_flight) + place AS number, command_id, correlation_id, payload
      FROM command_streams AS stream, unnest(in_flight) WITH ORDINALITY AS flight (position, place)
      JOIN command_outbox USING (position)
      WHERE stream.shard = ${shard}::int ORDER BY place`;
  });
  return rows.map((row) => ({
    number: Number(row.number),
    commandId: row.command_id,
    correlationId: row.correlation_id,
    body: Buffer.from(`{"number":${row.number},${row.payload.slice(1)}`),
  }));
}

/** Creates the stream of numbers of each shard. */
export async function openCommandStreams(sql: SqlDatabase, shards: number): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO command_streams (shard, last_number, in_flight)
    SELECT shard, 0, '{}' FROM generate_series(0, ${shards}::int - 1) AS shard ON CONFLICT (shard) DO NOTHING`;
}

interface FactRow {
  /** The position of its row in the outbox. */
  readonly position: bigint;
  readonly account_id: string;
  readonly payload: string;
}

/** Rows that are published together. A row has the facts of one statement, at most those of a batch. */
const FACT_ROWS = 8;

/** See `OrderStore.publishFacts`. */
export async function publishFacts(
  sql: SqlDatabase,
  publish: (facts: readonly OutgoingFact[]) => Promise<void>,
): Promise<number> {
  for (let count = 0; ;) {
    const facts = await publishFactRows(sql, publish);
    count += facts.length;
    if (new Set(facts.map(({ position }) => position)).size < FACT_ROWS) return count;
  }
}

const publishFactRows = (
  sql: SqlDatabase,
  publish: (facts: readonly OutgoingFact[]) => Promise<void>,
): Promise<readonly FactRow[]> =>
  sql.transaction(async (tx) => {
    tx.send`SELECT pg_advisory_xact_lock(${FACTS_LOCK})`;
    const rows = await tx.$queryRaw<FactRow[]>`
      WITH taken AS (
        DELETE FROM fact_outbox
        WHERE position = ANY(ARRAY(SELECT position FROM fact_outbox ORDER BY position LIMIT ${FACT_ROWS}::int))
        RETURNING position, account_ids, sequences
      )
      SELECT position, f.account_id, f.payload
      FROM taken, unnest(account_ids, sequences) WITH ORDINALITY AS t (account_id, sequence, place)
      JOIN order_facts f USING (account_id, sequence)
      ORDER BY position, place`;
    if (rows.length > 0)
      await publish(rows.map((row) => ({ accountId: row.account_id, body: Buffer.from(row.payload) })));
    return rows;
  }, PUBLISHING);

/** See `OrderStore.outboxDepths`. */
export async function outboxDepths(sql: SqlClient): ReturnType<OrderStore['outboxDepths']> {
  const rows = await sql.$queryRaw<{ commands: bigint; facts: bigint }[]>`
    SELECT (SELECT count(*) FROM command_outbox) AS commands, 
      (SELECT coalesce(sum(cardinality(sequences)), 0)::bigint FROM fact_outbox) AS facts`;
  return { commands: Number(rows[0]?.commands ?? 0n), facts: Number(rows[0]?.facts ?? 0n) };
}
