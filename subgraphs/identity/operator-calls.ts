import type { IdentityOperatorRpc } from '#contracts/calls/identity.ts';
import type { Tokens } from './sign-in/tokens.ts';
import type { IdentityStore } from './store/store.ts';

/** Creates the calls that identity serves to operators. */
export const createOperatorCalls = (store: IdentityStore, tokens: Tokens): IdentityOperatorRpc => ({
  rotateSigningKey: async () => ({ keyId: await tokens.rotate() }),
  removeOldSigningKeys: async () => {
    const keyIds = [...(await store.deleteOldKeys())];
    await tokens.reload();
    return { keyIds };
  },
});
