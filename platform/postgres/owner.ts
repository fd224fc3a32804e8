import { execFile, spawn } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartError } from '../process/start-error.ts';

const run = promisify(execFile);

/** The system user that the server runs as; empty for the user of this process. */
export interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root; under root it runs as the system user `nobody`. */
export async function findOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const [user, group] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(user.stdout), gid: Number(group.stdout) };
}

/**
 * Under root, wraps a command so that it runs as the owner. It keeps one capability: to traverse folders that only root
 * can read (a checkout or a data folder under /root). PostgreSQL checks only the user that it runs as.
 */
export function commandAs(owner: Owner, file: string, args: readonly string[]): [string, string[]] {
  if (owner.uid === undefined) return [file, [...args]];
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return [
    'setpriv',
    [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...rights, file, ...args],
  ];
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
