import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../test/start.ts';

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

test('the page and all of its assets come from the gateway', async () => {
  const page = await fetch(at.url);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const html = await page.text();
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  const assets = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address ?? '');
  expect(assets).toHaveLength(4);
  const workers = ['editor', 'json', 'graphql'].map((name) => `/playground/${name}.worker.js`);
  for (const address of [...assets, ...workers]) {
    const asset = await fetch(`${at.url}${address}`);
    expect([address, asset.status]).toEqual([address, 200]);
    expect((await asset.text()).length).toBeGreaterThan(100);
  }
});

test.each([
  ['127.0.0.1:4000', "'self' ws://127.0.0.1:4000 wss://127.0.0.1:4000"],
  ['broker.example', "'self' ws://broker.example wss://broker.example"],
  ['[::1]:4000', "'self' ws://[::1]:4000 wss://[::1]:4000"],
  ["x; script-src 'unsafe-inline'", "'self'"],
  ['*', "'self'"],
  ['a b', "'self'"],
])('the page of the host %s connects to that host alone', async (host, sources) => {
  const page = await new Promise<IncomingMessage>((resolve, reject) => {
    get(at.url, { headers: { host } }, resolve).on('error', reject);
  });
  page.resume();
  const policy = String(page.headers['content-security-policy']).split('; ');
  expect(policy).toContain(`connect-src ${sources}`);
  expect(policy.filter((directive) => /\bwss?:(?!\/\/)/.test(directive))).toEqual([]);
});

test('an unchanged asset is answered with 304, an unknown one with 404', async () => {
  const first = await fetch(`${at.url}/playground/graphiql.css`);
  const etag = first.headers.get('etag') ?? '';
  await first.arrayBuffer();
  const again = await fetch(`${at.url}/playground/graphiql.css`, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  for (const name of ['nothing.js', 'constructor', '..%2Fclient.js']) {
    expect((await fetch(`${at.url}/playground/${name}`)).status).toBe(404);
  }
});
