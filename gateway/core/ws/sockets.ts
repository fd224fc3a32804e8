import { handleProtocols } from 'graphql-ws';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { delay, type Clock } from '#platform/time/clock.ts';
import { createDeadlines } from '#platform/time/deadlines.ts';
import { createHeartbeats } from '#platform/time/heartbeats.ts';
import { quotaHeaders, rateLimitedError } from '../admission.ts';
import { refuseRequest } from '../errors.ts';
import type { AddressOf } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { OwnedSocket } from '#platform/graphql/remote/owned-socket.ts';
import { placeLimitMessage, type PlaceLimit } from '#platform/http/places.ts';
import { closeSocket } from '#platform/graphql/remote/socket.ts';
import { errorAnswer } from '#platform/http/error-answers.ts';
import type { HttpServer } from '#platform/http/server.ts';
import { refuseUpgrade } from '#platform/http/upgrades.ts';
import type { SocketSession } from '../sessions/session.ts';
import { serveClient, type ServingOptions } from './client-socket.ts';

export interface SocketsOptions extends Omit<ServingOptions, 'heartbeats' | 'initDeadlines' | 'sessions'> {
  readonly server: HttpServer;
  readonly addressOf: AddressOf;
  readonly metrics: Pick<GatewayMetrics, 'refused'>;
}

/** The WebSockets of clients. */
export interface Sockets {
  readonly open: number;
  /** Closes every socket and takes no more. */
  close(): Promise<void>;
}

const GOING_AWAY = 1001;
const RETRY_AFTER_SECONDS = '5';
/** Fragments of a message. */
const MAX_FRAGMENTS = 1_000;
/** A client that does not answer the close when the gateway stops is cut after this. */
const CLOSE_GRACE_MS = 1_000;

/** Takes WebSocket upgrades at /graphql and speaks the protocol over them. */
export function attachSockets(options: SocketsOptions): Sockets {
  const { server, limits, places, wallClock, refusals } = options;
  const sessions = new Map<WebSocket, SocketSession>();
  const heartbeats = createHeartbeats(wallClock, limits.pingIntervalMs);
  const initDeadlines = createDeadlines(wallClock, limits.connectionInitMs);
  const serving: ServingOptions = { ...options, heartbeats, initDeadlines, sessions };
  const sockets = new WebSocketServer(serverOptions(limits));
  sockets.on('wsClientError', refuseHandshake);
  let isClosing = false;
  const stopUpgrades = server.acceptUpgrades('/graphql', async (request, duplex, head) => {
    const address = options.addressOf(request);
    const holdMs = refusals.holdMs({ caller: null, address });
    if (holdMs > 0) await delay(wallClock, holdMs);
    if (duplex.destroyed) return;
    const place = places.take(address);
    if (typeof place === 'string') return refusePlace(duplex, place, address, options);
    duplex.on('close', place);
    if (!(await isAdmitted(address, duplex, options))) return;
    if (isClosing) return refuseUpgrade(duplex, 503, {}, STOPPING);
    // From here on its session leaves the place: a further listener takes memory for each of thousands of sockets.
    duplex.off('close', place);
    let isServed = false;
    sockets.handleUpgrade(request, duplex, head, (socket) => {
      isServed = true;
      serveClient(socket, duplex, { address, leavePlace: place }, serving);
    });
    if (!isServed) place();
  });
  return {
    get open() {
      return sessions.size;
    },
    close: async () => {
      stopUpgrades();
      isClosing = true;
      // The last frames of the ended streams are handed over within this turn.
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([...sessions.keys()].map((socket) => closeForGood(socket, wallClock)));
    },
  };
}

const serverOptions = ({ frameBytes }: Limits) => ({
  noServer: true,
  clientTracking: false,
  maxPayload: frameBytes,
  maxFragments: MAX_FRAGMENTS,
  // Pings are answered when they may be handled.
  autoPong: false,
  handleProtocols,
  WebSocket: OwnedSocket,
});

const STOPPING = JSON.stringify(errorAnswer('The gateway is stopping. Try again.', 'SERVICE_UNAVAILABLE'));

/** Answers an upgrade that does not follow the protocol: RFC 6455, sections 4.2.1 and 4.2.2. */
function refuseHandshake({ message }: Error, duplex: Duplex): void {
  const body = JSON.stringify(errorAnswer(`${message}.`, 'BAD_USER_INPUT'));
  const isWrongMethod = message === 'Invalid HTTP method';
  refuseUpgrade(
    duplex,
    isWrongMethod ? 405 : 400,
    isWrongMethod ? { allow: 'GET' } : { 'sec-websocket-version': '13, 8' },
    body,
  );
}

/** Answers an upgrade beyond the number of sockets with 429 or, when the gateway is full, 503. */
function refusePlace(
  duplex: Duplex,
  limit: PlaceLimit,
  address: string | null,
  { limits, metrics, refusals }: SocketsOptions,
): void {
  refusals.count({ caller: null, address });
  const message = placeLimitMessage(limit, 'sockets', limits.socketsPerAddress);
  const { status, errors } = refuseRequest(limit === 'all' ? 503 : 429, 'LIMIT_EXCEEDED', message);
  metrics.refused.inc({ code: 'LIMIT_EXCEEDED' });
  refuseUpgrade(duplex, status, { 'retry-after': RETRY_AFTER_SECONDS }, JSON.stringify({ errors }));
}

/** Admits an upgrade. Answers a refused one with 429. */
async function isAdmitted(
  address: string | null,
  duplex: Duplex,
  { admit, refusals }: SocketsOptions,
): Promise<boolean> {
  const admission = await admit({
    kind: 'request',
    caller: null,
    address,
    count: 1,
    cost: 0,
    operation: null,
  });
  if (admission.retryAfterMs === null) return true;
  refusals.count({ caller: null, address });
  refuseUpgrade(
    duplex,
    429,
    quotaHeaders(admission),
    JSON.stringify({ errors: [rateLimitedError(admission)] }),
  );
  return false;
}

async function closeForGood(socket: WebSocket, wallClock: Clock): Promise<void> {
  if (socket.readyState === socket.CLOSED) return;
  await new Promise<void>((resolve) => {
    const cut = wallClock.after(CLOSE_GRACE_MS, () => socket.terminate());
    socket.once('close', () => {
      cut.cancel();
      resolve();
    });
    closeSocket(socket, GOING_AWAY, 'Going away');
  });
}
