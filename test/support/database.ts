import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { PoolConfig } from 'pg';
import { inject } from 'vitest';
import { applyMigrations, ensureDatabase } from '#platform/postgres/migrate.ts';

/** A new, empty database with all migrations of a part (`prisma/PART/migrations`), for one test file. */
export async function createTestDatabase(part: string): Promise<PoolConfig> {
  const server = inject('postgres');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await ensureDatabase(server, database);
  const connection = { ...server, database };
  await applyMigrations(connection, path.resolve(import.meta.dirname, '../../prisma', part, 'migrations'));
  return connection;
}
