import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server. One listener follows each: every further one of thousands takes memory. */
export interface OpenConnections {
  readonly all: ReadonlySet<Socket>;
  /** Calls back for each connection that has closed. */
  onClosed(callback: (socket: Socket) => void): void;
}

export function trackConnections(server: Server): OpenConnections {
  const all = new Set<Socket>();
  const callbacks: ((socket: Socket) => void)[] = [];
  const onClose = function (this: Socket): void {
    all.delete(this);
    for (const callback of callbacks) callback(this);
  };
  server.on('connection', (socket) => void all.add(socket.on('close', onClose)));
  return { all, onClosed: (callback) => void callbacks.push(callback) };
}
