import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createdCluster } from '#test/support/database/created-cluster.ts';
import { eventually } from '#test/support/eventually.ts';
import { runProgram } from '#test/support/programs/run-program.ts';
import { silentLog } from '../observability/log.ts';
import { isProcessRunning } from '../process/process-state.ts';
import { noMetrics } from '../observability/metrics.ts';
import { createWallClock } from '../time/clock.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import { superviseEmbeddedPostgres } from './supervised.ts';
import { withClient } from './with-client.ts';

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-postgres-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const query = (server: EmbeddedPostgres, sql: string): Promise<unknown[]> =>
  withClient(
    { ...server.connection, database: 'postgres' },
    async (client) => (await client.query<Record<string, unknown>>(sql)).rows,
  );

async function start(folder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(folder);
  onTestFinished(() => server.stop());
  return server;
}

const postmasterPid = async (folder: string): Promise<number> =>
  Number((await readFile(path.join(folder, 'cluster/postmaster.pid'), 'utf8')).split('\n', 1)[0]);

test('a server whose parent process was killed is adopted with its data', async () => {
  const folder = await createdCluster();
  const { child, printed, ended } = await runProgram('test/support/programs/postgres-fixture.ts', {}, [
    folder,
  ]);
  await printed('up');
  child.kill('SIGKILL');
  await ended;
  const server = await start(folder);
  expect(server.isStartedHere).toBe(false);
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a killed server is started again and has lost no committed data', async () => {
  const folder = await scratchFolder();
  const first = await start(folder);
  await query(first, 'CREATE TABLE kept AS SELECT 7 AS value');
  process.kill(await postmasterPid(folder), 'SIGKILL');
  const second = await start(folder);
  expect(await query(second, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
});

test('a server that was killed counts as stopped', async () => {
  const folder = await createdCluster();
  const server = await start(folder);
  process.kill(await postmasterPid(folder), 'SIGKILL');
  await server.stop();
});

test.each([
  ['its main process', 'SELECT 0 AS pid'],
  ['one of its connections', 'SELECT pg_backend_pid() AS pid'],
])('a supervised server of which %s is killed runs again', async (_name, sql) => {
  const folder = await createdCluster();
  const clock = createWallClock();
  const server = await superviseEmbeddedPostgres(folder, { clock, log: silentLog, metrics: noMetrics });
  onTestFinished(() => server.stop());
  await query(server, 'CREATE TABLE kept AS SELECT 7 AS value');
  for (let round = 0; round < 2; round += 1) {
    const client = new pg.Client({ ...server.connection, database: 'postgres' });
    const lost = new Promise((resolve) => client.once('end', resolve));
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(sql);
    process.kill(rows[0]?.pid || (await postmasterPid(folder)), 'SIGKILL');
    await lost;
    await eventually(async () => {
      expect(await query(server, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    });
  }
});

test('a server whose folder was deleted does not block a new one', async () => {
  const folder = await createdCluster();
  await start(folder);
  await rm(folder, { recursive: true, force: true });
  const second = await start(folder);
  expect(second.isStartedHere).toBe(true);
  expect(await query(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a server whose folder was deleted can be ended at once', async () => {
  const folder = await createdCluster();
  const server = await start(folder);
  const pid = await postmasterPid(folder);
  await rm(folder, { recursive: true, force: true });
  server.kill();
  await eventually(async () => expect(await isProcessRunning(pid)).toBe(false));
  server.kill();
});

test('stopping waits until the server has ended, and the next start is a new server', async () => {
  const folder = await createdCluster();
  const first = await start(folder);
  await first.stop();
  await expect(postmasterPid(folder)).rejects.toThrow('ENOENT');
  await expect(query(first, 'SELECT 1')).rejects.toThrow();
  const second = await start(folder);
  expect(second.isStartedHere).toBe(true);
});

test('a partly created cluster is created again', async () => {
  const folder = await scratchFolder();
  await mkdir(path.join(folder, 'cluster.new/base'), { recursive: true });
  await writeFile(path.join(folder, 'cluster.new/PG_VERSION'), '18\n');
  expect(await query(await start(folder), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a cluster of another version is refused and left alone', async () => {
  const folder = await scratchFolder();
  await mkdir(path.join(folder, 'cluster'));
  await writeFile(path.join(folder, 'cluster/PG_VERSION'), '9.6\n');
  await expect(startEmbeddedPostgres(folder)).rejects.toThrow(
    /was created by PostgreSQL 9\.6, and this is version 18/,
  );
  expect(await readFile(path.join(folder, 'cluster/PG_VERSION'), 'utf8')).toBe('9.6\n');
});

test('a folder that cannot be written is refused with the reason', async () => {
  const folder = await scratchFolder();
  const file = path.join(folder, 'a-file');
  await writeFile(file, '');
  await expect(startEmbeddedPostgres(path.join(file, 'data'))).rejects.toThrow(
    /cannot be written: a part of the path is a file/,
  );
  await expect(startEmbeddedPostgres(file)).rejects.toThrow(/cannot be written: it is a file/);
});
