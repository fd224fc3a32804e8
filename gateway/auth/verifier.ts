import {
  decodeProtectedHeader,
  errors,
  importJWK,
  jwtVerify,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { Clock } from '#platform/time/clock.ts';
import { LRUCache } from 'lru-cache';

/** The claims of a verified token. */
export interface VerifiedToken {
  readonly userId: string;
  readonly expiresAtMs: number;
}

/** Verifies a token; null when it is forged, malformed or expired. Throws when identity does not answer. */
export type VerifyToken = (token: string) => Promise<VerifiedToken | null>;

const VERIFIED_TOKENS = 10_000;
/** The least time between two fetches of keys: forged tokens under unknown keys must not flood identity. */
const MIN_KEY_FETCH_INTERVAL_MS = 5_000;

/**
 * Verifies tokens with identity's published keys. It fetches the keys at the first token and when a token names an unknown
 * key, and caches verified tokens until they expire.
 */
export function createTokenVerifier(identity: IdentityRpc, wallClock: Clock): VerifyToken {
  const keyOf = createKeySource(identity, wallClock);
  const verified = new LRUCache<string, VerifiedToken>({ max: VERIFIED_TOKENS });
  return async (token) => {
    const known = verified.get(token);
    if (known) return known.expiresAtMs > wallClock.nowMs() ? known : null;
    const key = await keyOf(token);
    const payload = key && (await payloadOf(token, key, wallClock));
    if (!payload?.sub || payload.exp === undefined) return null;
    const result = { userId: payload.sub, expiresAtMs: payload.exp * 1000 };
    verified.set(token, result);
    return result;
  };
}

async function payloadOf(token: string, key: CryptoKey, wallClock: Clock): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      currentDate: new Date(wallClock.nowMs()),
      requiredClaims: ['sub', 'iat', 'exp'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function createKeySource(identity: IdentityRpc, wallClock: Clock) {
  let keys = new Map<string, CryptoKey>();
  let fetchedAtMs = -Infinity;
  let fetching: Promise<void> | undefined;
  const fetchKeys = async (): Promise<void> => {
    const published = (await identity.publicKeys({})) as JWK[];
    const imported = await Promise.all(
      published.map(async (jwk) => [jwk.kid ?? '', (await importJWK(jwk, 'EdDSA')) as CryptoKey] as const),
    );
    keys = new Map(imported);
    fetchedAtMs = wallClock.nowMs();
  };
  return async (token: string): Promise<CryptoKey | null> => {
    const kid = keyIdOf(token);
    if (kid === null) return null;
    const isDue = wallClock.nowMs() - fetchedAtMs >= MIN_KEY_FETCH_INTERVAL_MS;
    if (!keys.has(kid) && isDue) {
      fetching ??= fetchKeys().finally(() => (fetching = undefined));
      await fetching;
    }
    return keys.get(kid) ?? null;
  };
}

function keyIdOf(token: string): string | null {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === 'string' ? kid : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof errors.JOSEError) return null;
    throw error;
  }
}
