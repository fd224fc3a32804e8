import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { buildSchema, GraphQLError, type ExecutionResult } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPushStream } from '../../streams/push-stream.ts';
import { createWallClock } from '../../time/clock.ts';
import { createRemoteConnection, type RemoteConnectionOptions } from './connection.ts';

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await setImmediate();
};

const schema = buildSchema(
  'type Query { a: Int } type Subscription { countdown(from: Int!): Int endless: Int refused: Int caller: String }',
);

/** Serves streams by graphql-ws alone: no acknowledgement of subscriptions, no statement in the extensions. */
async function servePlain(options: Partial<RemoteConnectionOptions> = {}) {
  const http = createServer();
  const webSocketServer = new WebSocketServer({ server: http, path: '/streams' });
  let readers = 0;
  const extensions: unknown[] = [];
  const endless = () => {
    readers += 1;
    const stream = createPushStream<object>({
      maxWaiting: 10,
      onOverflow: () => new Error('too many wait'),
      onReturn: () => (readers -= 1),
    });
    stream.push({ endless: 1 });
    return stream.values;
  };
  useServer(
    {
      schema,
      context: ({ connectionParams }) => ({ ...connectionParams }),
      onSubscribe: (_context, _id, payload) => void extensions.push(payload.extensions),
      roots: {
        subscription: {
          async *countdown({ from }: { from: number }) {
            for (let number = from; number > 0; number -= 1) yield { countdown: number };
          },
          endless,
          refused: () => {
            throw new GraphQLError('not for you', { extensions: { code: 'FORBIDDEN' } });
          },
          async *caller(_: unknown, { authorization = null }: { authorization?: string | null }) {
            yield { caller: authorization };
          },
        },
      },
    },
    webSocketServer,
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const connection = createRemoteConnection({
    name: 'plain',
    url: `http://127.0.0.1:${port}/streams`,
    wallClock: createWallClock(),
    ...options,
  });
  onTestFinished(async () => {
    await connection.close();
    webSocketServer.close();
    http.close();
  });
  const subscribe = async (query: string, statement?: string) => {
    const request = { query, correlationId: 'req_1', ...(statement !== undefined && { statement }) };
    const result = await connection.subscribe(request);
    if (!(Symbol.asyncIterator in result)) throw new Error(`refused: ${JSON.stringify(result)}`);
    return result;
  };
  const closeSockets = (code: number): void => webSocketServer.clients.forEach((one) => one.close(code));
  const sockets = (): number => webSocketServer.clients.size;
  return { subscribe, extensions, readers: () => readers, sockets, closeSockets };
}

async function readAll(stream: AsyncIterableIterator<ExecutionResult>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { data } of stream) values.push(data);
  return values;
}

describe('a plain graphql-transport-ws server', () => {
  test('its first event is an event, and a finite stream ends', async () => {
    const { subscribe } = await servePlain();
    // The second stream finds the socket open.
    for (let round = 0; round < 2; round += 1) {
      const values = await readAll(await subscribe('subscription { countdown(from: 2) }'));
      expect(values).toEqual([{ countdown: 2 }, { countdown: 1 }]);
    }
    expect(await readAll(await subscribe('subscription { countdown(from: 0) }'))).toEqual([]);
  });

  test('a reader that leaves ends the source, before and after the first event', async () => {
    const { subscribe, readers } = await servePlain();
    const first = await subscribe('subscription { endless }');
    await first.next();
    expect(readers()).toBe(1);
    await first.return?.();
    await until(() => readers() === 0);
    const second = await subscribe('subscription { endless }');
    await until(() => readers() === 1);
    await second.return?.();
    await until(() => readers() === 0);
  });

  test.each([1000, 1001, 1011])('a socket that the server closes with %i ends its streams', async (code) => {
    const { subscribe, closeSockets } = await servePlain();
    const streams = [
      await subscribe('subscription { endless }'),
      await subscribe('subscription { endless }'),
    ];
    await Promise.all(streams.map((stream) => stream.next()));
    closeSockets(code);
    for (const stream of streams) {
      await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    }
  });

  test('a refusal ends the stream with its code, or with the code of an error without one', async () => {
    const { subscribe } = await servePlain();
    const refused = await subscribe('subscription { refused }');
    await expect(refused.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const invalid = await subscribe('subscription { nothing }');
    await expect(invalid.next()).rejects.toMatchObject({ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } });
  });

  test('with the transport authorization each caller has a socket, while it has streams', async () => {
    const { subscribe, sockets, extensions } = await servePlain({ callerTransport: 'authorization' });
    const callers = [undefined, 'Bearer ana', 'Bearer bia'];
    const streams = await Promise.all(callers.map((caller) => subscribe('subscription { endless }', caller)));
    expect(sockets()).toBe(3);
    for (const caller of callers) {
      expect(await readAll(await subscribe('subscription { caller }', caller))).toEqual([
        { caller: caller ?? null },
      ]);
    }
    expect(sockets()).toBe(3);
    expect(JSON.stringify(extensions)).not.toContain('Bearer');
    for (const stream of streams) await stream.return?.();
    // That of anonymous callers stays for a while.
    await until(() => sockets() === 1);
  });
});
