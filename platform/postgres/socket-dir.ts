import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ifExists, isMissing } from '../files/exists.ts';
import { PRIVATE_FOLDER_MODE } from '../files/private-folder.ts';
import { StartError } from '../process/start-error.ts';
import { giveTo, type Owner } from './owner.ts';

/**
 * Creates the folder of the server's socket. A socket path may have 107 bytes at most, so the folder lies in the
 * temporary folder; its name is a hash of the data folder's path. The outer of two folders belongs to this process's
 * user: under root, other processes of the server's user cannot enter it. Root moves another user's folder of that name
 * aside, so no user of this machine can keep it from starting.
 *
 * @throws StartError when another user holds the name, and this process is not root's
 */
export async function makeSocketDir(dataDir: string, owner: Owner): Promise<string> {
  const outer = outerFolderOf(dataDir);
  const user = process.getuid?.();
  if (user === 0) await moveForeignFolderAside(outer);
  await makeOwnFolder(outer, user);
  const socketDir = path.join(outer, 's');
  await mkdir(socketDir, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  await chmod(socketDir, PRIVATE_FOLDER_MODE);
  await giveTo(owner, socketDir);
  return socketDir;
}

export const removeSocketDir = (dataDir: string): Promise<void> =>
  rm(outerFolderOf(dataDir), { recursive: true, force: true });

/** Removes the folder unless a server's socket is in it. */
export async function removeUnusedSocketDir(dataDir: string): Promise<void> {
  const outer = outerFolderOf(dataDir);
  for (const folder of [path.join(outer, 's'), outer]) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (!isMissing(error) && (error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

/** Where a server has its socket, and the cluster that it serves. */
interface ServedCluster {
  readonly folder: string;
  readonly socketDir: string;
  readonly port: number;
}

/** The file by which a server holds its socket. */
export const socketLockOf = ({ socketDir, port }: ServedCluster): string =>
  path.join(socketDir, `.s.PGSQL.${port}.lock`);

/** The process id of the server that holds a cluster's socket, also when the cluster's folder is gone; 0 for none. */
export function serverOfSocket(cluster: ServedCluster): number {
  try {
    const [pid, servedFolder] = readFileSync(socketLockOf(cluster), 'utf8').split('\n');
    return servedFolder === cluster.folder ? Number(pid) : 0;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** Makes the server of a cluster end at once, and does not wait for it. */
export function killServer(cluster: ServedCluster): void {
  const pid = serverOfSocket(cluster);
  try {
    if (pid !== 0) process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function outerFolderOf(dataDir: string): string {
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12);
  return path.join(tmpdir(), `my-broker-b3-${name}`);
}

/**
 * Moves what another user created under a name into a new folder of root. Deletes nothing: its owner could exchange
 * folders for links while root deletes them.
 */
async function moveForeignFolderAside(folder: string): Promise<void> {
  const found = await ifExists(lstat(folder));
  if (found === null || (found.isDirectory() && found.uid === 0)) return;
  await rename(folder, path.join(await mkdtemp(`${folder}-moved-`), 'folder'));
}

/** Creates a folder, or takes an existing one. Every user may create names in the temporary folder: also this one. */
async function makeOwnFolder(folder: string, user: number | undefined): Promise<void> {
  await mkdir(folder, { mode: PRIVATE_FOLDER_MODE }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(folder);
  if (!found.isDirectory() || (user !== undefined && found.uid !== user)) {
    throw new StartError(
      `PostgreSQL's socket needs the folder ${folder}, which belongs to the user ${found.uid} or is no folder: remove it, or set TMPDIR to another folder`,
    );
  }
  await chmod(folder, PRIVATE_FOLDER_MODE);
}
