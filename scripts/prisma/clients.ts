import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { environment } from '#platform/config.ts';
import { ifExists } from '#platform/files/exists.ts';
import { StartError } from '#platform/process/start-error.ts';

const execute = promisify(execFile);
const require = createRequire(import.meta.url);

/** One run of Prisma's CLI takes about 1.5 s of one core and 200 MB. */
const CONCURRENCY = 2;

const schemaFile = (root: string, part: string): string => path.join(root, 'prisma', part, 'schema.prisma');
const clientFolder = (root: string, part: string): string =>
  path.join(root, 'subgraphs', part, 'generated/prisma');
/** Written last, so an interrupted generation counts as missing. */
const DIGEST_FILE = 'digest.sha256';

/**
 * Generates the typed Prisma clients that are missing or out of date.
 *
 * @returns the parts whose client was generated
 * @throws StartError when Prisma refuses a schema or is not installed
 */
export async function generateClients(root: string): Promise<string[]> {
  const stale = await staleClients(root);
  const queue = [...stale];
  const worker = async (): Promise<void> => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) await generate(root, part);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return stale;
}

/**
 * Checks that all Prisma clients exist and match their schemas.
 *
 * @throws StartError with the command that generates them
 */
export async function requireClients(root: string): Promise<void> {
  const stale = await staleClients(root);
  if (stale.length === 0) return;
  throw new StartError(
    `The Prisma clients of ${stale.join(', ')} are missing or out of date. ` +
      'Run "npm run prisma -- generate" ("npm ci" runs it, unless --ignore-scripts forbids that).',
  );
}

/** The parts whose client is missing, incomplete, or from another schema or version of Prisma. */
async function staleClients(root: string): Promise<string[]> {
  const entries = await readdir(path.join(root, 'prisma'), { withFileTypes: true });
  const parts = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const isStale = await Promise.all(
    parts.map(async (part) => {
      const kept = await ifExists(readFile(path.join(clientFolder(root, part), DIGEST_FILE), 'utf8'));
      return kept === null || kept !== (await digestOf(root, part));
    }),
  );
  return parts.filter((_, index) => isStale[index]);
}

/**
 * Digest of a client's inputs and of its files: git removes files when it passes a commit that tracked them.
 * The client at run time and the CLI have one version, pinned in package.json.
 */
async function digestOf(root: string, part: string): Promise<string> {
  const { version } = require('@prisma/client/package.json') as { version: string };
  const hash = createHash('sha256').update(version);
  hash.update(await readFile(schemaFile(root, part)));
  const folder = clientFolder(root, part);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  for (const file of files) hash.update(file).update(await readFile(path.join(folder, file)));
  return hash.digest('hex');
}

/** Removes the old folder first: Prisma refuses to write into a folder that has files but no complete client. */
async function generate(root: string, part: string): Promise<void> {
  await rm(clientFolder(root, part), { recursive: true, force: true });
  await runPrisma(root, ['generate', '--schema', path.relative(root, schemaFile(root, part))]);
  await writeFile(path.join(clientFolder(root, part), DIGEST_FILE), await digestOf(root, part));
}

/**
 * Runs Prisma's CLI without network: it downloads a native schema engine unless the environment names one, and
 * `generate` never runs it, so any executable serves.
 */
async function runPrisma(root: string, args: readonly string[]): Promise<void> {
  const env = {
    ...environment(),
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  try {
    await execute(process.execPath, [prismaCli(), ...args], { cwd: root, env });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new StartError(`prisma ${args.join(' ')} failed:\n${stderr?.trim() || message}`, { cause: error });
  }
}

function prismaCli(): string {
  try {
    return require.resolve('prisma/build/index.js');
  } catch (error) {
    throw new StartError('The package prisma is not installed: run "npm ci".', { cause: error });
  }
}
