import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createWallClock } from '../time/clock.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { createIdSource } from '../ids.ts';
import { silentLog } from '../observability/log.ts';
import { createMetrics } from '../observability/metrics.ts';
import type { Readiness } from '../process/part.ts';
import { StartError } from '../process/start-error.ts';
import { createHttpServer, type HttpServerOptions } from './server.ts';

const wallClock = createWallClock();

function makeServer(overrides: Partial<HttpServerOptions> = {}) {
  const server = createHttpServer({
    name: 'sample',
    host: '127.0.0.1',
    port: 0,
    bodyLimitBytes: 1_024,
    readiness: async () => [],
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
    metrics: createMetrics(),
    ...overrides,
  });
  onTestFinished(() => server.close());
  return server;
}

test('readiness is one word for anybody, without the name of a dependency', async () => {
  let readiness: readonly Readiness[] = [{ name: 'database', ready: true }];
  const clock = createManualClock(0);
  const { url } = await makeServer({ readiness: async () => readiness, wallClock: clock }).listen();
  const ready = await fetch(`${url}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  readiness = [...readiness, { name: 'queue', ready: false, detail: 'connection refused' }];
  clock.advance(1_000);
  const response = await fetch(`${url}/health/ready`);
  expect([response.status, await response.json()]).toEqual([503, { status: 'not ready' }]);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

test('a hundred requests for the readiness within a second cause one check', async () => {
  let checks = 0;
  const clock = createManualClock(0);
  const readiness = async (): Promise<readonly Readiness[]> => {
    checks += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return [];
  };
  const { url } = await makeServer({ readiness, wallClock: clock }).listen();
  const many = () =>
    Promise.all(Array.from({ length: 50 }, async () => (await fetch(`${url}/health/ready`)).status));
  expect(new Set([...(await many()), ...(await many())])).toEqual(new Set([200]));
  expect(checks).toBe(1);
  clock.advance(1_000);
  await many();
  expect(checks).toBe(2);
});

test('a readiness check that fails or does not answer counts as not ready', async () => {
  const failing = await makeServer({ readiness: () => Promise.reject(new Error('gone')) }).listen();
  const response = await fetch(`${failing.url}/health/ready`);
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain('gone');
  const silent = await makeServer({ readiness: () => new Promise(() => undefined) }).listen();
  expect((await fetch(`${silent.url}/health/ready`)).status).toBe(503);
});

test('a well-formed correlation id is kept, any other is replaced', async () => {
  const { url } = await makeServer().listen();
  const idOf = async (given: string) => {
    const response = await fetch(`${url}/health/live`, { headers: { 'x-correlation-id': given } });
    return response.headers.get('x-correlation-id');
  };
  expect(await idOf('abc-123')).toBe('abc-123');
  expect(await idOf('a b')).toMatch(/^req_/);
  expect(await idOf('x'.repeat(129))).toMatch(/^req_/);
});

test('requests are measured by route; unknown addresses share a label', async () => {
  const metrics = createMetrics();
  const server = makeServer({ metrics });
  const { url } = await server.listen();
  await fetch(`${url}/health/live`);
  await fetch(`${url}/nothing/here`);
  await fetch(`${url}/nothing/there`);
  const text = await metrics.text();
  expect(text).toContain('_count{method="GET",route="/health/live",status="200"} 1');
  expect(text).toContain('_count{method="GET",route="unknown",status="404"} 2');
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
});

test('an error of the client is 4xx with the reason; a bug is masked', async () => {
  const server = makeServer();
  server.app.post('/echo', async (incoming) => incoming.body);
  server.app.get('/bug', async () => {
    throw new Error('the password is swordfish');
  });
  const { url } = await server.listen();
  const post = (body: string, type = 'application/json') =>
    fetch(`${url}/echo`, { method: 'POST', body, headers: { 'content-type': type } });
  expect((await post('{"a":1}')).status).toBe(200);
  expect((await post('{"a"')).status).toBe(400);
  expect((await post('x'.repeat(2_000), 'text/plain')).status).toBe(413);
  expect((await post('<a/>', 'application/xml')).status).toBe(415);
  const bug = await fetch(`${url}/bug`);
  expect(bug.status).toBe(500);
  expect(await bug.text()).not.toContain('swordfish');
});

test('a port in use is one clear message', async () => {
  const { port } = await makeServer().listen();
  const second = makeServer({ port });
  await expect(second.listen()).rejects.toBeInstanceOf(StartError);
  await expect(makeServer({ port }).listen()).rejects.toThrow(
    `sample cannot listen on 127.0.0.1:${port}: another process uses it; stop that one or set PORT to another port`,
  );
});

test('closing lets a running request finish and ends idle connections', async () => {
  const server = makeServer();
  let finish = (): void => undefined;
  const running = new Promise<void>((resolve) => (finish = resolve));
  const started = new Promise<void>((resolve) => {
    server.app.get('/slow', async () => {
      resolve();
      await running;
      return 'done';
    });
  });
  const { url } = await server.listen();
  await fetch(`${url}/health/live`);
  const answer = new Promise<number | undefined>((resolve, reject) => {
    request(`${url}/slow`, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  await started;
  const closed = server.close();
  finish();
  expect(await answer).toBe(200);
  await closed;
  await expect(fetch(`${url}/health/live`)).rejects.toThrow();
});

test('closing ends a request that does not finish within the grace period', async () => {
  const clock = createManualClock(0);
  const server = makeServer({ wallClock: clock });
  const started = new Promise<void>((resolve) => {
    server.app.get('/stuck', async () => {
      resolve();
      await new Promise(() => undefined);
    });
  });
  const { url } = await server.listen();
  const ended = expect(fetch(`${url}/stuck`)).rejects.toThrow();
  await started;
  const closed = server.close();
  clock.advance(5_000);
  await ended;
  await closed;
});

test('a connection that cannot be accepted is logged, and the server continues', async () => {
  const logged: string[] = [];
  const log = { ...silentLog, error: (_fields: object, message: string) => void logged.push(message) };
  const server = makeServer({ log });
  const { url } = await server.listen();
  server.app.server.emit('error', new Error('accept EMFILE'));
  expect(logged).toEqual(['a connection could not be accepted']);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

test('an upgrade to another path is 404 and its connection ends, whether or not the client ends it', async () => {
  const server = makeServer();
  const stop = server.acceptUpgrades('/taken', (_request, socket) => void socket.end('taken'));
  const { port, url } = await server.listen();
  const upgrade = async (path: string): Promise<string> => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await once(socket, 'end');
    socket.destroy();
    return answer;
  };
  expect(await upgrade('/other')).toMatch(/^HTTP\/1\.1 404 /);
  expect(await upgrade('/taken?query')).toBe('taken');
  stop();
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});
