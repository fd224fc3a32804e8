import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { IdentityStore } from './store/store.ts';

/** Identity's synchronous calls. Each call reads the keys from the store: another instance may have added one. */
export const createIdentityCalls = (store: IdentityStore): IdentityRpc => ({
  publicKeys: async () => (await store.keys()).map((key) => ({ ...key.publicJwk })),
});
