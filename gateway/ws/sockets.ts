import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, type Server } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Limits } from '../limits/limits.ts';
import type { SocketSession } from './protocol.ts';
import { createSocketOutlet } from './socket-outlet.ts';

export interface SocketsOptions {
  readonly server: HttpServer;
  readonly protocol: Server<SocketSession>;
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

/** Pings that may stay without any sign of life. */
const SILENT_PINGS = 4;
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 4500;
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
  const onUpgrade = (request: IncomingMessage, duplex: Duplex, head: Buffer): void => {
    if (pathOf(request) !== '/graphql') {
      duplex.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, duplex, head, (socket) => serve(socket, options, sessions));
  };
  server.on('upgrade', onUpgrade);
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
      server.off('upgrade', onUpgrade);
      // Streams that end with the gateway say so: their last frames are written within this turn.
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([...sessions.keys()].map((socket) => closeSocket(socket, wallClock)));
    },
  };
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

function serve(
  socket: WebSocket,
  { protocol, limits, wallClock, log }: SocketsOptions,
  sessions: Map<WebSocket, SocketSession>,
): void {
  const outlet = createSocketOutlet(socket, limits.socketBufferBytes);
  const session: SocketSession = {
    outlet,
    caller: null,
    live: new Map(),
    close: (code, reason) => socket.close(code, reason),
  };
  sessions.set(socket, session);
  // A frame over the limit, or one that is no WebSocket frame: ws closes the socket by itself.
  socket.on('error', (error) => log.debug({ err: error }, 'a client broke the protocol'));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (frame) => outlet.send(frame),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) => {
        socket.on('message', (data: Buffer) => {
          handle(data.toString('utf8')).catch((error: unknown) => {
            log.error({ err: error }, 'a message of a client could not be handled');
            socket.close(INTERNAL_ERROR, 'Internal server error');
          });
        });
      },
    },
    session,
  );
  const stopPinging = keepAlive(socket, limits.pingIntervalMs, wallClock);
  socket.once('close', (code, reason) => {
    stopPinging();
    sessions.delete(socket);
    for (const end of [...session.live.values()]) end();
    closed(code, reason.toString('utf8')).catch((error: unknown) =>
      log.error({ err: error }, 'a closed socket could not be cleaned up'),
    );
  });
}

/** Pings, so that proxies keep the connection, and cuts a client that gives no sign of life any more. */
function keepAlive(socket: WebSocket, intervalMs: number, wallClock: Clock): () => void {
  let silentPings = 0;
  const hear = (): void => {
    silentPings = 0;
  };
  socket.on('pong', hear).on('message', hear);
  const ping = (): void => {
    alarm = wallClock.after(intervalMs, ping);
    if (silentPings >= SILENT_PINGS) return socket.terminate();
    silentPings += 1;
    if (socket.readyState === socket.OPEN) socket.ping();
  };
  let alarm = wallClock.after(intervalMs, ping);
  return () => alarm.cancel();
}

async function closeSocket(socket: WebSocket, wallClock: Clock): Promise<void> {
  if (socket.readyState === socket.CLOSED) return;
  await new Promise<void>((resolve) => {
    const cut = wallClock.after(CLOSE_GRACE_MS, () => socket.terminate());
    socket.once('close', () => {
      cut.cancel();
      resolve();
    });
    socket.close(GOING_AWAY, 'Going away');
  });
}
