import { once } from 'node:events';
import { connect } from 'node:net';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SUBGRAPH_KEY_HEADER } from '../../http/signed-requests.ts';
import { createRequestSignatures, SIGNATURE_HEADER } from '../../security/request-signatures.ts';
import { createManualClock } from '../../time/manual-clock.ts';
import { key, post, serveSample, sign, statements, withKey } from './test/sample-server.ts';

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

  test('refuses a request and a handshake that it has accepted before', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const request = { [SIGNATURE_HEADER]: sign(body) };
    const handshake = { [SIGNATURE_HEADER]: sign('') };
    const open = async (): Promise<string> => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        headers: handshake,
      });
      onTestFinished(() => socket.terminate());
      return once(socket, 'open').then(
        () => 'open',
        (error: Error) => error.message,
      );
    };
    expect([(await post(url, body, request)).status, await open()]).toEqual([200, 'open']);
    expect([(await post(url, body, request)).status, await open()]).toEqual([
      401,
      'Unexpected server response: 401',
    ]);
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
