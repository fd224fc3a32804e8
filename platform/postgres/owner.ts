import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, lchown, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isMissing } from '../files/exists.ts';
import { readProcFile } from '../process/proc-file.ts';
import { StartError } from '../process/start-error.ts';

const run = promisify(execFile);

/** The system user that the server runs as; empty for the user of this process. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
  /** The capability with which it traverses folders of root. */
  readonly traversal?: 'dac_read_search' | 'dac_override';
}

/**
 * Ranges of ids that systems give neither to accounts nor to services nor to containers (systemd's list of user ids; shadow's
 * default of subordinate ids begins at 100,000). The second one is for containers with 65,536 ids.
 */
const UNUSED_IDS = [
  { first: 65_536, count: 34_464 },
  { first: 60_578, count: 606 },
];

/**
 * PostgreSQL refuses to run as root. Under root it runs under an id of its own, derived from the data folder, which no
 * account has: no other process has the same one and could end the server or read its memory.
 *
 * @throws StartError in a container that has none of these ids
 */
export async function findOwner(dataDir: string): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const [users, groups, traversal] = await Promise.all([
    readMappedIds('uid_map'),
    readMappedIds('gid_map'),
    findTraversal(),
  ]);
  const number = createHash('sha256').update(path.resolve(dataDir)).digest().readUInt32BE();
  const id = UNUSED_IDS.map(({ first, count }) => first + (number % count)).find(
    (one) => users(one) && groups(one),
  );
  if (id === undefined) {
    throw new StartError(
      'PostgreSQL does not run as root, and this container has no other user id: use another user',
    );
  }
  return { uid: id, gid: id, traversal };
}

/** Reads which ids exist in this container: all of them outside of one. */
async function readMappedIds(file: string): Promise<(id: number) => boolean> {
  const text = (await readProcFile('self', file)) ?? '0 0 4294967295';
  const ranges = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return (id) => ranges.some(([first = 0, , count = 0]) => id >= first && id < first + count);
}

/** The system user `nobody`, under root: initdb, and no other program of PostgreSQL, needs a user with a name. */
export async function findNamedOwner(owner: Owner): Promise<Owner> {
  if (owner.uid === undefined) return owner;
  const [user, group] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { ...owner, uid: Number(user.stdout), gid: Number(group.stdout) };
}

/**
 * Under root, wraps a command so that it runs as the owner. It keeps one capability: to traverse folders that only root
 * can read (a checkout or a data folder under /root). PostgreSQL checks only the user that it runs as.
 */
export function commandAs(owner: Owner, file: string, args: readonly string[]): [string, string[]] {
  if (owner.uid === undefined) return [file, [...args]];
  const right = owner.traversal ?? 'dac_override';
  const rights = [`--inh-caps=+${right}`, `--ambient-caps=+${right}`];
  return [
    'setpriv',
    [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...rights, file, ...args],
  ];
}

/** Bit of CAP_DAC_READ_SEARCH in a set of capabilities. */
const READ_SEARCH = 1n << 2n;

/** The smaller right is to read only. Containers often lack it, and have the right to write as well. */
async function findTraversal(): Promise<NonNullable<Owner['traversal']>> {
  const status = (await readProcFile('self', 'status')) ?? '';
  const granted = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return (BigInt(`0x${granted}`) & READ_SEARCH) === 0n ? 'dac_override' : 'dac_read_search';
}

/** Runs a command to its end as the owner. */
export async function runAs(
  owner: Owner,
  file: string,
  args: readonly string[],
): Promise<{ readonly stdout: string }> {
  const [command, commandArgs] = commandAs(owner, file, args);
  try {
    return await run(command, commandArgs, { cwd: '/' });
  } catch (error) {
    if (!isMissing(error) || (error as NodeJS.ErrnoException).path !== 'setpriv') throw error;
    throw new StartError(
      'PostgreSQL does not run as root, and "setpriv" (util-linux) is missing: use another user',
    );
  }
}

/** Runs a command whose children keep the inherited pipes open, so it gets none. Resolves with its exit code. */
export function spawnQuietly(command: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: '/', stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

/** Gives a folder to the owner. */
export async function giveTo(owner: Owner, folder: string): Promise<void> {
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
}

/** Gives a folder and everything in it to the owner. Links are not followed. */
export async function giveAllTo(owner: Owner, folder: string): Promise<void> {
  const { uid, gid } = owner;
  if (uid === undefined || gid === undefined) return;
  await lchown(folder, uid, gid);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    await (entry.isDirectory() ? giveAllTo(owner, file) : lchown(file, uid, gid));
  }
}
