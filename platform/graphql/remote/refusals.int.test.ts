import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLog, type Log } from '../../observability/log.ts';
import { createWallClock } from '../../time/clock.ts';
import { createRemoteConnection } from './connection.ts';

/** Subgraphs of others that refuse a caller, or the request, outside GraphQL. */

/** Answers every request with a status and a text, and lets no caller connect a socket. */
async function connectTo(status: number, text: string) {
  const http = createServer((_request, response) => response.writeHead(status).end(text));
  const webSocketServer = new WebSocketServer({ server: http });
  const schema = buildSchema('type Query { a: Int } type Subscription { a: Int }');
  useServer({ schema, onConnect: () => false }, webSocketServer);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const logged: unknown[] = [];
  const log: Log = { ...silentLog, warn: (fields) => logged.push(fields) };
  const connection = createRemoteConnection({
    name: 'theirs',
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    callerTransport: 'authorization',
    wallClock: createWallClock(),
    log,
  });
  onTestFinished(async () => {
    await connection.close();
    webSocketServer.close();
    http.close();
  });
  return { connection, logged };
}

const request = { query: '{ a }', statement: 'Bearer expired', correlationId: 'req_1' };

describe('an answer without GraphQL', () => {
  test.each([
    [401, 'Unauthorized', 'UNAUTHENTICATED', 0],
    [403, '<html>', 'FORBIDDEN', 0],
    [500, '<html>', 'SERVICE_UNAVAILABLE', 1],
    [502, '', 'SERVICE_UNAVAILABLE', 1],
    [200, 'OK', 'SERVICE_UNAVAILABLE', 1],
    [200, 'null', 'SERVICE_UNAVAILABLE', 1],
  ])('with status %i and the text "%s" is %s', async (status, text, code, lines) => {
    const { connection, logged } = await connectTo(status, text);
    expect(await connection.execute(request)).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(logged).toHaveLength(lines);
  });

  test('but with status 401 and GraphQL errors has these errors', async () => {
    const text = '{"errors":[{"message":"Sign in.","extensions":{"code":"NO_SESSION"}}]}';
    const { connection } = await connectTo(401, text);
    expect(await connection.execute(request)).toMatchObject({
      errors: [{ message: 'Sign in.', extensions: { code: 'NO_SESSION' } }],
    });
  });
});

test('a socket that is closed with 4403 refuses its streams as FORBIDDEN, and is no outage', async () => {
  const { connection, logged } = await connectTo(200, '{}');
  expect(await connection.subscribe({ ...request, query: 'subscription { a }' })).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
  expect(logged).toEqual([]);
});
