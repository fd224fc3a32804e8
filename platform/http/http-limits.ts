import { STATUS_CODES, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { errorAnswer } from './error-answers.ts';
import { ALLOWED_METHODS } from './request-rules.ts';

/** Limits on the clients of an HTTP server. */
export interface HttpLimits {
  /** Time to send the head of a request, from the begin of the connection or the end of the request before. */
  readonly headMs: number;
  /** Time to send a whole request. */
  readonly requestMs: number;
  /** Time that a connection stays open without a request. */
  readonly keepAliveMs: number;
  /** Time that a connection may be still while an answer is on its way: the client reads nothing of it. */
  readonly stillMs: number;
  /** Bytes of the head of a request. */
  readonly headBytes: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  headMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  stillMs: 60_000,
  headBytes: 16_384,
  connections: 12_000,
  connectionsPerAddress: 400,
};

/** The settings behind the limits, as processes/settings/connection-settings.ts names them. */
export interface HttpLimitSettings {
  readonly LIMIT_HEAD_MS: number;
  readonly LIMIT_REQUEST_MS: number;
  readonly LIMIT_KEEP_ALIVE_MS: number;
  readonly LIMIT_STILL_MS: number;
  readonly LIMIT_HEAD_BYTES: number;
  readonly LIMIT_CONNECTIONS: number;
  readonly LIMIT_CONNECTIONS_PER_ADDRESS: number;
}

export const httpLimitsFromSettings = (settings: HttpLimitSettings): HttpLimits => ({
  headMs: settings.LIMIT_HEAD_MS,
  requestMs: settings.LIMIT_REQUEST_MS,
  keepAliveMs: settings.LIMIT_KEEP_ALIVE_MS,
  stillMs: settings.LIMIT_STILL_MS,
  headBytes: settings.LIMIT_HEAD_BYTES,
  connections: settings.LIMIT_CONNECTIONS,
  connectionsPerAddress: settings.LIMIT_CONNECTIONS_PER_ADDRESS,
});

/** Part of the shortest time limit after which Node looks for connections that have exceeded theirs. */
const CHECKS_PER_LIMIT = 5;

/** Options of Node's server for the limits. A head longer than its limit is 431, a request later than its limit 408. */
export const nodeOptions = ({ headMs, requestMs, keepAliveMs, headBytes }: HttpLimits): ServerOptions => ({
  keepAliveTimeout: keepAliveMs,
  headersTimeout: Math.min(headMs, requestMs),
  requestTimeout: requestMs,
  connectionsCheckingInterval: Math.ceil(Math.min(headMs, requestMs) / CHECKS_PER_LIMIT),
  maxHeaderSize: headBytes,
});

type Answer = readonly [status: number, message: string];

const ANSWERS: Readonly<Record<string, Answer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'The head of the request is too large.'],
};

const WRONG_METHOD: Answer = [405, 'The server does not know the method of the request.'];
const NO_HTTP: Answer = [400, 'The request is not HTTP.'];

/** The first line of a request with a method that Node's parser does not know. */
const OTHER_METHOD = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r?\n/;
const LONGEST_LINE = 8_192;

/** An error of Node's parser, with the bytes that it read. */
interface ParserError extends NodeJS.ErrnoException {
  readonly rawPacket?: unknown;
}

/** Answers a request that Node could not read, and ends the connection. */
export function answerClientError(error: ParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { rawPacket } = error;
  const line = Buffer.isBuffer(rawPacket) ? rawPacket.subarray(0, LONGEST_LINE).toString('latin1') : '';
  const isOtherMethod = error.code === 'HPE_INVALID_METHOD' && OTHER_METHOD.test(line);
  const [status, message] = isOtherMethod ? WRONG_METHOD : (ANSWERS[error.code ?? ''] ?? NO_HTTP);
  const body = JSON.stringify(errorAnswer(message, 'BAD_USER_INPUT'));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    ...(isOtherMethod ? [`allow: ${ALLOWED_METHODS}`] : []),
  ];
  // A client that never closes its side must not keep the connection.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
