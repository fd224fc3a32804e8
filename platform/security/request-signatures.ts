import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../time/clock.ts';
import { createSeenSignatures } from './seen-signatures.ts';

/** The header that carries the signature of a request from a gateway or a part. */
export const SIGNATURE_HEADER = 'x-service-statement';

/** A request between two processes of the broker. */
export interface RequestToSign {
  /** The service that sends it. */
  readonly service: string;
  /** The service that it is for. */
  readonly audience: string;
  /** Empty for the handshake of a socket. */
  readonly body: string;
}

/** An authentic signature. */
export interface SignedRequest {
  /** The service that has sent the request. */
  readonly service: string;
  /** True for the body that was signed. */
  covers(body: string | Uint8Array): boolean;
}

/** Signs and verifies requests between the broker's processes. */
export interface RequestSignatures {
  sign(request: RequestToSign): string;
  /** Returns null for a signature that is forged, malformed, expired, for another audience, or verified before. */
  verify(signature: string, audience: string): SignedRequest | null;
}

interface Payload {
  readonly service: string;
  readonly audience: string;
  /** SHA-256 of the body, base64url. */
  readonly bodyHash: string;
  readonly signedMs: number;
  /** Makes the signature of a request that is sent again another one. */
  readonly nonce: string;
}

/** Time for a request on its way, and for the difference between the clocks of two machines. */
const LIFETIME_MS = 60_000;
/** Signatures that a process remembers: a quarter of an hour of 100 a second, about 20 MB at most. */
const REMEMBERED = 100_000;
const NONCE_BYTES = 12;
/** Of each signature the memory keeps so many bytes: enough that two never agree. */
const REMEMBERED_BYTES = 16;
/** Keeps the signatures of requests apart from statements of callers, which the same key signs. */
const PURPOSE = 'request ';

/**
 * Signatures with HMAC-SHA-256 under the key that only the broker's processes hold: `PAYLOAD.SIGNATURE`, both base64url.
 * One who reads a request on the network cannot repeat it at the process that has received it, nor change its body.
 *
 * @param key at least 32 bytes
 */
export function createRequestSignatures(key: Uint8Array, clock: Clock): RequestSignatures {
  if (key.length < 32) throw new RangeError('the key of signatures must have at least 32 bytes');
  const mac = (payload: string): Buffer =>
    createHmac('sha256', key)
      .update(PURPOSE + payload)
      .digest();
  const seen = createSeenSignatures({ clock, lifetimeMs: 2 * LIFETIME_MS, capacity: REMEMBERED });
  const isCurrent = (signedMs: number): boolean => Math.abs(clock.nowMs() - signedMs) < LIFETIME_MS;
  return {
    sign: ({ service, audience, body }) => {
      const content: Payload = {
        service,
        audience,
        bodyHash: hashOf(body),
        signedMs: clock.nowMs(),
        nonce: randomBytes(NONCE_BYTES).toString('base64url'),
      };
      const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${payload}.${mac(payload).toString('base64url')}`;
    },
    verify: (signature, audience) => {
      const [payload = '', given = ''] = signature.split('.');
      const expected = mac(payload);
      if (!isEqual(Buffer.from(given, 'base64url'), expected)) return null;
      // `sign` wrote an authentic payload, so its shape needs no check.
      const content = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Payload;
      if (content.audience !== audience || !isCurrent(content.signedMs)) return null;
      if (!seen.accept(expected.toString('latin1', 0, REMEMBERED_BYTES), content.signedMs)) return null;
      return { service: content.service, covers: (body) => hashOf(body) === content.bodyHash };
    },
  };
}

const hashOf = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('base64url');

const isEqual = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected);
