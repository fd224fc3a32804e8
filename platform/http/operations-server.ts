import { cachedReadiness, isReady } from './health.ts';
import { refuseForeignNames } from './own-names.ts';
import { createHttpServer, type HttpServerOptions } from './server.ts';

export interface OperationsServerOptions extends Omit<
  HttpServerOptions,
  'name' | 'bodyLimitBytes' | 'settingNames' | 'tracing'
> {
  /** The process's name in error messages. */
  readonly name: string;
  /** Names of its host, beside `host`, by which it may be requested. */
  readonly names?: readonly string[];
}

export interface OperationsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Requests to this server have no body. */
const BODY_LIMIT_BYTES = 1_024;

/**
 * Starts the server for the operator of a process, on a port of its own: `/metrics` in Prometheus' text format, `/health` with each
 * dependency, its state and the reason.
 */
export async function startOperationsServer(options: OperationsServerOptions): Promise<OperationsServer> {
  const { name, metrics, readiness, wallClock } = options;
  const server = createHttpServer({
    ...options,
    name: `the metrics of ${name}`,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    settingNames: { host: 'METRICS_HOST', port: 'METRICS_PORT' },
  });
  refuseForeignNames(server.app, [options.host, ...(options.names ?? [])], 'METRICS_NAMES');
  const check = cachedReadiness(readiness, wallClock);
  server.app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  server.app.get('/health', async (_request, reply) => {
    const dependencies = await check();
    const ready = isReady(dependencies);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', dependencies });
  });
  const { url } = await server.listen();
  return { url, close: () => server.close() };
}
