import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey } from 'jose';
import { TOKEN_CLAIMS } from '#contracts/calls/identity.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { IdentityStore, SigningKeyRow } from '../store/store.ts';

/** Issues session tokens: JWTs signed with Ed25519. The gateway verifies them with the published keys. */
export interface Tokens {
  /** A token of a session. `expiresAtMs` is a whole second. */
  issue(session: {
    readonly id: string;
    readonly userId: string;
    readonly expiresAtMs: number;
  }): Promise<string>;
  /** Signs from now on with the newest key of the store, which another instance may have added. */
  reload(): Promise<void>;
  /** Adds a key and signs with it from now on. Older keys stay published, and their tokens valid, until they are removed. */
  rotate(): Promise<string>;
}

/** Creates the token issuer. It signs with the newest key of the store and creates the first key. */
export async function createTokens(store: IdentityStore, ids: IdSource, wallClock: Clock): Promise<Tokens> {
  const newest = async (): Promise<SigningKeyRow> =>
    (await store.keys())[0] ?? (await createKey(store, ids, wallClock));
  let signing = await importKey(await newest());
  return {
    issue: ({ id, userId, expiresAtMs }) =>
      new SignJWT({ sid: id })
        .setProtectedHeader({ alg: 'EdDSA', kid: signing.kid })
        .setIssuer(TOKEN_CLAIMS.issuer)
        .setAudience(TOKEN_CLAIMS.audience)
        .setSubject(userId)
        .setIssuedAt(Math.floor(wallClock.nowMs() / 1000))
        .setExpirationTime(Math.floor(expiresAtMs / 1000))
        .sign(signing.key),
    reload: async () => {
      const row = await newest();
      if (row.kid !== signing.kid) signing = await importKey(row);
    },
    rotate: async () => {
      signing = await importKey(await createKey(store, ids, wallClock));
      return signing.kid;
    },
  };
}

async function importKey({ kid, privateJwk }: SigningKeyRow): Promise<{ kid: string; key: CryptoKey }> {
  return { kid, key: (await importJWK(privateJwk, 'EdDSA')) as CryptoKey };
}

async function createKey(store: IdentityStore, ids: IdSource, wallClock: Clock): Promise<SigningKeyRow> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const kid = ids('key');
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  const key = { kid, privateJwk: await exportJWK(pair.privateKey), publicJwk };
  await store.insertKey(key, wallClock.nowMs());
  return key;
}
