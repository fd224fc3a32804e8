import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import type { PoolConfig } from 'pg';
import { StartError } from '../process/start-error.ts';
import { withSchemaEngine } from './schema-engine.ts';
import { withClient } from './with-client.ts';

/** The advisory lock that keeps two starting instances from migrating one database at once. */
const MIGRATION_LOCK = 7_208_031;

/** Loads `FOLDER/NAME/migration.sql` of every migration, in the order of their names. */
async function loadMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: await readFile(path.join(folder, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  );
  return {
    baseDir: folder,
    lockfile: { path: './migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}

/**
 * Applies the missing migrations to a database and returns their names. Safe to call from several processes at once:
 * they take turns.
 *
 * @throws StartError when another version of the broker has made the database
 */
export async function applyMigrations(connection: PoolConfig, folder: string): Promise<string[]> {
  const migrationsList = await loadMigrations(folder);
  return withClient(connection, async (lock) => {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (await isUpToDate(lock, migrationsList)) return [];
    const filters = { externalTables: [], externalEnums: [] };
    const { appliedMigrationNames } = await withSchemaEngine(connection, (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    );
    return appliedMigrationNames;
  });
}

/**
 * True when every migration of the folder is finished, so that a warm start need not load the engine.
 *
 * @throws StartError when another version of the broker has made the database
 */
async function isUpToDate(client: pg.Client, list: MigrationList): Promise<boolean> {
  const table = await client.query<{ found: string | null }>(
    `SELECT to_regclass('_prisma_migrations') AS found`,
  );
  if ((table.rows[0]?.found ?? null) === null) return false;
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY name',
  );
  const known = new Map(
    list.migrationDirectories.map((directory) => [directory.path, checksumOf(directory)]),
  );
  const foreign = rows.find(({ name, checksum }) => known.get(name) !== checksum);
  if (foreign)
    throw new StartError(
      `The database ${client.database} was made by another version of the broker (its migration ${foreign.name} is not the one of ` +
        'this version): start with another DATA_DIR, or drop the database.',
    );
  return rows.length === known.size;
}

/** Prisma's checksum of a migration, which it stores with the name. */
const checksumOf = ({ migrationFile }: MigrationList['migrationDirectories'][number]): string =>
  createHash('sha256')
    .update(migrationFile.content.tag === 'ok' ? migrationFile.content.value : '')
    .digest('hex');

/** Creates the database unless it exists. `connection` must be allowed to create databases. */
export async function ensureDatabase(connection: PoolConfig, database: string): Promise<void> {
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  }).catch((error: unknown) => {
    const raced = error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505');
    if (!raced) throw error;
  });
}
