import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../test/start.ts';
import { PLAYGROUND_PATH } from './address.ts';

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

test('the page and all of its assets come from the gateway', async () => {
  const page = await fetch(`${at.url}${PLAYGROUND_PATH}`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const html = await page.text();
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  const assets = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address ?? '');
  expect(assets).toHaveLength(7);
  const workers = ['editor', 'json', 'graphql'].map((name) => `/playground/${name}.worker.js`);
  const modules = ['placeholders', 'requests', 'session', 'tabs'].map((name) => `/playground/${name}.js`);
  for (const address of [...assets, ...workers, ...modules]) {
    const asset = await fetch(`${at.url}${address}`);
    expect([address, asset.status]).toEqual([address, 200]);
    expect((await asset.text()).length).toBeGreaterThan(100);
  }
});

test.each([
  ['/graphql', 'text/html,application/xhtml+xml,*/*;q=0.8', 302],
  ['/graphql', '*/*', 405],
  ['/graphql', 'application/json', 405],
])('a GET of %s that accepts %s is answered with %i', async (address, accept, status) => {
  const answer = await fetch(`${at.url}${address}`, { headers: { accept }, redirect: 'manual' });
  const location = status === 302 ? PLAYGROUND_PATH : null;
  expect([answer.status, answer.headers.get('location')]).toEqual([status, location]);
});

test.each(['127.0.0.1:4000', 'evil.example', "x; script-src 'unsafe-inline'"])(
  'the policy of the page names no host that a request chose: %s',
  async (host) => {
    const page = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${at.url}${PLAYGROUND_PATH}`, { headers: { host } }, resolve).on('error', reject);
    });
    page.resume();
    const policy = String(page.headers['content-security-policy']).split('; ');
    expect(policy).toContain("connect-src 'self'");
  },
);

/** Requests an asset and never reads the answer. */
const unread = (address: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(`${at.url}${address}`, { agent: false }, (response) => {
      response.socket.pause();
      resolve(response);
    }).on('error', reject);
  });

test('an asset comes compressed for a client that takes it, the same text in each encoding', async () => {
  const address = `${at.url}/playground/graphiql.css`;
  const texts = await Promise.all(
    ['br', 'gzip', 'identity', 'deflate'].map(async (encoding) => {
      const answer = await fetch(address, { headers: { 'accept-encoding': encoding } });
      const sent = answer.headers.get('content-encoding') ?? 'identity';
      return [sent, await answer.text(), answer.headers.get('vary')] as const;
    }),
  );
  expect(texts.map(([encoding]) => encoding)).toEqual(['br', 'gzip', 'identity', 'identity']);
  expect(new Set(texts.map(([, text]) => text)).size).toBe(1);
  expect(texts.every(([, , vary]) => vary?.includes('accept-encoding'))).toBe(true);
});

test('answers that nobody reads share the memory of the asset', async () => {
  await (await fetch(`${at.url}/playground/graphiql.js`)).arrayBuffer();
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const answers = await Promise.all(Array.from({ length: 40 }, () => unread('/playground/graphiql.js')));
  const after = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  for (const answer of answers) answer.destroy();
  // A copy for each would be 200 MB.
  expect(after - before).toBeLessThan(60_000_000);
});

test('an unchanged asset is answered with 304, an unknown one with 404', async () => {
  const first = await fetch(`${at.url}/playground/graphiql.css`);
  const etag = first.headers.get('etag') ?? '';
  await first.arrayBuffer();
  const again = await fetch(`${at.url}/playground/graphiql.css`, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  for (const name of ['nothing.js', 'constructor', '..%2Fmain.js']) {
    expect((await fetch(`${at.url}/playground/${name}`)).status).toBe(404);
  }
});
