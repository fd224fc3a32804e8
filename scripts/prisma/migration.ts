import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { withSchemaEngine } from '#platform/postgres/schema-engine.ts';
import { withCleanUp } from '#platform/process/ending-signal.ts';

/**
 * Writes the migration from the last migration's schema to the current schema.
 *
 * @returns the new folder, relative to the root; null when nothing changed
 */
export async function writeMigration(root: string, part: string, title: string): Promise<string | null> {
  const folder = path.join(root, 'prisma', part, 'migrations');
  await mkdir(folder, { recursive: true });
  const last = (await readdir(folder)).sort().at(-1);
  const content = await readFile(path.join(root, 'prisma', part, 'schema.prisma'), 'utf8');
  const datamodel = (text: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content: text }],
  });
  const before = last && (await readFile(path.join(folder, last, 'schema.prisma'), 'utf8'));
  const script = await diff(before ? datamodel(before) : { tag: 'empty' }, datamodel(content));
  if (script.includes('This is an empty migration')) return null;
  const number = String(last ? Number(last.slice(0, 4)) + 1 : 1).padStart(4, '0');
  const target = path.join(folder, `${number}_${title}`);
  await mkdir(target);
  await writeFile(path.join(target, 'migration.sql'), script);
  await writeFile(path.join(target, 'schema.prisma'), content);
  return path.relative(root, target);
}

type Target = Parameters<SchemaEngine['diff']>[0]['from'];

async function diff(from: Target, to: Target): Promise<string> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'my-broker-migration-'));
  const server = await startEmbeddedPostgres(scratch);
  const compare = async (): Promise<string> => {
    const filters = { externalTables: [], externalEnums: [] };
    const result = await withSchemaEngine({ ...server.connection, database: 'postgres' }, (engine) =>
      engine.diff({ from, to, script: true, exitCode: null, filters }),
    );
    return result.stdout ?? '';
  };
  return withCleanUp(compare, async () => {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  });
}
