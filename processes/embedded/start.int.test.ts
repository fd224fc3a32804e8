import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from '#platform/files/data-dir-lock.ts';
import { runProgram } from '#test/support/programs/run-program.ts';
import { dataLayout } from '../data-dir.ts';

async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a start that must fail; returns its exit code and its errors, which must not contain a stack trace. */
async function failedStart(program: string, settings: Record<string, string>, args: readonly string[] = []) {
  const { ended, errors } = await runProgram(program, settings, args);
  const exitCode = await ended;
  expect(errors()).not.toMatch(/^\s+at /m);
  return { exitCode, errors: errors() };
}

const embedded = (settings: Record<string, string>, args: readonly string[] = []) =>
  failedStart('processes/embedded/main.ts', { PORT: '0', ...settings }, args);

test('invalid settings and options exit with 2 and create nothing', async () => {
  const folder = await scratchFolder();
  const DATA_DIR = path.join(folder, 'data');
  expect(await embedded({ DATA_DIR, PORT: '80x', MARKET: 'open' })).toEqual({
    exitCode: 2,
    errors:
      'my-broker-b3: PORT=80x cannot be used: it takes a whole number from 0 to 65535.\n' +
      'my-broker-b3: MARKET=open cannot be used: it takes auto, continuous, b3.\n',
  });
  expect(await embedded({ DATA_DIR }, ['--fast'])).toEqual({
    exitCode: 2,
    errors: "my-broker-b3: Unknown option '--fast'. See --help.\n",
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a port in use prints one line and creates nothing', async () => {
  const folder = await scratchFolder();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await embedded({ DATA_DIR: path.join(folder, 'data'), PORT: String(port) })).toEqual({
    exitCode: 1,
    errors: `my-broker-b3: cannot start: the gateway cannot listen on 127.0.0.1:${port}: another process uses it; stop that one or set PORT to another port\n`,
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a data folder that is not writable prints one line', async () => {
  const folder = await scratchFolder();
  await writeFile(path.join(folder, 'file'), '');
  const DATA_DIR = path.join(folder, 'file/data');
  expect(await embedded({ DATA_DIR })).toEqual({
    exitCode: 1,
    errors: `my-broker-b3: cannot start: the folder ${DATA_DIR} cannot be written: a part of the path is a file\n`,
  });
});

test('refuses a data folder that another broker uses', async () => {
  const DATA_DIR = await scratchFolder();
  const { release } = await takeLock(dataLayout(DATA_DIR).lock, 'the folder');
  onTestFinished(release);
  expect(await embedded({ DATA_DIR })).toEqual({
    exitCode: 1,
    errors: `my-broker-b3: cannot start: the data folder ${DATA_DIR} is in use by the process ${process.pid}: stop that one or choose another\n`,
  });
});

test('names the file of a truncated key', async () => {
  const DATA_DIR = await scratchFolder();
  const { internalKey } = dataLayout(DATA_DIR);
  await mkdir(path.dirname(internalKey));
  await writeFile(internalKey, 'abc');
  const { exitCode, errors } = await embedded({ DATA_DIR });
  expect(exitCode).toBe(1);
  expect(errors).toContain(`${internalKey} holds no key of 32 bytes`);
});

test('a process prints which server it waits for, and gives up after SERVERS_WAIT_MS', async () => {
  const settings = {
    PORT: '0',
    SERVERS_WAIT_MS: '700',
    INTERNAL_KEY: 'A'.repeat(43),
    DATABASE_URL: 'postgres://127.0.0.1:1',
  };
  const { exitCode, errors } = await failedStart('subgraphs/identity/main.ts', settings);
  expect(exitCode).toBe(1);
  expect(errors).toMatch(
    /^identity: waiting for PostgreSQL at 127\.0\.0\.1:1: .*ECONNREFUSED.*\nidentity: cannot start: PostgreSQL at 127\.0\.0\.1:1 did not answer within 0\.7 s: .*ECONNREFUSED.*\n$/,
  );
});

test('a process without its key or its server address names the missing setting', async () => {
  const missing = { PORT: '0', INTERNAL_KEY: '', DATABASE_URL: '' };
  expect(await failedStart('subgraphs/identity/main.ts', missing)).toEqual({
    exitCode: 2,
    errors: 'identity: cannot start: INTERNAL_KEY is not set: all processes need the same key.\n',
  });
  const keyed = { ...missing, INTERNAL_KEY: 'A'.repeat(43) };
  expect(await failedStart('subgraphs/identity/main.ts', keyed)).toEqual({
    exitCode: 2,
    errors: 'identity: cannot start: DATABASE_URL is not set: identity needs it.\n',
  });
});

test('refuses a shard number beyond ENGINE_SHARDS', async () => {
  const settings = { PORT: '0', INTERNAL_KEY: 'A'.repeat(43), ENGINE_SHARD: '2', ENGINE_SHARDS: '2' };
  expect(await failedStart('matching-engine/main.ts', settings)).toEqual({
    exitCode: 2,
    errors:
      'matching-engine: cannot start: ENGINE_SHARD=2 cannot be used: with ENGINE_SHARDS=2 it takes 0 to 1.\n',
  });
});
