import { handleProtocols, type Server } from 'graphql-ws';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { delay, type Alarm, type Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import { quotaHeaders, rateLimitedError } from '../admission.ts';
import { refuseRequest } from '../errors.ts';
import type { AddressOf, Admit, Authenticate } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { PlaceLimit } from '../places.ts';
import { createOperationIds } from '#platform/graphql/operation-ids.ts';
import { closeSocket, serveGraphqlSocket } from '#platform/graphql/remote/socket.ts';
import { errorAnswer } from '#platform/http/error-answers.ts';
import type { HttpServer } from '#platform/http/server.ts';
import { refuseUpgrade } from '#platform/http/upgrades.ts';
import { socketFraming } from '../subscriptions/text-frame.ts';
import { answerPing } from './authorization.ts';
import { clientOf, type SocketSession } from '../sessions/session.ts';
import { createSocketCaller } from '../sessions/socket-caller.ts';
import type { ArrivalTurns } from '../turns/arrival-turns.ts';
import type { Refusals } from '../turns/refusals.ts';
import { createSocketSlots } from '../turns/operation-slots.ts';
import type { ClientSpace } from '../sessions/client-space.ts';
import type { Leaving } from '../sessions/leaving.ts';
import { createMessageQueue, createReading, type MessageQueue } from './reading.ts';
import { createSocketOutlet } from '../sessions/socket-outlet.ts';

export interface SocketsOptions extends ClientSpace {
  readonly server: HttpServer;
  readonly protocol: Server<SocketSession>;
  readonly admit: Admit;
  readonly authenticate: Authenticate;
  readonly addressOf: AddressOf;
  readonly refusals: Refusals;
  readonly arrivals: Pick<ArrivalTurns, 'ofMessage'>;
  readonly metrics: Pick<GatewayMetrics, 'refused'>;
  readonly limits: Limits;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** The WebSockets of clients. */
export interface Sockets {
  readonly open: number;
  readonly subscriptions: number;
  /** Closes every socket and takes no more. */
  close(): Promise<void>;
}

const GOING_AWAY = 1001;
const RETRY_AFTER_SECONDS = '5';
/** Clients of graphql-ws come back after this code. */
const RETRY_LATER = 1013;
/** RFC 6455, section 7.4.1. Also the code of ws for a message with too many fragments. */
const POLICY_VIOLATION = 1008;
/** Codes of a socket that its client has misused. A client that does not answer the close counts as one that has. */
const VIOLATIONS: ReadonlySet<number> = new Set([
  1002, 1003, 1006, 1007, 1008, 1009, 4400, 4401, 4403, 4408, 4409, 4429,
]);
/** Fragments of a message. */
const MAX_FRAGMENTS = 1_000;
/** A client that does not answer the close when the gateway stops, or floods on after it, is cut after this. */
const CLOSE_GRACE_MS = 1_000;
/** Bytes that are read of a client after the close has begun: its answer stands behind what it had sent before. */
const CLOSING_BYTES = 128 * 1024;

/** Takes WebSocket upgrades at /graphql and speaks the protocol over them. */
export function attachSockets(options: SocketsOptions): Sockets {
  const { server, limits, places, wallClock, refusals } = options;
  const sessions = new Map<WebSocket, SocketSession>();
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
    duplex.once('close', place);
    if (!(await isAdmitted(address, duplex, options))) return;
    if (isClosing) return refuseUpgrade(duplex, 503, {}, STOPPING);
    sockets.handleUpgrade(request, duplex, head, (socket) =>
      serve(socket, duplex, address, options, sessions),
    );
  });
  return {
    get open() {
      return sessions.size;
    },
    get subscriptions() {
      let sum = 0;
      for (const { live } of sessions.values()) sum += live.size;
      return sum;
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
  const ofAddress = limit === 'address';
  const message = ofAddress
    ? `An address has ${limits.socketsPerAddress} sockets at most. Close some.`
    : 'The gateway has as many sockets as it takes. Try again later.';
  const { status, errors } = refuseRequest(ofAddress ? 429 : 503, 'LIMIT_EXCEEDED', message);
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

function serve(
  socket: WebSocket,
  wire: Duplex,
  address: string | null,
  options: SocketsOptions,
  sessions: Map<WebSocket, SocketSession>,
): void {
  const { protocol, limits, total, writes, leaving, wallClock, refusals, arrivals, log } = options;
  const reading = createReading(socket);
  const messages = createMessageQueue({
    reading,
    maxPerSecond: limits.messagesPerSecond,
    wallClock,
    inTurn: (handle) => arrivals.ofMessage(clientOf(session), () => false, handle),
    onOverflow: () => closeSocket(socket, POLICY_VIOLATION, 'Too many messages wait'),
  });
  const outlet = createSocketOutlet({
    socket,
    wire,
    beforeWrite: writes.of(wire),
    reading,
    ...{ bufferBytes: limits.socketBufferBytes, waitingBytes: limits.socketWaitingBytes, total },
    onOverflow: () => closeSocket(socket, RETRY_LATER, 'The client reads too slowly'),
  });
  const operationIds = createOperationIds();
  const session: SocketSession = {
    outlet,
    operationIds,
    credentials: createSocketCaller(wallClock),
    address,
    live: new Map(),
    slots: createSocketSlots(limits.operationsPerSocket),
    isRenewing: false,
    isClosed: false,
    framingOf: socketFraming,
    close: (code, reason) => closeSocket(socket, code, reason),
    onRefused: () => messages.hold(refusals.count(clientOf(session))),
  };
  sessions.set(socket, session);
  boundReading(socket, wire, messages, wallClock);
  serveGraphqlSocket({
    socket,
    protocol,
    extra: session,
    operationIds,
    send: (frame) => outlet.send(frame),
    pingIntervalMs: limits.pingIntervalMs,
    wallClock,
    log,
    onPing: (payload) => answerPing(session, payload, options),
    inTurn: (handle) => messages.take(handle),
    onComplete: (id) => session.live.get(id)?.(),
    onClose: (code) => {
      if (VIOLATIONS.has(code)) refusals.count({ caller: null, address });
      sessions.delete(socket);
      messages.stop();
      return endOperations(session, leaving);
    },
  });
}

function endOperations(session: SocketSession, leaving: Leaving): Promise<void> {
  session.outlet.close();
  session.isClosed = true;
  return leaving(session.live);
}

function boundReading(socket: WebSocket, wire: Duplex, messages: MessageQueue, wallClock: Clock): void {
  countControlFrames(socket, messages);
  boundClosing(socket, wire, wallClock);
}

/** Counts the pings and pongs of the WebSocket protocol among the messages. */
function countControlFrames(socket: WebSocket, messages: MessageQueue): void {
  socket.on('ping', (data: Buffer) =>
    messages.take(() => {
      if (socket.readyState === socket.OPEN) socket.pong(data);
    }),
  );
  // A pong answers the gateway: a client that sends nothing else is not active.
  socket.on('pong', () => messages.take(null));
}

/**
 * Stops reading a client that goes on sending after the close has begun, and cuts it: frames cost time even when they are
 * dropped.
 */
function boundClosing(socket: WebSocket, wire: Duplex, wallClock: Clock): void {
  let bytes = 0;
  let cut: Alarm | undefined;
  wire.on('data', (chunk: Buffer) => {
    if (socket.readyState === socket.OPEN) return;
    bytes += chunk.length;
    if (bytes <= CLOSING_BYTES) return;
    wire.pause();
    cut ??= wallClock.after(CLOSE_GRACE_MS, () => socket.terminate());
  });
  wire.once('close', () => cut?.cancel());
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
