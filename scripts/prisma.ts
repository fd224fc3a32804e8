/**
 * Prisma without its native engines.
 *
 *   npm run prisma -- generate                the typed client of every part that has a schema
 *   npm run prisma -- migration PART NAME     a new migration: what changed in prisma/PART/schema.prisma since the last
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '../platform/postgres/embedded.ts';
import { openSchemaEngine } from '../platform/postgres/schema-engine.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');

/** `prisma generate` wants a schema engine to be named; it does not run it. */
async function generate(): Promise<void> {
  const parts = (await readdir(path.join(root, 'prisma'), { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  for (const { name } of parts) {
    const schema = path.join('prisma', name, 'schema.prisma');
    await run(path.join(root, 'node_modules/.bin/prisma'), ['generate', '--schema', schema], {
      cwd: root,
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    });
    console.log(`generated the client of ${name}`);
  }
}

/** The difference is taken between two schema files, the new one and the copy that the last migration kept. */
async function migration(part: string, title: string): Promise<void> {
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
  if (script.includes('This is an empty migration')) return console.log('nothing changed: no migration made');
  const target = path.join(
    folder,
    `${String(last ? Number(last.slice(0, 4)) + 1 : 1).padStart(4, '0')}_${title}`,
  );
  await mkdir(target);
  await writeFile(path.join(target, 'migration.sql'), script);
  await writeFile(path.join(target, 'schema.prisma'), content);
  console.log(`made ${path.relative(root, target)}: read its SQL before you commit it`);
}

type Target = Parameters<Awaited<ReturnType<typeof openSchemaEngine>>['diff']>[0]['from'];

async function diff(from: Target, to: Target): Promise<string> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'my-broker-migration-'));
  const server = await startEmbeddedPostgres(scratch);
  try {
    const engine = await openSchemaEngine({ ...server.connection, database: 'postgres' });
    const filters = { externalTables: [], externalEnums: [] };
    const result = await engine.diff({ from, to, script: true, exitCode: null, filters });
    return result.stdout ?? '';
  } finally {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

const USAGE = 'usage: npm run prisma -- generate | migration PART NAME';
const [command, part, title] = process.argv.slice(2);
if (command === 'generate') await generate();
else if (command === 'migration' && part && title) await migration(part, title);
else if (command === '--help' || command === '-h') console.log(USAGE);
else {
  console.error(USAGE);
  process.exitCode = 2;
}
