import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey } from 'jose';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { IdentityStore, SigningKeyRow } from '../store/store.ts';

/** Issues session tokens: JWTs signed with Ed25519. The gateway verifies them with the published keys. */
export interface Tokens {
  issue(userId: string): Promise<{ token: string; expiresAtMs: number }>;
}

/**
 * Creates the token issuer. It signs with the newest key of the store and creates the first key. To rotate keys, add one
 * and restart: older keys stay published, and their tokens valid, until the keys are removed.
 */
export async function createTokens(
  store: IdentityStore,
  ids: IdSource,
  wallClock: Clock,
  lifetimeMs: number,
): Promise<Tokens> {
  const [newest = await createKey(store, ids, wallClock)] = await store.keys();
  const privateKey = (await importJWK(newest.privateJwk, 'EdDSA')) as CryptoKey;
  return {
    issue: async (userId) => {
      const issuedAt = Math.floor(wallClock.nowMs() / 1000);
      const expiresAt = issuedAt + Math.floor(lifetimeMs / 1000);
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA', kid: newest.kid })
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { token, expiresAtMs: expiresAt * 1000 };
    },
  };
}

async function createKey(store: IdentityStore, ids: IdSource, wallClock: Clock): Promise<SigningKeyRow> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const kid = ids('key');
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  const key = { kid, privateJwk: await exportJWK(pair.privateKey), publicJwk };
  await store.insertKey(key, wallClock.nowMs());
  return key;
}
