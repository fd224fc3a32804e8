import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdentityStore } from './store/store.ts';

/**
 * Creates the calls that identity serves to other parts. Each call reads the keys from the store: another instance may have added
 * one.
 */
export const createCalls = (store: IdentityStore, wallClock: Clock): IdentityRpc => ({
  publicKeys: async () => (await store.keys()).map((key) => ({ ...key.publicJwk })),
  revocations: async (query) => [...(await store.revocations({ ...query, nowMs: wallClock.nowMs() }))],
  apiKey: async ({ digest }) => {
    const key = await store.apiKeyByDigest(digest, wallClock.nowMs());
    return (
      key && { keyId: key.id, userId: key.userId, scopes: [...key.scopes], expiresAtMs: key.expiresAtMs }
    );
  },
  recordUse: async ({ uses }) => {
    await store.recordUse(uses);
    return {};
  },
  nameOf: async ({ userId }) => {
    const user = await store.userById(userId);
    return user && { name: user.name };
  },
  areOwned: async ({ userId, credentialIds }) => {
    const nowMs = wallClock.nowMs();
    const [sessions, apiKeys] = await Promise.all([
      store.sessionsOf(userId, nowMs),
      store.apiKeysOf(userId, nowMs),
    ]);
    const owned = new Set([...sessions, ...apiKeys].map(({ id }) => id));
    return credentialIds.map((id) => owned.has(id));
  },
});
