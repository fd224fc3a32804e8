import { setImmediate } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWallClock } from '../time/clock.ts';
import { createHttpServer } from '../http/server.ts';
import { createIdSource } from '../ids.ts';
import { silentLog, type Log } from '../observability/log.ts';
import { createMetrics } from '../observability/metrics.ts';
import { createStatements } from '../security/statements.ts';
import { connectionContract, createSampleSubgraph } from './connection.contract.ts';
import { createRemoteConnection } from './remote.ts';
import { serveSubgraph } from './serve.ts';

const wallClock = createWallClock();
const statements = createStatements(new Uint8Array(32).fill(7), wallClock);

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await setImmediate();
};

async function serveSample(port = 0, isStarting = false) {
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
  const connection = createRemoteConnection({ name: 'sample', url, wallClock });
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
    const connection = createRemoteConnection({ name: 'sample', url, wallClock });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
    const again = await serveSample(port);
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
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, log });
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
    const again = await serveSample(port);
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
    const connection = createRemoteConnection({ name: 'sample', url, wallClock });
    onTestFinished(() => connection.close());
    const results = await connection.subscribe(stream);
    if (!(Symbol.asyncIterator in results)) throw new Error('refused');
    await results.next();
    await close();
    const rest = async (): Promise<void> => {
      for await (const result of results) expect(result.data).toBeDefined();
    };
    await expect(rest()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    const again = await serveSample(port);
    onTestFinished(again.close);
    const next = await connection.subscribe(stream);
    if (!(Symbol.asyncIterator in next)) throw new Error('refused');
    expect((await next.next()).value).toEqual({ data: { slow: 1 } });
  });

  test('a subgraph that is starting is SERVICE_UNAVAILABLE', async () => {
    const { url, close } = await serveSample(0, true);
    onTestFinished(close);
    const connection = createRemoteConnection({ name: 'sample', url, wallClock });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
  });

  test('a malformed operation is refused and affects no other', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const post = (body: string) =>
      fetch(`${url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect((await post('{}')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    expect((await post('{"query":"{sum(a:1,b:1)}","variables":7}')).status).toBe(400);
    expect((await post('{"query":"{sum(a:1,b:1)}"}')).status).toBe(200);
  });
});

describe('a plain client of a subgraph', () => {
  /** Every result of one operation over a socket of its own; rejects with the error that ends it. */
  async function resultsOf(query: string, extensions?: Record<string, unknown>): Promise<unknown[]> {
    const { url, close } = await serveSample();
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
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
