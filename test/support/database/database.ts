import { randomUUID } from 'node:crypto';
import pg, { type PoolConfig } from 'pg';
import { inject } from 'vitest';
import { withClient } from '#platform/postgres/with-client.ts';

/**
 * A new, empty database with all migrations of a part, for one test file: a copy of the part's database in the cluster's
 * template.
 *
 * @param part folder of the part below `prisma/`
 */
export async function createTestDatabase(part: string): Promise<PoolConfig> {
  const server = inject('postgres');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const template = pg.escapeIdentifier(part.replace('-', '_'));
  await withClient({ ...server, database: 'postgres' }, (client) =>
    // Copied file by file: by way of the log, as is usual, the server computes more than twice as long.
    client.query(`CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY FILE_COPY`),
  );
  return { ...server, database };
}

/** Counts rows: of a table, or of a table with a condition. */
export async function countRows(database: PoolConfig, from: string): Promise<number> {
  const { rows } = await withClient(database, (client) =>
    client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`),
  );
  return rows[0]?.count ?? 0;
}
