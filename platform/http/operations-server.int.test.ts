import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createIdSource } from '../ids.ts';
import { silentLog } from '../observability/log.ts';
import { createMetrics } from '../observability/metrics.ts';
import type { Readiness } from '../process/part.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { startOperationsServer, type OperationsServerOptions } from './operations-server.ts';

async function start(options: Partial<OperationsServerOptions> = {}) {
  const clock = createManualClock(0);
  const server = await startOperationsServer({
    name: 'sample',
    host: '127.0.0.1',
    port: 0,
    readiness: async () => [],
    wallClock: clock,
    ids: createIdSource(clock),
    log: silentLog,
    metrics: createMetrics(),
    ...options,
  });
  onTestFinished(() => server.close());
  return { ...server, clock };
}

test('the health names each dependency with its state and the reason', async () => {
  let dependencies: readonly Readiness[] = [{ name: 'database', ready: true }];
  const { url, clock } = await start({ readiness: async () => dependencies });
  const ready = await fetch(`${url}/health`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', dependencies }]);
  dependencies = [...dependencies, { name: 'queue', ready: false, detail: 'connection refused' }];
  clock.advance(1_000);
  const broken = await fetch(`${url}/health`);
  expect([broken.status, await broken.json()]).toEqual([503, { status: 'not ready', dependencies }]);
});

test('the metrics are in the text format of Prometheus', async () => {
  const metrics = createMetrics();
  metrics.counter('things_total', 'Things.').inc();
  const { url } = await start({ metrics });
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toContain('things_total 1');
});

test('a port in use is a message that names its own setting', async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);
  await expect(start({ port })).rejects.toThrow(
    `the metrics of sample cannot listen on 127.0.0.1:${port}: another process uses it; stop that one or set METRICS_PORT to another port`,
  );
});

test.each([
  ['127.0.0.1:9000', 200],
  ['[::1]:9000', 200],
  ['LOCALHOST.', 200],
  ['metrics.example:1', 200],
  ['page.example', 421],
  ['127.0.0.1.page.example', 421],
])('a request to the host "%s" is answered with %d', async (host, status) => {
  const { url } = await start({ names: ['metrics.example'] });
  const [response] = (await once(request(`${url}/metrics`, { headers: { host } }).end(), 'response')) as [
    IncomingMessage,
  ];
  response.resume();
  expect(response.statusCode).toBe(status);
});
