import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../test/start.ts';

const FILES = { 'index.html': '<title>desk</title>', 'main-ABCD2345.js': 'run();' };

let at: TestGateway;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'desk-'));
  for (const [name, text] of Object.entries(FILES)) {
    await writeFile(path.join(folder, name), text);
    await writeFile(path.join(folder, `${name}.br`), brotliCompressSync(text));
    await writeFile(path.join(folder, `${name}.gz`), gzipSync(text));
  }
  at = await startTestGateway({ deskFolder: folder });
});
afterAll(async () => {
  await at.gateway.stop();
  await rm(folder, { recursive: true });
});

test.each(['/', '/ticker/PETR4', '/orders', '/account', '/taxes', '/settings'])(
  '%s is the document, which runs no script but that of the gateway',
  async (address) => {
    const page = await fetch(`${at.url}${address}`);
    expect([page.status, await page.text()]).toEqual([200, FILES['index.html']]);
    const policy = String(page.headers.get('content-security-policy')).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('vary')).toBe('accept-encoding');
  },
);

test.each(['br', 'gzip', 'identity'])('a file comes in the encoding %s, for ever', async (encoding) => {
  const file = await fetch(`${at.url}/desk/main-ABCD2345.js`, { headers: { 'accept-encoding': encoding } });
  expect(file.headers.get('content-encoding') ?? 'identity').toBe(encoding);
  expect(await file.text()).toBe(FILES['main-ABCD2345.js']);
  expect(file.headers.get('cache-control')).toContain('immutable');
});

test.each([
  '/desk/main-OTHER234.js',
  '/desk/..%2Fpackage.json',
  '/desk/index.html.br',
  '/ticker/PETR4/more',
  '/nothing',
])('%s is not found', async (address) => {
  expect((await fetch(`${at.url}${address}`)).status).toBe(404);
});

test('a person at an unknown address gets the desk, a program does not', async () => {
  const person = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
  const page = await fetch(`${at.url}/nope`, person);
  expect([page.status, await page.text()]).toEqual([404, FILES['index.html']]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const answer = await fetch(`${at.url}/nope`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining('json')]);
  expect((await fetch(`${at.url}/nope`, { ...person, method: 'POST' })).status).toBe(404);
});

test.each([
  ['/orders/', '/orders'],
  ['/ticker/PETR4//', '/ticker/PETR4'],
])('%s leads to %s', async (address, target) => {
  const answer = await fetch(`${at.url}${address}`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([308, target]);
});

test.each(['//example.com/orders/', '/%2Fexample.com/'])('%s leads nowhere', async (address) => {
  expect((await fetch(`${at.url}${address}`, { redirect: 'manual' })).status).toBe(404);
});

test('a gateway without built files names the command that makes them', async () => {
  const bare = await startTestGateway();
  try {
    const page = await fetch(bare.url);
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('npm run build:desk')]);
  } finally {
    await bare.gateway.stop();
  }
});
