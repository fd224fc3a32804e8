import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../observability/log.ts';

/** Takes over a connection whose client requests another protocol. `head`: bytes that came after the request. */
export type AcceptUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Accepts upgrades at one path, with or without a slash at its end, and refuses all others with 404.
 *
 * Node removes its own error handler from an upgraded socket, so from here on a reset by the client is an `error` event:
 * without a listener it would end the process.
 *
 * @returns stops taking upgrades
 */
export function acceptUpgrades(server: Server, path: string, log: Log, accept: AcceptUpgrade): () => void {
  const onUpgrade: AcceptUpgrade = (request, socket, head) => {
    socket.on('error', (error) => log.debug({ err: error }, 'an upgraded connection broke'));
    if (pathOf(request) === path) return accept(request, socket, head);
    // A client that never closes its side must not keep the connection.
    socket.once('finish', () => socket.destroy());
    socket.end(NOT_FOUND);
  };
  server.on('upgrade', onUpgrade);
  return () => server.off('upgrade', onUpgrade);
}

/** The path without its query and without a slash at its end. */
const pathOf = ({ url = '' }: IncomingMessage): string => (url.split('?', 1)[0] ?? '').replace(/\/$/, '');
