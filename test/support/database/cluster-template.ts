import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PoolConfig } from 'pg';
import { DATABASES } from '#contracts/names.ts';
import { exists } from '#platform/files/exists.ts';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { applyMigrations, ensureDatabase } from '#platform/postgres/migrate.ts';
import { withClient } from '#platform/postgres/with-client.ts';

const run = promisify(execFile);
const projectRoot = path.resolve(import.meta.dirname, '../../..');
const PROGRAM = 'test/support/programs/make-cluster-template.ts';
const TEMPLATES = path.join(projectRoot, '.cache/test-clusters');

/** The folder below `prisma/` of each database. */
const PARTS = Object.values(DATABASES).map((database) => ({
  database,
  migrations: path.join(projectRoot, 'prisma', database.replace('_', '-'), 'migrations'),
}));

/**
 * Creates the folder of an embedded PostgreSQL that has the migrated database of every part, unless an earlier run has
 * created it. Copies of it save each test the time of `initdb` and of the migrations.
 */
export async function ensureClusterTemplate(): Promise<void> {
  const template = await templateFolder();
  if (await exists(template)) return;
  await mkdir(TEMPLATES, { recursive: true });
  const older = (await readdir(TEMPLATES)).filter((name) => !name.includes('.'));
  for (const name of older) await rm(path.join(TEMPLATES, name), { recursive: true, force: true });
  const partial = await mkdtemp(`${template}.`);
  // In a process of its own: the module runner of Vitest's main process cannot load Prisma's schema engine.
  await run(process.execPath, ['--import', 'tsx', PROGRAM, partial], { cwd: projectRoot });
  // Another run may have been faster.
  await rename(partial, template).catch(() => rm(partial, { recursive: true, force: true }));
}

/** Creates the cluster of the template in a folder. */
export async function createTemplateCluster(folder: string): Promise<void> {
  const { connection, stop } = await startEmbeddedPostgres(folder);
  try {
    await forgoDurability(connection);
    for (const { database, migrations } of PARTS) {
      await ensureDatabase(connection, database);
      await applyMigrations({ ...connection, database }, migrations);
    }
  } finally {
    await stop();
  }
}

/** Copies the template to a folder that does not exist yet. */
export async function copyClusterTemplate(folder: string): Promise<void> {
  await run('cp', ['-a', await templateFolder(), folder]);
}

/** Named by what the template consists of. */
async function templateFolder(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(import.meta.filename));
  hash.update(await readFile(path.join(projectRoot, 'package-lock.json')));
  for (const { migrations } of PARTS) {
    const entries = await readdir(migrations, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(file).update(await readFile(file));
  }
  return path.join(TEMPLATES, hash.digest('hex').slice(0, 12));
}

/** Nothing of a test has to survive the death of the machine, so nothing waits for the disk. */
async function forgoDurability(connection: PoolConfig): Promise<void> {
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    for (const setting of ['fsync', 'full_page_writes'])
      await client.query(`ALTER SYSTEM SET ${setting} = off`);
  });
}
