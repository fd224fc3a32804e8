import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Limits } from '../core/limits.ts';
import { openSocket, type TestSocket } from './client.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

/** The limits of the messages of a socket, with real sockets. */

async function start(limits: Partial<Limits> = {}): Promise<TestGateway> {
  const at = await startTestGateway({ limits });
  onTestFinished(() => stop(at));
  return at;
}

/** Stops the gateway while its clock goes on: the clock cuts a socket whose client has gone while the socket was not read. */
async function stop({ gateway, clock }: TestGateway): Promise<void> {
  let hasEnded = false;
  const stopped = gateway.stop().finally(() => (hasEnded = true));
  await until(
    () => hasEnded,
    () => clock.advance(10),
  );
  await stopped;
}

/** Resolves with the code and reason of the close. */
const closeOf = ({ socket }: TestSocket): Promise<[number, string]> =>
  new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, reason.toString()])));

test('a flood of messages is read at the rate of its limit', async () => {
  const at = await start({ messagesPerSecond: 50 });
  const [client, other] = [await openSocket(at.url, {}), await openSocket(at.url, {})];
  // Larger than a chunk that the server reads at once.
  const payload = { text: 'x'.repeat(8_000) };
  for (let number = 0; number < 400; number += 1) client.send({ type: 'ping', payload });
  const pongs = (): number => client.received.filter(({ type }) => type === 'pong').length;
  await until(() => pongs() >= 49);
  other.subscribe('1', '{ walletIsUp }');
  await other.frames('1', 2);
  // The messages of the chunk in which the limit was reached.
  expect(pongs()).toBeLessThan(70);
  await until(
    () => pongs() === 400,
    () => at.clock.advance(1_000),
  );
});

test('a flood of pings of the WebSocket protocol is answered at the rate of messages, or ends with 1008', async () => {
  const at = await start({ messagesPerSecond: 50 });
  const client = await openSocket(at.url, {});
  let pongs = 0;
  client.socket.on('pong', () => (pongs += 1));
  const closed = closeOf(client);
  for (let number = 0; number < 100; number += 1) client.socket.ping('x');
  await until(() => pongs === 49);
  await until(
    () => pongs === 100,
    () => at.clock.advance(1_000),
  );
  for (let number = 0; number < 2_000; number += 1) client.socket.ping();
  expect(await closed).toEqual([1008, 'Too many messages wait']);
  expect(pongs).toBeLessThanOrEqual(150);
});

test.each([
  ['small messages', (client: TestSocket) => client.send({ type: 'ping' })],
  ['unsolicited pongs', ({ socket }: TestSocket) => socket.pong()],
])('a flood of %s ends with 1008', async (_name, send) => {
  const at = await start({ messagesPerSecond: 50 });
  const client = await openSocket(at.url, {});
  const closed = closeOf(client);
  for (let number = 0; number < 2_000; number += 1) send(client);
  expect(await closed).toEqual([1008, 'Too many messages wait']);
});

test.each([
  ['text frames', Buffer.from([0x81, 0x80 + 15, 0, 0, 0, 0, ...Buffer.from('{"type":"ping"}')])],
  ['malformed frames', Buffer.from([0xf1, 0x80, 0, 0, 0, 0])],
])(
  'a client that floods on with %s after the close is cut, and little of it is read',
  async (_name, frame) => {
    const at = await start();
    const { port } = new URL(at.url);
    const client = connect(Number(port), '127.0.0.1');
    onTestFinished(() => void client.destroy());
    client.on('error', () => undefined);
    let isClosed = false;
    client.once('close', () => (isClosed = true));
    client.write(
      `GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
    await once(client, 'data');
    client.resume();
    const block = Buffer.concat(Array.from({ length: 4_000 }, () => frame));
    const flood = (): void => {
      while (!client.destroyed && client.write(block));
    };
    client.on('drain', flood);
    flood();
    await until(
      () => isClosed,
      () => at.clock.advance(10),
    );
    // The buffers of the network.
    expect(client.bytesWritten).toBeLessThan(40_000_000);
  },
);

test('a binary message ends with 1003, whatever it holds', async () => {
  const at = await start();
  const client = await openSocket(at.url, {});
  client.socket.send(
    Buffer.from(
      JSON.stringify({
        id: '1',
        type: 'subscribe',
        payload: { query: 'subscription { trades(ticker: "PETR4") { price } }' },
      }),
    ),
  );
  expect(await client.closed).toBe(1003);
  expect(at.fixture.trades.opened).toBe(0);
});

test('a message of too many fragments ends with 1008', async () => {
  const at = await start();
  const client = await openSocket(at.url, {});
  for (let number = 0; number < 1_100; number += 1) client.socket.send(' ', { fin: false });
  expect(await client.closed).toBe(1008);
});
