import { expect, onTestFinished, test } from 'vitest';
import { openSocket } from './client.ts';
import { codesOfResult, openStream, type TestStream } from './event-stream-client.ts';
import { startTestGateway, until, type TestGateway, type TestGatewayOptions } from './start.ts';
import { quote, QUOTES } from './subscription-events.ts';

/** The limits of streams over HTTP that sockets have too, or that the connection has. */

async function start(options: TestGatewayOptions): Promise<TestGateway> {
  const at = await startTestGateway(options);
  onTestFinished(() => at.gateway.stop());
  return at;
}

const open = ({ url }: TestGateway): TestStream => {
  const stream = openStream(url, QUOTES, { variables: { tickers: ['PETR4'] } });
  onTestFinished(() => stream.leave());
  return stream;
};

/** Opens a stream and waits until it is read. A busy machine may cut a still connection before that: then it is opened again. */
async function openRead(at: TestGateway): Promise<TestStream> {
  for (;;) {
    const stream = open(at);
    await until(() => at.fixture.quotes.readers === 1 || stream.hasEnded);
    if (!stream.hasEnded) return stream;
  }
}

test('an address has so many sockets and streams together: 429, until one ends', async () => {
  const at = await start({ limits: { socketsPerAddress: 2 }, clients: { limitsLoopback: true } });
  const socket = await openSocket(at.url, {});
  const stream = open(at);
  expect(await stream.status).toBe(200);
  const refused = open(at);
  expect(await refused.status).toBe(429);
  await until(() => refused.hasEnded);
  const answer = JSON.parse(refused.body) as object;
  expect(codesOfResult(answer)).toEqual(['LIMIT_EXCEEDED']);
  expect(refused.body).toContain('2 sockets and streams at most');
  socket.socket.terminate();
  await expect
    .poll(async () => {
      const again = open(at);
      const status = await again.status;
      again.leave();
      return status;
    })
    .toBe(200);
});

test('a stream whose client reads nothing is cut when its connection was still for so long, and gives its place back', async () => {
  // Node cuts a still connection by the machine's clock.
  const at = await start({ httpLimits: { stillMs: 150 } });
  const stream = await openRead(at);
  stream.pause();
  const last = 'x'.repeat(100_000);
  let sequence = 0;
  // More than the buffers of the connection hold, and less than the fixture's subgraph keeps; states are skipped, so the stream
  // itself does not end.
  await until(
    () => at.fixture.quotes.readers === 0,
    () => sequence < 1_000 && at.fixture.quotes.emit({ ...quote(1), last, sequence: ++sequence }),
  );
  expect(await at.metrics.text()).toMatch(/^gateway_streams 0$/m);
});
