import type { IdentityRpc } from '#contracts/rpc.ts';
import type { IdentityStore } from './store/store.ts';

/** The calls that identity answers. Keys are read each time: another instance may have added one. */
export const createIdentityCalls = (store: IdentityStore): IdentityRpc => ({
  publicKeys: async () => (await store.keys()).map((key) => ({ ...key.publicJwk })),
});
