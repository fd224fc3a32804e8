import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openRaw, startLimited, type RawClient } from '#test/support/network/limited-server.ts';
import type { HttpLimits } from './http-limits.ts';

/** Far below the defaults, so that a test takes a second. */
const SHORT: Partial<HttpLimits> = { headMs: 300, requestMs: 600, keepAliveMs: 300, stillMs: 500 };

/** Sends a text byte by byte until the connection is closed. */
function dribble({ socket }: RawClient, text: string): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || socket.readableEnded) return clearInterval(timer);
    socket.write(text[sent % text.length] ?? '');
    sent += 1;
  }, 20);
  onTestFinished(() => clearInterval(timer));
}

const HEAD = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

test.each<[string, (client: RawClient) => void, number]>([
  ['sends nothing', () => undefined, 408],
  ['sends its head byte by byte', (client) => dribble(client, `${HEAD}X-Slow: ${'x'.repeat(10_000)}`), 408],
  ['stops within its head', ({ socket }) => socket.write(HEAD), 408],
  [
    'sends its body byte by byte',
    (client) => {
      client.socket.write(`${HEAD}Content-Length: 100000\r\n\r\n"`);
      dribble(client, 'x');
    },
    408,
  ],
  [
    'sends its body in chunks without an end',
    (client) => {
      client.socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      dribble(client, '1\r\nx\r\n');
    },
    408,
  ],
  ['sends a head without an end', ({ socket }) => socket.write(`${HEAD}X: ${'x'.repeat(20_000)}`), 431],
  ['speaks another protocol', ({ socket }) => socket.write('\u0016\u0003\u0001 hello\r\n\r\n'), 400],
])('a client that %s is cut', async (_name, send, status) => {
  const client = openRaw((await startLimited(SHORT)).port);
  send(client);
  const answer = await client.closed;
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

test('a client that keeps its connection without a request is cut', async () => {
  const client = openRaw((await startLimited(SHORT)).port);
  client.socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  const answer = await client.closed;
  expect(answer).toContain('{"status":"live"}');
  expect(answer).toMatch(/keep-alive: timeout=/i);
});

test('a client that does not read its answer is cut', async () => {
  const { port, connections } = await startLimited(SHORT);
  const client = openRaw(port, { pauses: true });
  client.socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(client.socket, 'connect');
  await expect.poll(connections, { timeout: 3_000 }).toBe(0);
  let bytes = 0;
  client.socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
  await client.closed;
  expect(bytes).toBeLessThan(32_000_000);
});

test('a request whose handler takes long gets its answer', async () => {
  const client = openRaw((await startLimited(SHORT)).port);
  client.socket.write('GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await client.closed).toContain('slow');
});

test('connections of one address beyond its limit are closed at once, and one that ends frees its place', async () => {
  const { port } = await startLimited({ connectionsPerAddress: 3 });
  const clients = [openRaw(port), openRaw(port), openRaw(port)];
  await Promise.all(clients.map(({ socket }) => once(socket, 'connect')));
  expect(await openRaw(port).closed).toBe('');
  clients[0]?.socket.destroy();
  await expect
    .poll(async () => {
      const client = openRaw(port);
      client.socket.end('GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      return client.closed;
    })
    .toContain('200 OK');
});

test('an address leaves as many connections to others as it has itself', async () => {
  const { port } = await startLimited({ connections: 7, connectionsPerAddress: 6 });
  const clients = Array.from({ length: 4 }, () => openRaw(port));
  await Promise.all(clients.map(({ socket }) => once(socket, 'connect')));
  expect(await openRaw(port).closed).toBe('');
  expect(clients.every(({ socket }) => !socket.destroyed)).toBe(true);
});

test('an address that is not limited has no limit of its own, but all together have', async () => {
  const { port } = await startLimited({ connectionsPerAddress: 1, connections: 4 }, () => false);
  const clients = [openRaw(port), openRaw(port), openRaw(port), openRaw(port)];
  await Promise.all(clients.map(({ socket }) => once(socket, 'connect')));
  expect(await openRaw(port).closed).toBe('');
  expect(clients.every(({ socket }) => !socket.destroyed)).toBe(true);
});

const CHUNKED = 'Host: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
const TINY = '1\r\n \r\n';

test.each([
  ['POST /echo', 'a path that reads a body'],
  ['POST /nowhere', 'a path that does not exist'],
  ['GET /health/live', 'a path without a body'],
])('a body of many tiny chunks ends the connection: %s, %s', async (request) => {
  const { port, connections } = await startLimited({});
  const { socket, closed } = openRaw(port);
  socket.write(`${request} HTTP/1.1\r\n${CHUNKED}${TINY.repeat(10_000)}`);
  await closed;
  await expect.poll(connections).toBe(0);
});

test('a body in a few chunks is read, and so is a large one in chunks of a KiB', async () => {
  const { port } = await startLimited({});
  const large = `400\r\n${' '.repeat(1_024)}\r\n`.repeat(200);
  for (const chunks of [TINY.repeat(20), large]) {
    const { socket, closed } = openRaw(port);
    const head = `POST /echo HTTP/1.1\r\nConnection: close\r\n${CHUNKED}`;
    socket.write(`${head}${chunks}2\r\n{}\r\n0\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 200 /);
  }
});

test('a request whose path takes no body is refused when it has one, and its connection ends', async () => {
  const { port } = await startLimited({});
  for (const body of ['Content-Length: 2\r\nConnection: close\r\n\r\n{}', CHUNKED.slice(9)]) {
    const { socket, closed } = openRaw(port);
    socket.write(`GET /health/live HTTP/1.1\r\nHost: x\r\n${body}`);
    expect(await closed).toMatch(/^HTTP\/1\.1 400 /);
  }
});

test('an answer before the end of a body of unknown size ends the connection', async () => {
  const { port } = await startLimited({});
  const { socket, closed } = openRaw(port);
  socket.write(`POST /echo HTTP/1.1\r\nContent-Encoding: gzip\r\n${CHUNKED}2\r\n{}\r\n`);
  expect(await closed).toMatch(/^HTTP\/1\.1 415 [^]*connection: close/i);
});

test('a network whose connections are cut again and again opens none for a while, and loses those that it has', async () => {
  const { port } = await startLimited({});
  const idle = openRaw(port);
  await once(idle.socket, 'connect');
  for (let breach = 0; breach < 5; breach += 1) {
    const { socket, closed } = openRaw(port);
    socket.write(`POST /echo HTTP/1.1\r\n${CHUNKED}${TINY.repeat(100)}`);
    await closed;
  }
  await idle.closed;
  const barred = openRaw(port);
  barred.socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await barred.closed).toBe('');
});

test('blank lines before a request end the connection, beyond what a request may have', async () => {
  const { port, connections } = await startLimited({ headMs: 60_000, requestMs: 60_000 });
  const { socket, closed } = openRaw(port);
  // The server resets the connection while the client still sends.
  const cut = closed.catch(() => '');
  const lines = '\r\n'.repeat(64 * 1_024);
  const send = (): void => {
    while (!socket.destroyed && socket.write(lines));
  };
  socket.on('drain', send);
  send();
  expect(await cut).toBe('');
  await expect.poll(connections).toBe(0);
});

test('a transfer coding other than chunked is refused', async () => {
  const { port } = await startLimited({});
  const { socket, closed } = openRaw(port);
  const head = CHUNKED.replace(': chunked', ': gzip, chunked');
  socket.write(`POST /echo HTTP/1.1\r\n${head}2\r\n{}\r\n0\r\n\r\n`);
  expect((await closed).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 501']);
});

test('a body of an unknown transfer coding gets one answer', async () => {
  const { port } = await startLimited({});
  const { socket, closed } = openRaw(port);
  socket.write(`POST /echo HTTP/1.1\r\n${CHUNKED.replace(': chunked', ': xchunked')}2\r\n{}\r\n0\r\n\r\n`);
  expect((await closed).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 501']);
});
