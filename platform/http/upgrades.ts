import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '../observability/log.ts';
import { errorAnswer } from './error-answers.ts';
import { hasManyHosts } from './request-rules.ts';

/**
 * Takes over a connection whose client requests another protocol. A promise that it returns is waited for. `head`: bytes that came
 * after the request.
 */
export type AcceptUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;

interface UpgradeOptions {
  readonly accept: AcceptUpgrade;
  /** True while an answer of the connection is on its way. */
  readonly isBusy: (socket: Socket) => boolean;
}

/**
 * Accepts upgrades at one path, with or without a slash at its end, and refuses all others with 404. An upgrade that comes ahead of
 * an answer ends its connection: the answer would be written into the new protocol.
 *
 * Node removes its own error handler from an upgraded socket, so from here on a reset by the client is an `error` event:
 * without a listener it would end the process.
 *
 * @returns stops taking upgrades
 */
export function acceptUpgrades(
  server: Server,
  path: string,
  log: Log,
  { accept, isBusy }: UpgradeOptions,
): () => void {
  // One listener for all connections: one of its own would keep the request as long as its connection.
  const onError = (error: Error): void => log.debug({ err: error }, 'an upgraded connection broke');
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', onError);
    if (isBusy(request.socket)) return void socket.destroy();
    if (hasManyHosts(request)) return refuseUpgrade(socket, 400, {}, MANY_HOSTS);
    if (pathOf(request) !== path) return refuseUpgrade(socket, 404, {}, NO_SOCKETS);
    void (async () => accept(request, socket, head))().catch((error: unknown) => {
      log.error({ err: error }, 'an upgrade failed');
      socket.destroy();
    });
  };
  server.on('upgrade', onUpgrade);
  server.on('connection', ignoreOtherProtocols);
  return () => server.off('upgrade', onUpgrade);
}

/** The part of Node's parser that passes requests on. */
interface Parser {
  onIncoming?: ((request: IncomingMessage & { upgrade?: boolean }, keepsAlive: boolean) => unknown) | null;
}

/**
 * Answers a request for another protocol, such as h2c, as a plain one: RFC 9110, section 7.8. Node takes the
 * connection out of HTTP for each once a server accepts upgrades, and has no setting for it in its oldest supported version.
 */
function ignoreOtherProtocols(socket: Socket): void {
  const { parser } = socket as Socket & { readonly parser?: Parser | null };
  const pass = parser?.onIncoming;
  if (!parser || !pass) return;
  parser.onIncoming = (request, keepsAlive) => {
    const isOther = request.method !== 'CONNECT' && !WEBSOCKET.test(request.headers.upgrade ?? '');
    if (request.upgrade === true && isOther) request.upgrade = false;
    return pass(request, keepsAlive);
  };
}

const WEBSOCKET = /\bwebsocket\b/i;

const MANY_HOSTS = JSON.stringify(
  errorAnswer('The request has more than one header field Host.', 'BAD_USER_INPUT'),
);
const NO_SOCKETS = JSON.stringify(errorAnswer('This path takes no WebSockets.', 'NOT_FOUND'));

/** Answers an upgrade with an HTTP status and ends the connection. `body` is JSON, or empty. */
export function refuseUpgrade(
  socket: Duplex,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): void {
  const fields = Object.entries({
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    ...(body !== '' && { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  // A client that never closes its side must not keep the connection.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n${body}`);
}

/** The path without its query and without a slash at its end. */
const pathOf = ({ url = '' }: IncomingMessage): string => (url.split('?', 1)[0] ?? '').replace(/\/$/, '');
