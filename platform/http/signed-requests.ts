import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  SIGNATURE_HEADER,
  type RequestSignatures,
  type SignedRequest,
} from '../security/request-signatures.ts';

/** Reads the signature of a request; null without a valid one. */
export type ReadSignature = (headers: IncomingHttpHeaders) => SignedRequest | null;

/** Accepts requests that a gateway or a part has signed for this service. */
export const signedFor =
  (signatures: RequestSignatures, audience: string): ReadSignature =>
  (headers) => {
    const signature = headers[SIGNATURE_HEADER];
    return typeof signature === 'string' ? signatures.verify(signature, audience) : null;
  };

/** The header with the key that an operator shares with a gateway of another maker. */
export const SUBGRAPH_KEY_HEADER = 'x-subgraph-key';

/** Also accepts requests with the shared key, which a gateway of another maker sends. It signs no body. */
export function orWithKey(read: ReadSignature, key: Uint8Array): ReadSignature {
  const expected = digestOf(Buffer.from(key).toString('base64url'));
  return (headers) => {
    const given = headers[SUBGRAPH_KEY_HEADER];
    if (typeof given !== 'string') return read(headers);
    return timingSafeEqual(digestOf(given), expected)
      ? { service: 'gateway with the shared key', covers: () => true }
      : null;
  };
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The message of 401. */
export const UNSIGNED =
  'This port answers its gateways and other parts of the broker alone: the request has no valid signature.';

/**
 * Makes all routes of a scope answer signed requests alone. Others are 401, before their body is read.
 *
 * @returns the service that has signed a request of the scope
 */
export function requireSignature(
  scope: FastifyInstance,
  read: ReadSignature,
): (request: FastifyRequest) => string {
  const signed = new WeakMap<FastifyRequest, SignedRequest>();
  const refusal = (): Error => Object.assign(new Error(UNSIGNED), { statusCode: 401 });
  scope.addHook('onRequest', (request, _reply, done) => {
    const signature = read(request.headers);
    if (!signature) return done(refusal());
    signed.set(request, signature);
    return done();
  });
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeContentTypeParser('text/plain');
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (signed.get(request)?.covers(body)) void parseJson(request, body, done);
    else done(refusal());
  });
  return (request) => {
    const signature = signed.get(request);
    if (!signature) throw refusal();
    return signature.service;
  };
}
