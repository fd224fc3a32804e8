import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Clock } from '../time/clock.ts';
import type { IdSource } from '../ids.ts';
import type { Log } from '../observability/log.ts';
import { MASKED_MESSAGE } from '../graphql/errors.ts';
import { LATENCY_BUCKETS_SECONDS, type MetricsRegistry } from '../observability/metrics.ts';
import type { Readiness } from '../process/part.ts';
import { noTracing, type Span, type Tracing } from '../observability/tracing.ts';
import { isLoopback } from './client-address.ts';
import { addHealth, cachedReadiness } from './health.ts';
import { answerClientError, DEFAULT_HTTP_LIMITS, nodeOptions, type HttpLimits } from './http-limits.ts';
import { boundConnectionBytes } from './bounds/connection-bytes.ts';
import { limitConnections, type CutConnection } from './bounds/connection-limits.ts';
import { trackConnections } from './bounds/open-connections.ts';
import { errorAnswer } from './error-answers.ts';
import { answerMalformedPath, refuseUnusualRequests } from './strict-requests.ts';
import { createPipelining } from './bounds/pipelining.ts';
import { BODY_MARGIN_BYTES, boundChunks, refuseUnreadBodies } from './bounds/request-bodies.ts';
import { listenError, type ListenSettings } from './port.ts';
import { acceptUpgrades, type AcceptUpgrade } from './upgrades.ts';

/** The header with the correlation id. A well-formed id is taken over; otherwise the server makes one. */
export const CORRELATION_HEADER = 'x-correlation-id';
const WELL_FORMED_ID = /^[A-Za-z0-9_.:-]{1,128}$/;

/** Time for running requests to finish when the server closes. */
const CLOSE_GRACE_MS = 5_000;

/** Handles a request or upgrade now or later, unless its connection is gone by then. */
export type RequestTurns = (request: IncomingMessage, handle: () => void) => void;

export interface HttpServerOptions {
  /** The part's name in error messages. */
  readonly name: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** A larger body is refused with 413. */
  readonly bodyLimitBytes: number;
  /** The checks behind `/health/ready`. */
  readonly readiness: () => Promise<readonly Readiness[]>;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly metrics: MetricsRegistry;
  readonly tracing?: Tracing;
  readonly limits?: Partial<HttpLimits>;
  /** Settings that a message about the address names. Default: HOST and PORT. */
  readonly settingNames?: ListenSettings;
  /** Decides when requests start. By default each starts at once. */
  readonly arrivals?: RequestTurns;
  /** False for an address that is not limited by address. Default: loopback is not. */
  readonly limitsAddress?: (address: string) => boolean;
}

/** An HTTP server with health, correlation ids and measured requests. Routes are added to `app` before `listen`. */
export interface HttpServer {
  readonly app: FastifyInstance;
  readonly limits: HttpLimits;
  /** Takes upgrades to WebSocket at a path; others are refused with 404. Returns how to stop taking them. */
  acceptUpgrades(path: string, accept: AcceptUpgrade): () => void;
  /** Throws StartError when the port is in use or the address does not belong to this machine. */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Takes no new requests, gives running ones CLOSE_GRACE_MS, then ends every connection. */
  close(): Promise<void>;
}

const isRemote = (address: string): boolean => !isLoopback(address);

/** Creates a server that does not listen yet. Hooks of all requests call back: promises would take a good part of a small one's time. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const limits: HttpLimits = { ...DEFAULT_HTTP_LIMITS, ...options.limits };
  const arrivals: RequestTurns = options.arrivals ?? ((_request, handle) => handle());
  const bound = (request: IncomingMessage): void =>
    boundChunks(request, options.bodyLimitBytes, () => cut(request.socket));
  const pipelining = createPipelining((socket) => cut(socket));
  const app = Fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    genReqId: (request) => correlationIdOf(request.headers[CORRELATION_HEADER], options.ids),
    forceCloseConnections: 'idle',
    serverFactory: (handle) => {
      const inOrder = pipelining.inOrder(inTurn(arrivals, handle));
      return createServer(nodeOptions(limits), (request, response) => {
        bound(request);
        inOrder(request, response);
      });
    },
    clientErrorHandler: (error, socket) => {
      if (!pipelining.endAfterAnswers(socket)) answerClientError(error, socket);
    },
    frameworkErrors: answerMalformedPath,
  });
  const limited = options.limitsAddress ?? isRemote;
  const connections = trackConnections(app.server);
  const cut: CutConnection = limitConnections(app.server, limits, limited, options.wallClock, connections);
  const bytesPerRequest = limits.headBytes + options.bodyLimitBytes + BODY_MARGIN_BYTES;
  const release = boundConnectionBytes(app.server, bytesPerRequest, options.wallClock, cut, connections);
  addAnswerHooks(app, limits);
  refuseUnusualRequests(app, bound, pipelining.isBusy);
  refuseUnreadBodies(app, options.bodyLimitBytes);
  refuseCompressedBodies(app);
  addErrorAnswers(app, options.log);
  addMeasurement(app, options.metrics);
  const { tracing = noTracing } = options;
  if (tracing !== noTracing) addSpans(app, tracing);
  addHealth(app, cachedReadiness(options.readiness, options.wallClock));
  return {
    app,
    limits,
    acceptUpgrades: (path, accept) =>
      acceptUpgrades(app.server, path, options.log, {
        isBusy: pipelining.isBusy,
        accept: async (request, socket, head) => {
          release(request.socket);
          await new Promise<void>((resolve) => arrivals(request, resolve));
          return accept(request, socket, head);
        },
      }),
    listen: () => listen(app, options),
    close: async () => {
      const force = options.wallClock.after(CLOSE_GRACE_MS, () =>
        connections.all.forEach((one) => one.destroy()),
      );
      await app.close();
      force.cancel();
    },
  };
}

/** Names each request to its client, and bounds the time for which the client reads nothing of the answer. */
function addAnswerHooks(app: FastifyInstance, { stillMs }: HttpLimits): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header(CORRELATION_HEADER, request.id);
    done();
  });
  // Not before: the handler of a request may take its time.
  app.addHook('onSend', ({ raw }, _reply, _payload, done) => {
    raw.socket.setTimeout(stillMs);
    done();
  });
}

const inTurn =
  (arrivals: RequestTurns, handle: RequestListener): RequestListener =>
  (request, response) =>
    arrivals(request, () => handle(request, response));

function correlationIdOf(given: string | string[] | undefined, ids: IdSource): string {
  return typeof given === 'string' && WELL_FORMED_ID.test(given) ? given : ids('req');
}

async function listen(app: FastifyInstance, options: HttpServerOptions) {
  const { host, port } = options;
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenError(error, options);
  }
  // Without a listener, a failed accept (no file descriptors left, for instance) would end the process.
  app.server.on('error', (error) => options.log.error({ err: error }, 'a connection could not be accepted'));
  const address = app.server.address() as AddressInfo;
  return { url: `http://${shownHost(host)}:${address.port}`, port: address.port };
}

/** The host of the server's URL: loopback for a wildcard address, IPv6 in brackets. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * A compressed body is not read: a small one may grow without bound. Refused after the hooks `onRequest`, among which are those
 * that let a page of another origin read the refusal.
 */
function refuseCompressedBodies(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, _payload, done) => {
    const coding = request.headers['content-encoding'] || 'identity';
    if (coding.toLowerCase() === 'identity') return done();
    // RFC 9110, section 15.5.16: names the codings that are read.
    reply.header('accept-encoding', 'identity');
    void reply.status(415).send(errorAnswer('Send the body without compression.', 'BAD_USER_INPUT'));
  });
}

/** Answers 4xx with the reason. Logs a 5xx as a bug and masks its message. */
function addErrorAnswers(app: FastifyInstance, log: Log): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    const code = status === 401 ? 'UNAUTHENTICATED' : 'BAD_USER_INPUT';
    if (status < 500) return reply.status(status).send(errorAnswer(error.message, code));
    log.error({ err: error, correlationId: request.id, url: request.url }, 'a request failed');
    return reply.status(status).send(errorAnswer(MASKED_MESSAGE, 'INTERNAL_SERVER_ERROR'));
  });
}

function addMeasurement(app: FastifyInstance, metrics: MetricsRegistry): void {
  const durations = metrics.histogram(
    'http_request_duration_seconds',
    'Time from a request to the end of its answer.',
    LATENCY_BUCKETS_SECONDS,
    ['method', 'route', 'status'],
  );
  app.addHook('onResponse', (request, reply, done) => {
    // A stream lasts as long as its client wants.
    const isStream = String(reply.raw.getHeader('content-type')).startsWith('text/event-stream');
    const labels = { method: request.method, route: routeOf(request), status: reply.statusCode };
    if (!isStream) durations.observe(reply.elapsedTime / 1000, labels);
    done();
  });
}

/** Unknown paths share one label, so that a scan adds no new time series. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

function addSpans(app: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    const carrier = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    );
    const attributes = { 'correlation.id': request.id, 'http.request.method': request.method };
    const span = tracing.start(`${request.method} ${routeOf(request)}`, 'server', attributes, carrier);
    spans.set(request, span);
    span.run(done);
  });
  app.addHook('onResponse', async (request, reply) => {
    spans.get(request)?.end(reply.statusCode >= 500 ? new Error(`status ${reply.statusCode}`) : undefined);
  });
}
