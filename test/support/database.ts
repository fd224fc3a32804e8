import { randomUUID } from 'node:crypto';
import path from 'node:path';
import pg, { type PoolConfig } from 'pg';
import { inject } from 'vitest';
import { applyMigrations, ensureDatabase } from '#platform/postgres/migrate.ts';

/** Keeps test files that run at once from making the same template. */
const TEMPLATE_LOCK = 7_208_032;

/** A new, empty database with all migrations of a part (`prisma/PART/migrations`), for one test file. */
export async function createTestDatabase(part: string): Promise<PoolConfig> {
  const server = inject('postgres');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  try {
    const template = await ensureTemplate(client, server, part);
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${pg.escapeIdentifier(template)}`);
  } finally {
    await client.end();
  }
  return { ...server, database };
}

/** Migrates a part once a run: copying a database takes a fraction of what the migrations take. */
async function ensureTemplate(client: pg.Client, server: PoolConfig, part: string): Promise<string> {
  const template = `template_${part}`;
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (found.rowCount === 0) {
    const making = `${template}_making`;
    await ensureDatabase(server, making);
    const connection = { ...server, database: making };
    await applyMigrations(connection, path.resolve(import.meta.dirname, '../../prisma', part, 'migrations'));
    // The schema engine leaves a connection open, and neither a rename nor a copy takes place beside one.
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [making]);
    await client.query(
      `ALTER DATABASE ${pg.escapeIdentifier(making)} RENAME TO ${pg.escapeIdentifier(template)}`,
    );
  }
  await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  return template;
}
