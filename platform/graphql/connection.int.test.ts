import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWallClock } from '../time/clock.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { createHttpServer } from '../http/server.ts';
import { createIdSource } from '../ids.ts';
import { silentLog, type Log } from '../observability/log.ts';
import { createMetrics } from '../observability/metrics.ts';
import { orWithKey, signedFor, SUBGRAPH_KEY_HEADER } from '../http/signed-requests.ts';
import { createRequestSignatures, SIGNATURE_HEADER } from '../security/request-signatures.ts';
import { createStatements } from '../security/statements.ts';
import { connectionContract, createSampleSubgraph } from './connection.contract.ts';
import { createRemoteConnection } from './remote.ts';
import { serveSubgraph } from './serve.ts';

const wallClock = createWallClock();
const key = new Uint8Array(32).fill(7);
const statements = createStatements(key, wallClock);
const signatures = createRequestSignatures(key, wallClock);
const sign = (body: string, audience = 'sample'): string =>
  signatures.sign({ service: 'gateway', audience, body });
/** The key that an operator shares with a gateway of another maker. */
const sharedKey = new Uint8Array(32).fill(9);
const withKey = { [SUBGRAPH_KEY_HEADER]: Buffer.from(sharedKey).toString('base64url') };

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await setImmediate();
};

interface SampleOptions {
  readonly port?: number;
  readonly isStarting?: boolean;
  readonly takesKey?: boolean;
}

async function serveSample({ port = 0, isStarting = false, takesKey = false }: SampleOptions = {}) {
  const signed = signedFor(signatures, 'sample');
  const http = createHttpServer({
    name: 'sample',
    host: '127.0.0.1',
    port,
    bodyLimitBytes: 1_000_000,
    readiness: async () => [],
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
    metrics: createMetrics(),
  });
  const subgraph = createSampleSubgraph(statements);
  const stopStreams = serveSubgraph(http, () => (isStarting ? null : subgraph), {
    readSignature: takesKey ? orWithKey(signed, sharedKey) : signed,
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
  });
  const { url, port: taken } = await http.listen();
  const close = async (): Promise<void> => {
    await stopStreams();
    await http.close();
  };
  return { subgraph, url, port: taken, close };
}

connectionContract('local', async () => {
  const subgraph = createSampleSubgraph(statements);
  const { endedStreams } = subgraph;
  return { connection: subgraph, statements, endedStreams, until, close: async () => undefined };
});

connectionContract('remote', async () => {
  const { subgraph, url, close } = await serveSample();
  const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
  const closeAll = async (): Promise<void> => {
    await connection.close();
    await close();
  };
  return { connection, statements, endedStreams: subgraph.endedStreams, until, close: closeAll };
});

describe('a remote connection', () => {
  const request = { query: '{ sum(a: 1, b: 1) }', correlationId: 'req_1' };
  const stream = { query: 'subscription { slow }', correlationId: 'req_1' };
  const refused = { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] };

  test('a subgraph that cannot be reached is SERVICE_UNAVAILABLE, and works once it is up', async () => {
    const { port, url, close } = await serveSample();
    await close();
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
    const again = await serveSample({ port });
    onTestFinished(again.close);
    expect(await connection.execute(request)).toEqual({ data: { sum: 2 } });
    expect(Symbol.asyncIterator in (await connection.subscribe(stream))).toBe(true);
  });

  test('logs once that the subgraph is away, with the reason, and once that it answers again', async () => {
    const { port, url, close } = await serveSample();
    const lines: unknown[] = [];
    const log: Log = {
      ...silentLog,
      warn: (fields, message) => {
        const { transport, reason } = fields as Record<string, string>;
        lines.push([transport, message, ...(reason === undefined ? [] : [reason])]);
      },
    };
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign, log });
    onTestFinished(() => connection.close());
    await connection.subscribe(stream);
    await connection.execute(request);
    expect(lines).toEqual([]);
    await close();
    await until(() => lines.length === 1);
    for (const _ of [1, 2]) await connection.execute(request);
    await connection.subscribe(stream);
    expect(lines).toEqual([
      ['socket', 'another process does not answer', expect.stringContaining('1001')],
      ['http', 'another process does not answer', expect.stringContaining('ECONNREFUSED')],
    ]);
    const again = await serveSample({ port });
    onTestFinished(again.close);
    for (const _ of [1, 2]) await connection.execute(request);
    await connection.subscribe(stream);
    expect(lines.slice(2)).toEqual([
      ['http', 'another process answers again'],
      ['socket', 'another process answers again'],
    ]);
  });

  test('a lost socket ends its streams with SERVICE_UNAVAILABLE, and a new stream opens a new socket', async () => {
    const { port, url, close } = await serveSample();
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
    onTestFinished(() => connection.close());
    const results = await connection.subscribe(stream);
    if (!(Symbol.asyncIterator in results)) throw new Error('refused');
    await results.next();
    await close();
    const rest = async (): Promise<void> => {
      for await (const result of results) expect(result.data).toBeDefined();
    };
    await expect(rest()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    const again = await serveSample({ port });
    onTestFinished(again.close);
    const next = await connection.subscribe(stream);
    if (!(Symbol.asyncIterator in next)) throw new Error('refused');
    expect((await next.next()).value).toEqual({ data: { slow: 1 } });
  });

  test('a subgraph that is starting is SERVICE_UNAVAILABLE', async () => {
    const { url, close } = await serveSample({ isStarting: true });
    onTestFinished(close);
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
  });

  test('a malformed operation is refused and affects no other', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const status = async (body: string) => (await post(url, body, { [SIGNATURE_HEADER]: sign(body) })).status;
    expect(await status('{}')).toBe(400);
    expect(await status('[]')).toBe(400);
    expect(await status('{"query":"{sum(a:1,b:1)}","variables":7}')).toBe(400);
    expect(await status('{"query":"{sum(a:1,b:1)}"}')).toBe(200);
  });

  test('a subgraph that does not accept its signature is SERVICE_UNAVAILABLE', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const other = (body: string): string => sign(body, 'other');
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign: other });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
  });
});

const post = (url: string, body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('the port of a subgraph', () => {
  const body = JSON.stringify({ query: '{ sum(a: 1, b: 1) }' });
  const sdl = JSON.stringify({ query: '{ _service { sdl } }' });
  const past = createRequestSignatures(key, createManualClock(0));
  const unsigned: readonly [string, Record<string, string>][] = [
    ['no signature', {}],
    ['a statement of a caller', { 'x-caller-statement': statements.sign({ userId: 'usr_1' }) }],
    ['a statement in place of the signature', { [SIGNATURE_HEADER]: statements.sign({ userId: 'usr_1' }) }],
    ['a signature for another subgraph', { [SIGNATURE_HEADER]: sign(body, 'other') }],
    ['a signature of another body', { [SIGNATURE_HEADER]: sign(sdl) }],
    ['an old signature', { [SIGNATURE_HEADER]: past.sign({ service: 'gateway', audience: 'sample', body }) }],
    ['a shared key that it does not take', withKey],
  ];

  test.each(unsigned)('refuses a request with %s', async (_name, headers) => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const response = await post(url, body, headers);
    expect([response.status, await response.json()]).toMatchObject([
      401,
      {
        errors: [
          {
            message: expect.stringContaining('no valid signature') as unknown,
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      },
    ]);
  });

  test('refuses the handshake of a socket without a signature', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    for (const headers of [
      {},
      withKey,
      { [SIGNATURE_HEADER]: sign(body) },
      { [SIGNATURE_HEADER]: sign('', 'other') },
    ]) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        headers,
      });
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toBe('Unexpected server response: 401');
    }
  });

  test('refuses a body without a signature before it has arrived', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n{',
    );
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('answers tools and other gateways with the shared key, and health to anybody', async () => {
    const { url, close } = await serveSample({ takesKey: true });
    onTestFinished(close);
    const answer = await post(url, sdl, withKey);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { data: { _service: { sdl: expect.stringContaining('type Query') as unknown } } },
    ]);
    expect((await post(url, sdl, {})).status).toBe(401);
    expect((await post(url, sdl, { [SUBGRAPH_KEY_HEADER]: 'x' })).status).toBe(401);
    expect((await post(url, sdl, { [SIGNATURE_HEADER]: sign(sdl) })).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });
});

/** The WebSocket of a gateway of another maker, which sends the shared key and signs nothing. */
class WebSocketWithKey extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(address, protocols, { headers: withKey });
  }
}

describe('a plain client of a subgraph that takes the shared key', () => {
  /** Every result of one operation over a socket of its own; rejects with the error that ends it. */
  async function resultsOf(query: string, extensions?: Record<string, unknown>): Promise<unknown[]> {
    const { url, close } = await serveSample({ takesKey: true });
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocketWithKey,
      retryAttempts: 0,
    });
    const results: unknown[] = [];
    try {
      for await (const result of client.iterate({ query, ...(extensions && { extensions }) })) {
        results.push(result);
      }
    } finally {
      await client.dispose();
      await close();
    }
    return results;
  }

  test.each([[undefined], [{}], [{ ofAnotherGateway: true }]])(
    'reads a stream with the extensions %j, without an acknowledgement',
    async (extensions) => {
      expect(await resultsOf('subscription { numbers(upTo: 2) }', extensions)).toEqual([
        { data: { numbers: 1 } },
        { data: { numbers: 2 } },
      ]);
    },
  );

  test('runs a query over a socket, with a correlation id of the subgraph', async () => {
    expect(await resultsOf('{ sum(a: 1, b: 2) }')).toEqual([{ data: { sum: 3 } }]);
    expect(await resultsOf('{ correlation }')).toEqual([
      { data: { correlation: expect.stringMatching(/^req_/) as unknown } },
    ]);
    expect(await resultsOf('{ correlation }', { correlationId: 'abc' })).toEqual([
      { data: { correlation: 'abc' } },
    ]);
  });

  test('gets the errors of a query and of a stream that cannot run', async () => {
    const code = (name: string) => [{ errors: [{ extensions: { code: name } }] }];
    expect(await resultsOf('{ nothing }')).toMatchObject(code('GRAPHQL_VALIDATION_FAILED'));
    expect(await resultsOf('subscription { private }')).toMatchObject(code('UNAUTHENTICATED'));
    expect(await resultsOf('query A { caller } query B { caller }')).toMatchObject([{ errors: [{}] }]);
  });
});
