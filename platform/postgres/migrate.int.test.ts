import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PoolConfig } from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { StartError } from '../process/start-error.ts';
import { applyMigrations, ensureDatabase } from './migrate.ts';

async function emptyDatabase(): Promise<PoolConfig> {
  const server = inject('postgres');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await ensureDatabase(server, database);
  return { ...server, database };
}

/** A folder of migrations, given as SQL by name. */
async function migrations(texts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'migration.sql'), text);
  }
  return folder;
}

const FIRST = 'CREATE TABLE first (id integer PRIMARY KEY);';
const SECOND = 'CREATE TABLE second (id integer PRIMARY KEY);';

test('applies the missing migrations, each once', async () => {
  const database = await emptyDatabase();
  const older = await migrations({ '0001_first': FIRST });
  const newer = await migrations({ '0001_first': FIRST, '0002_second': SECOND });
  expect(await applyMigrations(database, older)).toEqual(['0001_first']);
  expect(await applyMigrations(database, older)).toEqual([]);
  expect(await applyMigrations(database, newer)).toEqual(['0002_second']);
  expect(await applyMigrations(database, newer)).toEqual([]);
});

test.each([
  ['a changed migration', { '0001_first': `${FIRST} CREATE TABLE other (id integer);` }],
  ['a database of a later version', { '0000_other': SECOND }],
])('refuses %s before it changes anything', async (_, texts) => {
  const database = await emptyDatabase();
  await applyMigrations(database, await migrations({ '0001_first': FIRST }));
  const start = applyMigrations(database, await migrations(texts));
  await expect(start).rejects.toThrow(StartError);
  await expect(start).rejects.toThrow(`${database.database} was made by another version`);
  expect(await applyMigrations(database, await migrations({ '0001_first': FIRST }))).toEqual([]);
});
