import { execFile, spawn } from 'node:child_process';
import { chown, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartError } from '../process/start-error.ts';

const run = promisify(execFile);

/** The system user that the server runs as; empty for the user of this process. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
  /** The capability with which it traverses folders of root. */
  readonly traversal?: 'dac_read_search' | 'dac_override';
}

/** PostgreSQL refuses to run as root; under root it runs as the system user `nobody`. */
export async function findOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const [user, group, traversal] = await Promise.all([
    run('id', ['-u', 'nobody']),
    run('id', ['-g', 'nobody']),
    findTraversal(),
  ]);
  return { uid: Number(user.stdout), gid: Number(group.stdout), traversal };
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
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
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
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || path !== 'setpriv') throw error;
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
