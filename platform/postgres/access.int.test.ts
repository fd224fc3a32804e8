import { execFile } from 'node:child_process';
import { chmod, lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createdCluster } from '#test/support/database/created-cluster.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import { findOwner } from './owner.ts';
import { makeSocketDir } from './socket-dir.ts';
import { withClient } from './with-client.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-access-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function start(folder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(folder);
  onTestFinished(() => server.stop());
  return server;
}

/** Sends the first message of a connection as the database's superuser, and prints the answer or the error. */
const CONNECT = `
  const body = Buffer.from('user\\0postgres\\0database\\0postgres\\0\\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(196608, 4);
  const socket = require('node:net').connect(process.argv[1]);
  socket.on('connect', () => socket.write(Buffer.concat([head, body])));
  socket.on('data', (data) => { console.log(data.toString('latin1')); socket.destroy(); });
  socket.on('error', (error) => console.log(error.code));`;

/** Connects to the server's socket as another user of this machine. Returns the answer. */
async function connectAs(uid: number, { host, port }: EmbeddedPostgres['connection']): Promise<string> {
  const socket = path.join(String(host), `.s.PGSQL.${port}`);
  const program = [process.execPath, '-e', CONNECT, socket];
  const as = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
  return (await run('setpriv', [...as, ...program], { cwd: '/' })).stdout.trim();
}

describe.skipIf(!isRoot)('other users of this machine, tried as root', () => {
  test('cannot reach the socket, not even the user that the server runs as', async () => {
    const folder = await createdCluster();
    const { connection } = await start(folder);
    const { uid: serverUser = 0 } = await findOwner(folder);
    for (const uid of [54_321, serverUser]) expect(await connectAs(uid, connection)).toBe('EACCES');
  });

  test('are refused by the server itself when the folders of the socket are open', async () => {
    const folder = await createdCluster();
    const { connection } = await start(folder);
    const { uid: serverUser = 0 } = await findOwner(folder);
    for (const open of [String(connection.host), path.dirname(String(connection.host))])
      await chmod(open, 0o777);
    for (const uid of [54_321, serverUser])
      expect(await connectAs(uid, connection)).toMatch(/authentication failed|could not look up/);
  });
});

async function readRules({ connection }: EmbeddedPostgres): Promise<string[]> {
  const { rows } = await withClient({ ...connection, database: 'postgres' }, (client) =>
    client.query<{ auth_method: string }>('SELECT auth_method FROM pg_hba_file_rules ORDER BY rule_number'),
  );
  return rows.map((row) => row.auth_method);
}

test('the access files are private and written again at each start', async () => {
  const folder = await createdCluster();
  const first = await startEmbeddedPostgres(folder);
  await first.stop();
  const file = path.join(folder, 'pg_hba.conf');
  await writeFile(file, 'local all all trust\n');
  await chmod(file, 0o644);
  const server = await start(folder);
  expect((await lstat(file)).mode & 0o777).toBe(0o600);
  expect(await readRules(server)).toEqual(['peer', 'scram-sha-256']);
});

/** The name of the socket's outer folder, without a folder. Removes all that a test leaves under it. */
async function freeName(dataDir: string): Promise<string> {
  const outer = path.dirname(await makeSocketDir(dataDir, {}));
  await rm(outer, { recursive: true });
  onTestFinished(async () => {
    const names = await readdir(tmpdir());
    const left = names.filter((name) => name.startsWith(path.basename(outer)));
    for (const name of left) await rm(path.join(tmpdir(), name), { recursive: true, force: true });
  });
  return outer;
}

describe('the folder of the socket', () => {
  test('is closed to others when it exists already', async () => {
    const dataDir = await scratchFolder();
    const owner = await findOwner(dataDir);
    const socketDir = await makeSocketDir(dataDir, owner);
    onTestFinished(() => rm(path.dirname(socketDir), { recursive: true, force: true }));
    await chmod(path.dirname(socketDir), 0o777);
    await makeSocketDir(dataDir, owner);
    expect((await lstat(path.dirname(socketDir))).mode & 0o777).toBe(0o700);
  });

  test('is refused when its name is a file, for a user other than root', async () => {
    const dataDir = await scratchFolder();
    const outer = await freeName(dataDir);
    await writeFile(outer, '');
    const made = makeSocketDir(dataDir, {});
    if (!isRoot) return expect(made).rejects.toThrow(`needs the folder ${outer}, which belongs`);
    await made;
    expect((await lstat(outer)).isDirectory()).toBe(true);
  });

  test.skipIf(!isRoot)('replaces the folder that another user made, tried as root', async () => {
    const dataDir = await scratchFolder();
    const outer = await freeName(dataDir);
    const makeAsOther = ['sh', '-c', 'mkdir "$0" && mkdir "$0/s" && touch "$0/s/.s.PGSQL.5432"', outer];
    await run('setpriv', ['--reuid=54321', '--regid=54321', '--clear-groups', ...makeAsOther], { cwd: '/' });
    await makeSocketDir(dataDir, {});
    expect((await lstat(outer)).uid).toBe(0);
    expect(await readdir(path.join(outer, 's'))).toEqual([]);
  });
});
