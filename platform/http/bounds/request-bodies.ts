import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { errorAnswer } from '../error-answers.ts';

/** Chunks that every body may have. */
const FREE_CHUNKS = 32;
/** Bytes of a body for each further chunk. */
const CHUNK_BYTES = 1_024;
/** Bytes that may come beyond the limit of a body until its refusal ends the connection. */
export const BODY_MARGIN_BYTES = 256 * 1_024;
/** Methods whose requests have a body on some path. */
const WITH_BODY: ReadonlySet<string> = new Set(['POST']);

const isChunked = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined;

const lengthOf = ({ headers }: Pick<IncomingMessage, 'headers'>): number =>
  Number(headers['content-length'] ?? 0);

/**
 * Bounds the chunks of a body, also where no route reads it: Node reports each, which takes about 8 µs, so that a client could make
 * a second of work by a megabyte. Calls back when there are too many for their bytes, or too many bytes.
 */
export function boundChunks(request: IncomingMessage, bodyLimitBytes: number, onBreach: () => void): void {
  if (!isChunked(request)) return;
  const push = request.push.bind(request);
  let chunks = 0;
  let bytes = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null) return push(chunk, encoding);
    chunks += 1;
    bytes += chunk.length;
    if (chunks <= FREE_CHUNKS + bytes / CHUNK_BYTES && bytes <= bodyLimitBytes + BODY_MARGIN_BYTES)
      return push(chunk, encoding);
    onBreach();
    return false;
  };
}

/**
 * Refuses bodies where no path reads one, and ends the connection after an answer that comes before the end of a body whose size is
 * unknown or too large: the rest would be parsed for nothing.
 */
export function refuseUnreadBodies(app: FastifyInstance, bodyLimitBytes: number): void {
  app.addHook('preParsing', ({ raw }, reply, _payload, done) => {
    const hasBody = isChunked(raw) || lengthOf(raw) > 0;
    if (!hasBody || WITH_BODY.has(raw.method ?? '')) return done();
    void reply.status(400).send(errorAnswer('A request with this method has no body.', 'BAD_USER_INPUT'));
  });
  app.addHook('onSend', ({ raw }, reply, _payload, done) => {
    if (!raw.complete && (isChunked(raw) || lengthOf(raw) > bodyLimitBytes))
      reply.header('connection', 'close');
    done();
  });
}
