import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSocket, post } from './client.ts';
import { startTestGateway, type TestGateway } from './start.ts';

/** GraphQL over HTTP: https://graphql.github.io/graphql-over-http/draft/ */

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

const query = '{ walletIsUp }';
const NEW_TYPE = 'application/graphql-response+json; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Audits that fail on purpose: a client that accepts application/json gets 4xx for a request that was never run, so that
 * logs and proxies see it.
 */
const REFUSED_WITH_4XX: Readonly<Record<string, string>> = {
  '572B': 'SHOULD use 200 status code on document parsing failure when accepting application/json',
  FDE2: 'SHOULD use 200 status code on document validation failure when accepting application/json',
  '7B9B': 'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
};

test('of the audits of graphql-http, no MUST or SHOULD fails but the three that expect 200 of a bad request', async () => {
  const audits = serverAudits({ url: () => `${at.url}/graphql` });
  const failed: Record<string, string> = {};
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== 'ok' && !audit.name.startsWith('MAY')) failed[audit.id] = audit.name;
  }
  expect(audits.length).toBeGreaterThan(60);
  expect(failed).toEqual(REFUSED_WITH_4XX);
});

describe('the content type of the answer', () => {
  /** Sends the header as it is, or none. */
  const typeFor = async (accept?: string): Promise<string | undefined> => {
    const sent = request(`${at.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(accept !== undefined && { accept }) },
    });
    sent.end(JSON.stringify({ query }));
    const [response] = (await once(sent, 'response')) as [
      NodeJS.ReadableStream & { headers: Record<string, string> },
    ];
    response.resume();
    return response.headers['content-type'];
  };

  test.each<[string | undefined, string]>([
    [undefined, JSON_TYPE],
    ['', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['application/graphql-response+json', NEW_TYPE],
    ['application/graphql-response+json; charset=utf-8', NEW_TYPE],
    ['APPLICATION/GraphQL-Response+JSON', NEW_TYPE],
    ['application/graphql-response+json, application/json;q=0.9', NEW_TYPE],
    ['application/json;q=0.9, application/graphql-response+json', NEW_TYPE],
    ['application/json;Q=0.5, application/graphql-response+json;q=0.6', NEW_TYPE],
    ['application/graphql-response+json;q=0.1, application/json', JSON_TYPE],
    ['application/graphql-response+json;q=0, application/json;q=0.1', JSON_TYPE],
    ['application/graphql-response+json;q=0, */*', JSON_TYPE],
    ['application/json;q=0, */*', NEW_TYPE],
    ['text/html', JSON_TYPE],
    ['nonsense', JSON_TYPE],
    [',;q=,/', JSON_TYPE],
  ])('for Accept %j', async (accept, type) => {
    expect(await typeFor(accept)).toBe(type);
  });
});

describe('variables', () => {
  test.each([60, 20_000])('variables of %i levels are refused with the limit', async (levels) => {
    const value = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const query = 'query ($t: Ticker!) { asset(ticker: $t) { name } }';
    const { status, body } = await post(at.url, `{"query":"${query}","variables":{"t":${value}}}`);
    expect([status, body.errors]).toEqual([
      400,
      [
        {
          message: 'The variables nest lists and objects more than 50 levels deep.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    ]);
  });
});

describe('methods', () => {
  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('%s is 405 with Allow', async (method) => {
    for (const path of ['/graphql', '/graphql/', '/graphql?query={walletIsUp}']) {
      const hasBody = method !== 'GET' && method !== 'HEAD';
      const response = await fetch(`${at.url}${path}`, { method, ...(hasBody && { body: '<a/>' }) });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    }
  });

  test('TRACE, which fetch does not send, is 405 too', async () => {
    const sent = request(`${at.url}/graphql`, { method: 'TRACE' }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'POST, OPTIONS']);
  });

  /** Sends a request as it is; resolves with status, Allow and body of the answer. */
  async function sendRaw(head: string): Promise<[number, string | undefined, unknown]> {
    const socket = connect(Number(new URL(at.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.write(`${head}\r\nConnection: close\r\n\r\n`);
    await once(socket, 'end');
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    return [Number(text.slice(9, 12)), /^allow: (.*)\r$/im.exec(text)?.[1], JSON.parse(body)];
  }
  const anError = {
    errors: [{ message: expect.any(String) as string, extensions: { code: 'BAD_USER_INPUT' } }],
  };

  test.each<[string, string, string]>([
    ['PROPFIND', '/graphql', 'POST, OPTIONS'],
    ['SEARCH', '/graphql/', 'POST, OPTIONS'],
    ['PROPFIND', '/health/live', 'GET, HEAD'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['FOO', '/graphql', 'GET, HEAD, POST, OPTIONS'],
    ['CONNECT', 'example.com:80', 'GET, HEAD, POST, OPTIONS'],
  ])('%s %s is 405 with Allow and an error of our form', async (method, path, allow) => {
    const [status, allowed, body] = await sendRaw(`${method} ${path} HTTP/1.1\r\nHost: x`);
    expect([status, allowed, body]).toEqual([405, allow, anError]);
  });

  test.each([
    ['a path that cannot be decoded', 'GET /%ff HTTP/1.1\r\nHost: x'],
    ['two hosts', 'POST /graphql HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 0'],
    ['the same host twice', 'GET /health/live HTTP/1.1\r\nhost: a\r\nHOST: a'],
  ])('%s is 400 with an error of our form', async (_name, head) => {
    const [status, , body] = await sendRaw(head);
    expect([status, body]).toEqual([400, anError]);
  });

  test('an upgrade with two hosts is 400', async () => {
    const socket = connect(Number(new URL(at.url).port), '127.0.0.1');
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13';
    socket.write(
      `GET /graphql HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`,
    );
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1\.1 400 /);
  });

  const HANDSHAKE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
  const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  test.each<[string, string, number]>([
    [
      'with the method POST',
      `POST /graphql HTTP/1.1\r\nHost: x\r\n${HANDSHAKE}\r\n${KEY}\r\nContent-Length: 0`,
      405,
    ],
    ['without a key', `GET /graphql HTTP/1.1\r\nHost: x\r\n${HANDSHAKE}`, 400],
    [
      'of another version',
      `GET /graphql HTTP/1.1\r\nHost: x\r\n${HANDSHAKE.replace('13', '7')}\r\n${KEY}`,
      400,
    ],
    ['at another path', `GET /other HTTP/1.1\r\nHost: x\r\n${HANDSHAKE}\r\n${KEY}`, 404],
  ])('an upgrade %s is refused with an error of our form', async (_name, head, expected) => {
    const socket = connect(Number(new URL(at.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.write(`${head}\r\n\r\n`);
    await once(socket, 'close');
    const body = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as { errors: unknown[] };
    expect([Number(text.slice(9, 12)), body.errors.length]).toEqual([expected, 1]);
  });

  test.each([
    'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 25\r\n{}\r\n\r\n{"query":"{walletIsUp}" }',
    'GET /health/live HTTP/1.1\r\nHost: x\r\n{}\r\n\r\n',
  ])('a request that asks for another protocol is answered as any other: %s', async (text) => {
    const socket = connect(Number(new URL(at.url).port), '127.0.0.1');
    socket.write(
      text.replace(
        '{}',
        'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ',
      ),
    );
    const [data] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(data.toString()).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('an expectation that the server does not know is 417 with an error of our form', async () => {
    const [status, , body] = await sendRaw('GET /health/live HTTP/1.1\r\nHost: x\r\nExpect: foo');
    expect([status, body]).toEqual([417, anError]);
  });

  test('a slash after the path changes nothing, over HTTP and WebSocket', async () => {
    const answer = await fetch(`${at.url}/graphql/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(await answer.json()).toEqual({ data: { walletIsUp: true } });
    const client = await openSocket(at.url, {}, '/graphql/');
    client.subscribe('1', query);
    expect(await client.frames('1', 2)).toHaveLength(2);
  });
});

describe('bodies', () => {
  const body = JSON.stringify({ query });

  test.each<[string, string | Buffer<ArrayBuffer>]>([
    ['gzip', gzipSync(body)],
    ['br', brotliCompressSync(body)],
    ['GZIP', gzipSync('x'.repeat(50_000_000))],
    ['unknown', body],
  ])('a body in the content coding %s is 415, with the one that is read', async (coding, content) => {
    const response = await fetch(`${at.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': coding },
      body: content,
    });
    expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'identity']);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('the content coding identity is read', async () => {
    expect((await post(at.url, { query }, { 'content-encoding': 'Identity' })).status).toBe(200);
  });

  test.each([[undefined], [null], [{}], [{ clientLibrary: { name: 'x' } }]])(
    'extensions may be %j',
    async (extensions) => {
      const { body: answer } = await post(at.url, { query, extensions });
      expect(answer).toEqual({ data: { walletIsUp: true } });
    },
  );

  const persistedQuery = {
    version: 1,
    sha256Hash: 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38',
  };

  test('the hash of a document alone is PERSISTED_QUERY_NOT_SUPPORTED, as Apollo answers it', async () => {
    const { status, body: answer } = await post(at.url, { extensions: { persistedQuery } });
    expect(status).toBe(200);
    expect(answer).toEqual({
      errors: [
        { message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } },
      ],
    });
  });

  test('a document with its hash runs', async () => {
    const { body: answer } = await post(at.url, { query, extensions: { persistedQuery } });
    expect(answer).toEqual({ data: { walletIsUp: true } });
  });
});

test('a browser may send headers of tracing and of Apollo Client', async () => {
  const names = ['traceparent', 'tracestate', 'apollographql-client-name', 'apollographql-client-version'];
  const preflight = await fetch(`${at.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': names.join(','),
    },
  });
  expect(preflight.status).toBe(204);
  const allowed = preflight.headers.get('access-control-allow-headers')?.split(/, */) ?? [];
  expect(allowed).toEqual(
    expect.arrayContaining([...names, 'authorization', 'content-type', 'x-correlation-id']),
  );
});

test('an overloaded subgraph says when to come back, in a header field and in extensions', async () => {
  const { body, headers, status } = await post(at.url, { query: '{ waits }' });
  expect([status, headers.get('retry-after')]).toEqual([200, '2']);
  expect(body.errors).toMatchObject([
    { path: ['waits'], extensions: { code: 'SERVICE_UNAVAILABLE', retryAfterMs: 1_500 } },
  ]);
});
