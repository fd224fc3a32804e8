import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBroker, temporaryDataDir, type Broker } from './support/broker.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
let dataDir = '';
let broker: Broker;

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startBroker(dataDir);
});

afterAll(async () => {
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("the SDK's example buys a hundred shares and shows the position", async () => {
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', 'sdk/examples/first-order.ts', broker.url],
    { cwd: root },
  );
  expect(stdout).toContain('deposited; available 100000.00');
  expect(stdout).toMatch(/order is FILLED, filled 100 at \d+\.\d{4}/);
  expect(stdout).toMatch(/position: 100 PETR4 at \d+\.\d{4}/);
});
