import { decodeProtectedHeader, errors, jwtVerify, type CryptoKey, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { TOKEN_CLAIMS } from '#contracts/calls/identity.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The claims of a verified token. */
export interface VerifiedToken {
  readonly userId: string;
  readonly sessionId: string;
  /** The key that has signed it. */
  readonly kid: string;
  readonly expiresAtMs: number;
}

/** Verifies tokens by their signature; a revoked session's token too. */
export interface TokenVerifier {
  /**
   * EXPIRED for an authentic token after its expiry; null for one that is forged, malformed, for another audience or of a key that
   * is not trusted any more. Rejects when identity does not answer.
   */
  verify(token: string): Promise<VerifiedToken | 'EXPIRED' | null>;
  /** Drops cached verifications: a key is not trusted any more. */
  forget(): void;
}

const VERIFIED_TOKENS = 10_000;

/** Creates the verification with identity's published keys. It caches verified tokens until they expire. */
export function createTokenVerifier(keys: SigningKeys, wallClock: Clock): TokenVerifier {
  const verified = new LRUCache<string, VerifiedToken>({ max: VERIFIED_TOKENS });
  return {
    verify: async (token) => {
      const known = verified.get(token);
      if (known) return known.expiresAtMs > wallClock.nowMs() ? known : 'EXPIRED';
      const kid = keyIdOf(token);
      const key = kid === null ? null : await keys.key(kid);
      const payload = key && (await payloadOf(token, key, wallClock));
      if (payload === 'EXPIRED') return payload;
      if (kid === null || !payload?.sub || payload.exp === undefined) return null;
      const sessionId = payload['sid'];
      if (typeof sessionId !== 'string') return null;
      const result = { userId: payload.sub, sessionId, kid, expiresAtMs: payload.exp * 1000 };
      // The key may have been removed while the signature was being verified.
      if (!keys.has(kid)) return null;
      verified.set(token, result);
      return result;
    },
    forget: () => verified.clear(),
  };
}

async function payloadOf(
  token: string,
  key: CryptoKey,
  wallClock: Clock,
): Promise<JWTPayload | 'EXPIRED' | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      ...TOKEN_CLAIMS,
      algorithms: ['EdDSA'],
      currentDate: new Date(wallClock.nowMs()),
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
    });
    return payload;
  } catch (error) {
    // The signature is verified before the claims.
    if (error instanceof errors.JWTExpired) return 'EXPIRED';
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
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
