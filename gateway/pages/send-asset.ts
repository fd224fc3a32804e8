import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

export const JAVASCRIPT = 'text/javascript; charset=utf-8';
export const STYLE = 'text/css; charset=utf-8';

/** Encodings of an asset, the preferred one first. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A file of a page, encoded once: all answers share its buffers, also those that a client never reads. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/** Sends an asset in the encoding that the client prefers, or 304 when it has the same. */
export function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset,
  cacheControl: string,
): FastifyReply {
  const encoding = (new Negotiator(request.raw).encoding([...ENCODINGS]) ?? 'identity') as Encoding;
  // Encodings are other bytes, so they have other tags.
  const etag = `"${asset.etag}-${encoding}"`;
  reply
    .type(asset.type)
    .headers({ 'cache-control': cacheControl, etag })
    .header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '));
  if (request.headers['if-none-match'] === etag) return reply.status(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(asset.bodies[encoding]);
}
