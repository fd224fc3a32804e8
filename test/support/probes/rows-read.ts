import pg, { type PoolConfig } from 'pg';
import { onTestFinished } from 'vitest';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';

/**
 * Counts the rows of tables that PostgreSQL reads during some work: those that it then discards, too.
 *
 * @param database of the work
 * @param sql connection that does the work, the only one of its pool
 */
export async function createReadCounter(database: PoolConfig, sql: SqlClient) {
  const client = new pg.Client(database);
  await client.connect();
  onTestFinished(() => client.end());
  const total = async (): Promise<number> => {
    await sql.$queryRaw`SELECT pg_stat_force_next_flush()`;
    const { rows } = await client.query<{ read: string }>(
      'SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) AS read FROM pg_stat_user_tables',
    );
    return Number(rows[0]?.read);
  };
  return async (work: () => Promise<unknown>): Promise<number> => {
    const before = await total();
    await work();
    return (await total()) - before;
  };
}
