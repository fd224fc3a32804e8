import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '#sdk/src/index.ts';
import { documentHash, type TrustedDocuments } from '../core/operations/trusted-documents.ts';
import { openSocket, post } from './client.ts';
import { startTestGateway, type TestGateway } from './start.ts';

const UP = '{\n  walletIsUp\n}';
const COUNTDOWN = 'subscription ($from: Int!) {\n  countdown(from: $from)\n}';
const OTHER = '{ walletIsUp }';
const UNKNOWN = documentHash(OTHER);

const manifest: TrustedDocuments = new Map([UP, COUNTDOWN].map((text) => [documentHash(text), text]));
let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway({ trustedDocuments: manifest });
});
afterAll(() => at.gateway.stop());

const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

describe('over HTTP', () => {
  test.each([
    ['its text', { query: UP }],
    ['documentId', { documentId: `sha256:${documentHash(UP)}` }],
    ["Apollo's hash", { extensions: persisted(documentHash(UP)) }],
    ['its text and a hash of another document', { query: UP, extensions: persisted(UNKNOWN) }],
  ])('a registered document runs by %s', async (_name, body) => {
    const answer = await post(at.url, body);
    expect([answer.status, answer.body]).toEqual([200, { data: { walletIsUp: true } }]);
  });

  test.each([
    ['another text', { query: OTHER }],
    ['a text that is no GraphQL', { query: '{'.repeat(10_000) }],
    ['an unknown documentId', { documentId: `sha256:${UNKNOWN}` }],
    ['a documentId of another form', { documentId: documentHash(UP) }],
    ['an unknown hash', { extensions: persisted(UNKNOWN) }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
  ])('%s is PERSISTED_QUERY_NOT_IN_LIST', async (_name, body) => {
    const { status, codes } = await post(at.url, body);
    expect([status, codes]).toEqual([400, ['PERSISTED_QUERY_NOT_IN_LIST']]);
  });
});

describe('over a socket', () => {
  test.each([
    ['documentId', { documentId: `sha256:${documentHash(COUNTDOWN)}` }],
    ["Apollo's hash and no text", { query: null, extensions: persisted(documentHash(COUNTDOWN)) }],
  ])('a registered document runs by %s alone, as over HTTP', async (_name, hash) => {
    const client = await openSocket(at.url, {});
    client.send({ id: '1', type: 'subscribe', payload: { ...hash, variables: { from: 1 } } });
    expect((await client.frames('1', 1))[0]?.payload).toEqual({ data: { countdown: 1 } });
  });

  test('a registered document runs by its text or hash', async () => {
    const client = await openSocket(at.url, {});
    client.subscribe('text', COUNTDOWN, { from: 1 });
    const hashes = [
      { documentId: `sha256:${documentHash(COUNTDOWN)}` },
      { extensions: persisted(documentHash(COUNTDOWN)) },
    ];
    for (const [index, hash] of hashes.entries()) {
      const payload = { query: '', variables: { from: 1 }, ...hash };
      client.send({ id: `hash${index}`, type: 'subscribe', payload });
    }
    for (const id of ['text', 'hash0', 'hash1'])
      expect((await client.frames(id, 1))[0]?.payload).toEqual({ data: { countdown: 1 } });
  });

  test('any other document is PERSISTED_QUERY_NOT_IN_LIST, and the socket stays', async () => {
    const client = await openSocket(at.url, {});
    client.subscribe('1', 'subscription { marketStatus { phase } }');
    client.subscribe('2', OTHER);
    for (const id of ['1', '2'])
      expect((await client.frames(id, 1))[0]).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'PERSISTED_QUERY_NOT_IN_LIST' } }],
      });
    client.subscribe('3', UP);
    expect((await client.frames('3', 1))[0]?.payload).toEqual({ data: { walletIsUp: true } });
  });
});

test('the SDK runs registered documents, over HTTP and a socket', async () => {
  const client = createClient({ url: `${at.url}/graphql`, webSocket: WebSocket });
  expect(await client.request(UP, {})).toEqual({ walletIsUp: true });
  const events: unknown[] = [];
  for await (const event of client.subscribe(COUNTDOWN, { from: 2 })) events.push(event);
  expect(events).toEqual([{ countdown: 2 }, { countdown: 1 }]);
  await client.close();
});
