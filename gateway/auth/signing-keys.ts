import { importJWK, type CryptoKey, type JWK } from 'jose';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { Clock } from '#platform/time/clock.ts';

/** The published keys of identity that verify tokens. */
export interface SigningKeys {
  /** A published key; null for an unknown one. Fetches the keys when it does not know the key. */
  key(kid: string): Promise<CryptoKey | null>;
  /** Fetches the keys. A key that identity has removed is not trusted any more. */
  refresh(): Promise<void>;
  has(kid: string): boolean;
}

/** The least time between two fetches for unknown keys: forged tokens must not flood identity. */
const MIN_FETCH_INTERVAL_MS = 5_000;

/** @param onRemoved called with the ids of keys that identity has removed */
export function createSigningKeys(
  identity: Pick<IdentityRpc, 'publicKeys'>,
  wallClock: Clock,
  onRemoved: (kids: readonly string[]) => void,
): SigningKeys {
  let keys = new Map<string, CryptoKey>();
  let fetchedAtMs = -Infinity;
  let fetching: Promise<void> | undefined;
  const fetchKeys = async (): Promise<void> => {
    const published = (await identity.publicKeys({})) as JWK[];
    const imported = await Promise.all(
      published.map(async (jwk) => [jwk.kid ?? '', (await importJWK(jwk, 'EdDSA')) as CryptoKey] as const),
    );
    const before = keys;
    keys = new Map(imported);
    fetchedAtMs = wallClock.nowMs();
    const removed = [...before.keys()].filter((kid) => !keys.has(kid));
    if (removed.length > 0) onRemoved(removed);
  };
  const refresh = (): Promise<void> => (fetching ??= fetchKeys().finally(() => (fetching = undefined)));
  return {
    key: async (kid) => {
      const isDue = wallClock.nowMs() - fetchedAtMs >= MIN_FETCH_INTERVAL_MS;
      if (!keys.has(kid) && isDue) await refresh();
      return keys.get(kid) ?? null;
    },
    refresh,
    has: (kid) => keys.has(kid),
  };
}
