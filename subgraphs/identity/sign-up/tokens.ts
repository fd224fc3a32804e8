import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey } from 'jose';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { IdentityStore, SigningKeyRow } from '../store/store.ts';

/** Issues the tokens of users: JWTs signed with Ed25519, which the gateway verifies with the published keys. */
export interface Tokens {
  issue(userId: string): Promise<{ token: string; expiresAtMs: number }>;
}

/**
 * Signs with the newest key of the store, making the first one. To rotate, add a key and restart: older ones are
 * published until they are removed, so tokens that they signed stay valid.
 */
export async function createTokens(
  store: IdentityStore,
  ids: IdSource,
  wallClock: Clock,
  lifetimeMs: number,
): Promise<Tokens> {
  const [newest = await makeKey(store, ids, wallClock)] = await store.keys();
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

async function makeKey(store: IdentityStore, ids: IdSource, wallClock: Clock): Promise<SigningKeyRow> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const kid = ids('key');
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  const key = { kid, privateJwk: await exportJWK(pair.privateKey), publicJwk };
  await store.insertKey(key, wallClock.nowMs());
  return key;
}
