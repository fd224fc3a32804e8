import { LRUCache } from 'lru-cache';
import { API_KEY_CACHE_MS, API_KEY_MARK, type IdentityRpc } from '#contracts/calls/identity.ts';
import { digestOfSecret } from '#platform/security/bearer-secrets.ts';
import type { Clock } from '#platform/time/clock.ts';

/** A valid API key, as identity knows it. */
export type ResolvedApiKey = NonNullable<Awaited<ReturnType<IdentityRpc['apiKey']>>>;

/** Resolves the secrets of API keys. */
export interface ApiKeyResolver {
  /** Null for a secret of no valid key. Rejects when identity does not answer, or too many unknown keys wait for its answer. */
  resolve(secret: string): Promise<ResolvedApiKey | null>;
  /** Drops a revoked key. */
  forget(keyId: string): void;
}

export const isApiKey = (credential: string): boolean => credential.startsWith(API_KEY_MARK);

/** Form of every secret. Anything else is refused without a call. */
const SECRET = new RegExp(`^${API_KEY_MARK}[A-Za-z0-9_-]{43}$`);

const KNOWN_KEYS = 10_000;
const UNKNOWN_KEYS = 10_000;
/** Time for which an unknown key is refused without another call. */
const UNKNOWN_MS = 60_000;
/** Unknown keys that wait for an answer of identity at once: guesses must not load it, nor hold back keys in use. */
const MAX_LOOKUPS = 32;

interface KnownKey {
  readonly key: ResolvedApiKey;
  readonly readAtMs: number;
}

/** An unknown key was not looked up. Guesses cause it, so it is not worth a line of the log. */
export class TooManyLookups extends Error {
  override readonly name = 'TooManyLookups';
}

/** Creates the resolver. It calls identity with the SHA-256 digest of a secret, and caches the answers by digest. */
export function createApiKeyResolver(
  identity: Pick<IdentityRpc, 'apiKey'>,
  wallClock: Clock,
): ApiKeyResolver {
  const known = new LRUCache<string, KnownKey>({ max: KNOWN_KEYS });
  const unknownUntilMs = new LRUCache<string, number>({ max: UNKNOWN_KEYS });
  const lookups = new Map<string, Promise<ResolvedApiKey | null>>();
  const lookUp = async (digest: string): Promise<ResolvedApiKey | null> => {
    const key = await identity.apiKey({ digest });
    if (key) known.set(digest, { key, readAtMs: wallClock.nowMs() });
    else {
      known.delete(digest);
      unknownUntilMs.set(digest, wallClock.nowMs() + UNKNOWN_MS);
    }
    return key;
  };
  const lookUpOnce = (digest: string): Promise<ResolvedApiKey | null> => {
    const running = lookups.get(digest);
    if (running) return running;
    if (lookups.size >= MAX_LOOKUPS && !known.has(digest)) {
      return Promise.reject(new TooManyLookups('too many unknown API keys wait for an answer of identity'));
    }
    const lookup = lookUp(digest).finally(() => lookups.delete(digest));
    lookups.set(digest, lookup);
    return lookup;
  };
  return {
    resolve: async (secret) => {
      if (!SECRET.test(secret)) return null;
      const digest = digestOfSecret(secret);
      const nowMs = wallClock.nowMs();
      const found = known.get(digest);
      if (found && nowMs - found.readAtMs < API_KEY_CACHE_MS) return unlessExpired(found.key, nowMs);
      if ((unknownUntilMs.get(digest) ?? 0) > nowMs) return null;
      const key = await lookUpOnce(digest);
      return key && unlessExpired(key, wallClock.nowMs());
    },
    forget: (keyId) => {
      for (const [digest, { key }] of known) if (key.keyId === keyId) known.delete(digest);
    },
  };
}

const unlessExpired = (key: ResolvedApiKey, nowMs: number): ResolvedApiKey | null =>
  key.expiresAtMs !== null && key.expiresAtMs <= nowMs ? null : key;
