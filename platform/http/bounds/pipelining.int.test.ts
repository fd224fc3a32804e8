import { expect, test } from 'vitest';
import { openRaw, startLimited } from '#test/support/network/limited-server.ts';

const HEAD = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

test('a connection that sends many requests ahead of their answers is cut', async () => {
  const { port } = await startLimited({ stillMs: 5_000 });
  const { socket, answer, closed } = openRaw(port);
  socket.write('GET /slow HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(50));
  await closed;
  expect(answer()).toBe('');
});

test('a few requests ahead of their answers run one after the other, and are answered in order', async () => {
  const { port, steps } = await startLimited({ stillMs: 5_000 });
  const { socket, answer } = openRaw(port);
  const count = 8;
  const requests = Array.from(
    { length: count },
    (_, index) => `GET /step/${index} HTTP/1.1\r\nhost: a\r\n\r\n`,
  );
  socket.write(requests.join(''));
  await expect.poll(() => answer().match(/step \d/g)).toHaveLength(count);
  expect(answer().match(/(?<=step )\d/g)).toEqual(Array.from({ length: count }, (_, index) => `${index}`));
  expect(steps).toEqual(
    Array.from({ length: count }, (_, index) => [`begin ${index}`, `end ${index}`]).flat(),
  );
});

const STEP = 'GET /step/1 HTTP/1.1\r\nhost: a\r\n\r\n';
const TO_WEBSOCKET = 'host: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';

test.each([
  ['an upgrade', `GET /socket HTTP/1.1\r\n${TO_WEBSOCKET}`],
  ['an upgrade that is refused', `GET /nowhere HTTP/1.1\r\n${TO_WEBSOCKET}`],
  ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n'],
])(
  '%s ahead of an answer ends the connection, so that nothing is written into the answer',
  async (_, ahead) => {
    const { port } = await startLimited({ stillMs: 5_000 });
    const { socket, answer, closed } = openRaw(port);
    socket.write(STEP + ahead);
    await closed.catch(() => '');
    expect(answer()).toBe('');
  },
);

test('bytes that are not HTTP behind a request leave it its answer, and end the connection after it', async () => {
  const { port } = await startLimited({ stillMs: 5_000 });
  const { socket, closed } = openRaw(port);
  socket.write(`${STEP}${STEP}no HTTP\r\n\r\n`);
  expect((await closed).match(/HTTP\/1.1 \d+|step 1/g)).toEqual([
    'HTTP/1.1 200',
    'step 1',
    'HTTP/1.1 200',
    'step 1',
  ]);
});

test('a request whose body comes later waits for the answers before it', async () => {
  const { port } = await startLimited({ stillMs: 5_000 });
  const { socket, answer } = openRaw(port);
  socket.write(`${STEP.repeat(3)}${HEAD}Content-Length: 100002\r\n\r\n"`);
  await expect.poll(() => answer().match(/step 1/g)).toHaveLength(3);
  socket.write(`${'x'.repeat(100_000)}"${STEP}`);
  await expect
    .poll(() => answer().match(/read|step 1/g))
    .toEqual(['step 1', 'step 1', 'step 1', 'read', 'step 1']);
});
