import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { HttpLimits } from '#platform/http/http-limits.ts';
import { createHttpServer } from '#platform/http/server.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { createWallClock, delay } from '#platform/time/clock.ts';

const wallClock = createWallClock();

/** Starts a server with paths for tests, which is closed at their end. */
export async function startLimited(limits: Partial<HttpLimits>, limitsAddress = () => true) {
  const server = createHttpServer({
    name: 'sample',
    host: '127.0.0.1',
    port: 0,
    bodyLimitBytes: 1_000_000,
    readiness: async () => [],
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
    metrics: createMetrics(),
    limits,
    limitsAddress,
  });
  server.app.post('/echo', async () => 'read');
  server.app.get('/slow', async () => {
    await delay(wallClock, 2 * (limits.stillMs ?? 0));
    return 'slow';
  });
  const steps: string[] = [];
  server.app.get<{ Params: { index: string } }>('/step/:index', async ({ params: { index } }) => {
    steps.push(`begin ${index}`);
    await delay(wallClock, 5);
    steps.push(`end ${index}`);
    return `step ${index}`;
  });
  server.acceptUpgrades('/socket', (_request, socket) => socket.end('switched'));
  server.app.get('/large', async () => Buffer.alloc(32_000_000));
  const { port } = await server.listen();
  onTestFinished(() => server.close());
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.app.server.getConnections((_error, count) => resolve(count)));
  return { port, connections, steps };
}

/** A client that writes what no HTTP client would. */
export interface RawClient {
  readonly socket: Socket;
  /** The answer so far. */
  readonly answer: () => string;
  /** Resolves with the answer when the server has closed the connection. */
  readonly closed: Promise<string>;
}

export function openRaw(port: number, options: { readonly pauses?: boolean } = {}): RawClient {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let answer = '';
  if (!options.pauses) socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  // A server that cuts a connection may reset it: an error comes before the close then.
  const closed = new Promise<string>((resolve) => {
    socket.once('end', () => resolve(answer)).once('close', () => resolve(answer));
  });
  return { socket, answer: () => answer, closed };
}
