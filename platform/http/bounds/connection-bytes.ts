import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createHeartbeats, type Beating } from '../../time/heartbeats.ts';
import type { Clock } from '../../time/clock.ts';
import type { CutConnection } from './connection-limits.ts';
import type { OpenConnections } from './open-connections.ts';

/** Time between two looks at a connection. */
const LOOK_EVERY_MS = 1_000;

type OnBeat = (socket: Socket, requests: number) => void;

/** A class, and one function for all: there are thousands of connections. */
class BoundConnection implements Beating {
  requests = 1;
  readonly #socket: Socket;
  readonly #onBeat: OnBeat;

  constructor(socket: Socket, onBeat: OnBeat) {
    this.#socket = socket;
    this.#onBeat = onBeat;
  }

  beat(): void {
    this.#onBeat(this.#socket, this.requests);
  }
}

/** Takes a connection that is no longer one of HTTP out of the bound. */
export type ReleaseConnection = (socket: Socket) => void;

/**
 * Cuts a connection that has sent more than its requests may have: Node's parser skips blank lines before a request without counting
 * them, so a client could send as many as its network carries.
 */
export function boundConnectionBytes(
  server: Server,
  bytesPerRequest: number,
  clock: Clock,
  cut: CutConnection,
  open: OpenConnections,
): ReleaseConnection {
  const heartbeats = createHeartbeats(clock, LOOK_EVERY_MS);
  const connections = new WeakMap<Socket, BoundConnection>();
  const release: ReleaseConnection = (socket) => {
    const connection = connections.get(socket);
    if (connection) heartbeats.remove(connection);
    connections.delete(socket);
  };
  open.onClosed(release);
  const cutExcess: OnBeat = (socket, requests) => {
    if (socket.bytesRead > bytesPerRequest * requests) cut(socket);
  };
  server.on('connection', (socket: Socket) => {
    const connection = new BoundConnection(socket, cutExcess);
    connections.set(socket, connection);
    heartbeats.add(connection);
  });
  server.on('request', ({ socket }) => {
    const connection = connections.get(socket);
    if (connection) connection.requests += 1;
  });
  return release;
}
