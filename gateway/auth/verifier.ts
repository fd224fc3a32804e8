import {
  decodeProtectedHeader,
  errors,
  importJWK,
  jwtVerify,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { IdentityRpc } from '#contracts/rpc.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createLru } from '../operations/lru.ts';

/** Whose token it is and until when. */
export interface VerifiedToken {
  readonly userId: string;
  readonly expiresAtMs: number;
}

/** Who a token speaks of; null when it is forged, malformed or expired. Throws when identity cannot be asked for keys. */
export type VerifyToken = (token: string) => Promise<VerifiedToken | null>;

const VERIFIED_TOKENS = 10_000;
/** Tokens under unknown keys may be forged, so they make us ask for keys no more often than this. */
const KEYS_PAUSE_MS = 5_000;

/**
 * Verifies tokens with identity's published keys, which are asked for at the first token and whenever a token names a key
 * that is not known. A token that was verified is remembered until it expires.
 */
export function createTokenVerifier(identity: IdentityRpc, wallClock: Clock): VerifyToken {
  const keyOf = createKeySource(identity, wallClock);
  const verified = createLru<string, VerifiedToken>(VERIFIED_TOKENS);
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
  let askedAtMs = -Infinity;
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    const published = (await identity.publicKeys({})) as JWK[];
    const imported = await Promise.all(
      published.map(async (jwk) => [jwk.kid ?? '', (await importJWK(jwk, 'EdDSA')) as CryptoKey] as const),
    );
    keys = new Map(imported);
    askedAtMs = wallClock.nowMs();
  };
  return async (token: string): Promise<CryptoKey | null> => {
    const kid = keyIdOf(token);
    if (kid === null) return null;
    const isDue = wallClock.nowMs() - askedAtMs >= KEYS_PAUSE_MS;
    if (!keys.has(kid) && isDue) {
      asking ??= ask().finally(() => (asking = undefined));
      await asking;
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
