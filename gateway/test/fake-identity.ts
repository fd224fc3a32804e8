import { SignJWT, type CryptoKey } from 'jose';
import { TOKEN_CLAIMS, type IdentityRpc } from '#contracts/calls/identity.ts';
import type { Revocation } from '#contracts/messages/identity-facts.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { ResolvedApiKey } from '../auth/api-keys.ts';

/** The error of a call while identity is away. */
export const IDENTITY_AWAY = new RpcUnavailable('identity does not answer');

/** Claims that differ from those of a token that the gateway takes. */
export interface TokenChanges {
  readonly lifetimeMs?: number;
  readonly issuer?: string;
  readonly audience?: string;
  readonly sessionId?: string | null;
}

/** Scripted answers to the gateway's calls to identity, and a record of the calls. */
export interface FakeIdentity {
  publishedKeys: Record<string, unknown>[];
  keyFetches: number;
  /** The error of every call; null while identity answers. */
  failure: Error | null;
  revoked: Revocation[];
  readonly apiKeys: Map<string, ResolvedApiKey>;
  apiKeyCalls: number;
  readonly uses: { readonly credentialId: string; readonly atMs: number }[];
}

export const createFakeIdentity = (publishedKeys: Record<string, unknown>[]): FakeIdentity => ({
  publishedKeys,
  keyFetches: 0,
  failure: null,
  revoked: [],
  apiKeys: new Map(),
  apiKeyCalls: 0,
  uses: [],
});

export function callsOf(identity: FakeIdentity): IdentityRpc {
  const answer = <T>(value: T): T => {
    if (identity.failure) throw identity.failure;
    return value;
  };
  return {
    publicKeys: async () => {
      identity.keyFetches += 1;
      return answer(identity.publishedKeys);
    },
    revocations: async ({ after }) => answer(after === null ? identity.revoked : []),
    apiKey: async ({ digest }) => {
      identity.apiKeyCalls += 1;
      return answer(identity.apiKeys.get(digest) ?? null);
    },
    recordUse: async ({ uses }) => {
      identity.uses.push(...answer(uses));
      return {};
    },
    nameOf: async ({ userId }) => answer({ name: `Name of ${userId}` }),
    areOwned: async ({ credentialIds }) => answer(credentialIds.map(() => false)),
  };
}

/** Signs the token of a user's session. */
export type SignToken = (
  key: CryptoKey,
  kid: string,
  userId: string,
  changes?: TokenChanges,
) => Promise<string>;

export const createTokenSigner =
  (clock: Clock): SignToken =>
  (key, kid, userId, changes = {}) => {
    const { lifetimeMs = 3_600_000, sessionId = `ses_${userId}` } = changes;
    return new SignJWT(sessionId === null ? {} : { sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setIssuer(changes.issuer ?? TOKEN_CLAIMS.issuer)
      .setAudience(changes.audience ?? TOKEN_CLAIMS.audience)
      .setSubject(userId)
      .setIssuedAt(Math.floor(clock.nowMs() / 1000))
      .setExpirationTime(Math.floor((clock.nowMs() + lifetimeMs) / 1000))
      .sign(key);
  };
