import { handleProtocols, type Server } from 'graphql-ws';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import { quotaHeaders } from '../admission.ts';
import type { AddressOf, Admit } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import { createOperationIds } from '#platform/graphql/operation-ids.ts';
import { closeSocket, serveGraphqlSocket } from '#platform/graphql/socket.ts';
import type { HttpServer } from '#platform/http/server.ts';
import { refuseUpgrade } from '#platform/http/upgrades.ts';
import type { SocketSession } from './protocol.ts';
import { createSocketOutlet } from './socket-outlet.ts';

export interface SocketsOptions {
  readonly server: HttpServer;
  readonly protocol: Server<SocketSession>;
  readonly admit: Admit;
  readonly addressOf: AddressOf;
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
/** A client that does not answer the close is cut after this. */
const CLOSE_GRACE_MS = 1_000;

/** Takes WebSocket upgrades at /graphql and speaks the protocol over them. */
export function attachSockets(options: SocketsOptions): Sockets {
  const { server, limits, wallClock } = options;
  const sessions = new Map<WebSocket, SocketSession>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.frameBytes,
    handleProtocols,
  });
  const stopUpgrades = server.acceptUpgrades('/graphql', async (request, duplex, head) => {
    const address = options.addressOf(request);
    if (await isAdmitted(address, duplex, options)) {
      sockets.handleUpgrade(request, duplex, head, (socket) => serve(socket, address, options, sessions));
    }
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
      // The last frames of the ended streams are written within this turn.
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([...sessions.keys()].map((socket) => closeForGood(socket, wallClock)));
    },
  };
}

/** Admits an upgrade. Answers a refused one with 429. */
async function isAdmitted(
  address: string | null,
  duplex: Duplex,
  { admit }: SocketsOptions,
): Promise<boolean> {
  const admission = await admit({ kind: 'request', caller: null, address, count: 1, operation: null });
  if (admission.retryAfterMs !== null) refuseUpgrade(duplex, 429, quotaHeaders(admission));
  return admission.retryAfterMs === null;
}

function serve(
  socket: WebSocket,
  address: string | null,
  options: SocketsOptions,
  sessions: Map<WebSocket, SocketSession>,
): void {
  const { protocol, limits, wallClock, log } = options;
  const outlet = createSocketOutlet(socket, limits.socketBufferBytes);
  const operationIds = createOperationIds();
  const session: SocketSession = {
    outlet,
    operationIds,
    caller: null,
    address,
    live: new Map(),
    close: (code, reason) => closeSocket(socket, code, reason),
  };
  sessions.set(socket, session);
  serveGraphqlSocket({
    socket,
    protocol,
    extra: session,
    operationIds,
    send: (frame) => outlet.send(frame),
    pingIntervalMs: limits.pingIntervalMs,
    wallClock,
    log,
    onComplete: (id) => session.live.get(id)?.(),
    onClose: () => {
      sessions.delete(socket);
      for (const end of [...session.live.values()]) end();
    },
  });
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
