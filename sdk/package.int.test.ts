import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
/** Inside the project, so that the package finds its dependencies like an installed one. */
const consumer = path.join(root, '.cache', 'sdk-consumer');
const installed = path.join(consumer, 'node_modules/@my-broker-b3/sdk');

beforeAll(async () => {
  await rm(consumer, { recursive: true, force: true });
  await mkdir(installed, { recursive: true });
  await run(
    path.join(root, 'node_modules/.bin/tsc'),
    ['-p', 'sdk', '--outDir', path.join(installed, 'dist')],
    { cwd: root },
  );
  await cp(path.join(root, 'sdk/package.json'), path.join(installed, 'package.json'));
});

afterAll(() => rm(consumer, { recursive: true, force: true }));

test('plain JavaScript can import the published package by its name', async () => {
  const program = `import { createClient, BrokerError } from '@my-broker-b3/sdk';
    const broker = createClient({ url: 'http://127.0.0.1:9/graphql' });
    console.log(typeof broker.placeOrder, typeof broker.orderStream, BrokerError.name);
    await broker.close();`;
  await writeFile(path.join(consumer, 'program.mjs'), program);
  const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: consumer });
  expect(stdout.trim()).toBe('function function BrokerError');
});
