import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import pg, { type PoolConfig } from 'pg';
import { isProcessRunning } from '../process/process-state.ts';
import { StartError } from '../process/start-error.ts';
import {
  commandAs,
  findNamedOwner,
  findOwner,
  giveAllTo,
  giveTo,
  runAs,
  spawnQuietly,
  type Owner,
} from './owner.ts';
import { exists, ifExists } from '../files/exists.ts';
import { makeWritable } from '../files/writable-folder.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { writeAccess, type AccessFiles } from './access.ts';
import { OF_A_BROKER, settingOptions, type ServerSettings } from './server-settings.ts';
import {
  killServer,
  makeSocketDir,
  removeSocketDir,
  removeUnusedSocketDir,
  serverOfSocket,
  socketLockOf,
} from './socket-dir.ts';
import { withClient } from './with-client.ts';

/** TCP access for other processes: from this machine only, and with a password. */
export interface TcpAccess {
  readonly port: number;
  /** Password of the user `postgres`. */
  readonly password: string;
}

/** An embedded PostgreSQL server on a Unix socket. It takes a port only for `TcpAccess`. */
export interface EmbeddedPostgres {
  /** Connection settings without a database name. */
  readonly connection: PoolConfig;
  /** False when the server was running already: left by a crash, or used by another process. */
  readonly isStartedHere: boolean;
  /** Ends the server, also one that another process started, and waits until it has ended. */
  stop(): Promise<void>;
  /** Ends the server at once, without a wait or its folder, which may be gone. No committed data is lost by it. */
  readonly kill: () => void;
}

/** The server of the cluster is starting or stopping: try again. */
export class ServerBusy extends StartError {
  override readonly name = 'ServerBusy';
}

/** Paths, owner and address of a cluster. */
interface Cluster {
  readonly binaries: Binaries;
  readonly owner: Owner;
  readonly folder: string;
  readonly socketDir: string;
  /** The TCP port. The socket's name holds it, too. */
  readonly port: number;
  readonly address: '127.0.0.1' | '';
  readonly access: AccessFiles;
  readonly settings: ServerSettings;
}

const MAX_CONNECTIONS = 200;

/** PostgreSQL's code of a server that starts, recovers from a crash or stops. */
const CANNOT_CONNECT_NOW = '57P03';
/** Attempts to start while the backends of a killed server are still ending. */
const START_ATTEMPTS = 20;

/**
 * Starts the PostgreSQL of the npm package on its own folder; creates the cluster at first use. Adopts a server that a
 * crash left running. PostgreSQL refuses to run as root, so under root it runs under a user id of its own.
 *
 * @throws StartError when the package is missing, the folder cannot be written or holds another version's cluster
 */
export async function startEmbeddedPostgres(
  folder: string,
  tcp?: TcpAccess,
  settings: ServerSettings = OF_A_BROKER,
): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(folder);
  await makeWritable(dataDir);
  const owner = await findOwner(dataDir);
  const binaries = await findBinaries(owner);
  const socketDir = await makeSocketDir(dataDir, owner);
  const cluster: Cluster = {
    binaries,
    owner,
    folder: path.join(dataDir, 'cluster'),
    socketDir,
    port: tcp?.port ?? 5432,
    address: tcp ? '127.0.0.1' : '',
    access: await writeAccess(dataDir),
    settings,
  };
  const isRunning = await runCluster(cluster).catch(async (error: unknown) => {
    await removeUnusedSocketDir(dataDir);
    throw error;
  });
  if (tcp) await setPassword(cluster, tcp.password);
  return {
    connection: connectionOf(cluster),
    isStartedHere: !isRunning,
    stop: async () => {
      await stopServer(cluster);
      await removeSocketDir(dataDir);
    },
    kill: () => killServer(cluster),
  };
}

/** Makes a server run on the cluster. Returns whether it was running already. */
async function runCluster(cluster: Cluster): Promise<boolean> {
  await makeCluster(cluster);
  await refuseOtherVersion(cluster);
  await takeFromOtherOwner(cluster);
  await endStrayServer(cluster);
  const isRunning = await adopt(cluster);
  if (!isRunning) await startServer(cluster);
  return isRunning;
}

const connectionOf = ({ socketDir, port }: Cluster): PoolConfig => ({
  host: socketDir,
  port,
  user: 'postgres',
});

/** Sets the password of TCP over the Unix socket, which needs none. */
async function setPassword(cluster: Cluster, password: string): Promise<void> {
  await withClient({ ...connectionOf(cluster), database: 'postgres' }, (client) =>
    client.query(`ALTER USER postgres PASSWORD ${client.escapeLiteral(password)}`),
  );
}

/** Creates the cluster beside its place and renames it: a crash in between leaves nothing that looks like a cluster. */
async function makeCluster({ binaries, owner, folder }: Cluster): Promise<void> {
  if (await exists(path.join(folder, 'PG_VERSION'))) return;
  const partial = `${folder}.new`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  const creator = await findNamedOwner(owner);
  await giveTo(creator, partial);
  // The server never reads the cluster's own pg_hba.conf: see access.ts.
  const options = ['-U', 'postgres', '--auth=reject', '-E', 'UTF8', '--locale=C'];
  await runAs(creator, binaries.initdb, ['-D', partial, ...options]).catch((error: unknown) => {
    throw new StartError(`PostgreSQL could not create its cluster in ${folder}: ${lastLineOf(error)}`);
  });
  await giveAllTo(owner, partial);
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
}

/** Gives the cluster to its owner when the data folder was at another path before, with another user id. */
async function takeFromOtherOwner({ owner, folder }: Cluster): Promise<void> {
  if (owner.uid === undefined || (await stat(folder)).uid === owner.uid) return;
  const pid = await readPid(folder);
  if (pid) await endProcess(pid, 'SIGINT');
  await giveAllTo(owner, folder);
}

/** The process id in the cluster's pid file; 0 without one. */
const readPid = async (folder: string): Promise<number> =>
  Number(((await ifExists(readFile(path.join(folder, 'postmaster.pid'), 'utf8'))) ?? '').split('\n', 1)[0]);

async function endProcess(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (await isProcessRunning(pid)) process.kill(pid, signal);
  while (await isProcessRunning(pid)) await setImmediate();
}

function lastLineOf(error: unknown): string {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  return stderr.trim().split('\n').at(-1) || message;
}

async function refuseOtherVersion({ binaries, owner, folder }: Cluster): Promise<void> {
  const clusterVersion = (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim();
  const { stdout } = await runAs(owner, binaries.postgres, ['--version']);
  const version = /(\d+)/.exec(stdout)?.[1];
  if (clusterVersion !== version) {
    throw new StartError(
      `${folder} was created by PostgreSQL ${clusterVersion}, and this is version ${version}: move the folder away, or migrate its data with pg_dump`,
    );
  }
}

/**
 * Ends a server whose data folder was deleted while it ran: it still holds the socket of this folder. PostgreSQL itself
 * notices only within a minute.
 */
async function endStrayServer(cluster: Cluster): Promise<void> {
  const pid = serverOfSocket(cluster);
  if (pid === 0 || (await exists(path.join(cluster.folder, 'postmaster.pid')))) return;
  await endProcess(pid, 'SIGQUIT');
  await rm(socketLockOf(cluster), { force: true });
}

/**
 * True when the cluster's server runs, answers and takes only our connections. Stops any other, but not one that is still
 * starting or stopping: then it throws ServerBusy. Removes the pid files of a killed server that is a zombie, since PostgreSQL's
 * own check takes a zombie for alive.
 */
async function adopt(cluster: Cluster): Promise<boolean> {
  const pid = await readPid(cluster.folder);
  if (!pid) return false;
  if (await isProcessRunning(pid)) {
    if (await answers(cluster)) return true;
    await stopServer(cluster);
  }
  await rm(path.join(cluster.folder, 'postmaster.pid'), { force: true });
  await rm(socketLockOf(cluster), { force: true });
  return false;
}

async function answers(cluster: Cluster): Promise<boolean> {
  try {
    const { rows } = await withClient({ ...connectionOf(cluster), database: 'postgres' }, (client) =>
      client.query<{ hba_file: string }>('SHOW hba_file'),
    );
    return rows[0]?.hba_file === cluster.access.hba;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === CANNOT_CONNECT_NOW)
      throw new ServerBusy(error.message);
    return false;
  }
}

async function startServer(cluster: Cluster): Promise<void> {
  const { binaries, owner, folder } = cluster;
  const logFile = path.join(folder, 'server.log');
  const start = ['-D', folder, '-w', '-s', '-l', logFile, '-o', settingsOf(cluster), 'start'];
  const [command, args] = commandAs(owner, binaries.pg_ctl, start);
  for (let attempt = 1; ; attempt += 1) {
    const exitCode = await spawnQuietly(command, args);
    if (exitCode === 0) return;
    const reason = await reasonIn(logFile);
    const isLeaving = reason.includes('shared memory block');
    if (isLeaving && attempt < START_ATTEMPTS) continue;
    throw new StartError(`PostgreSQL did not start: ${reason} (more in ${logFile})`);
  }
}

const settingsOf = ({ address, port, socketDir, access, settings }: Cluster): string =>
  settingOptions({
    ...settings,
    listen_addresses: address,
    port: String(port),
    unix_socket_directories: socketDir,
    max_connections: String(MAX_CONNECTIONS),
    hba_file: access.hba,
    ident_file: access.ident,
  });

/** The last fatal line of the server's log. */
async function reasonIn(logFile: string): Promise<string> {
  const text = (await ifExists(readFile(logFile, 'utf8'))) ?? '';
  const fatal = text.split('\n').filter((line) => /FATAL|PANIC/.test(line));
  return fatal.at(-1)?.replace(/^.*?(?:FATAL|PANIC):\s*/, '') ?? 'the server gave no reason';
}

/** Seconds for a stop that ends sessions and writes a checkpoint. A server that restarts after a crash may not finish it. */
const FAST_STOP_SECONDS = 10;
/** Seconds for a stop without a checkpoint. The next start recovers from the log: no committed data is lost. */
const IMMEDIATE_STOP_SECONDS = 20;

async function stopServer(cluster: Cluster): Promise<void> {
  const error =
    (await tryStop(cluster, 'fast', FAST_STOP_SECONDS)) &&
    (await tryStop(cluster, 'immediate', IMMEDIATE_STOP_SECONDS));
  if (error !== null) throw new Error(`PostgreSQL in ${cluster.folder} did not stop: ${lastLineOf(error)}`);
}

/** Stops the server. Returns why it still runs; null when it has ended. */
async function tryStop(
  { binaries, owner, folder }: Cluster,
  mode: 'fast' | 'immediate',
  seconds: number,
): Promise<unknown> {
  const stop = ['-D', folder, '-w', '-t', String(seconds), '-m', mode, 'stop'];
  try {
    await runAs(owner, binaries.pg_ctl, stop);
    return null;
  } catch (error) {
    const pid = await readPid(folder);
    return pid && (await isProcessRunning(pid)) ? error : null;
  }
}
