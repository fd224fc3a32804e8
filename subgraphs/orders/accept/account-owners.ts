import type { WalletRpc } from '#contracts/calls/wallet.ts';

/** The owners of accounts, from the wallet. */
export interface AccountOwners {
  /** The owners in the order of the accounts; null for an unknown account. */
  of(accountIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** True when the account exists and belongs to the user. */
  owns(userId: string, accountId: string): Promise<boolean>;
}

const MAX_CACHED = 100_000;

/** Caches owners, since the owner of an account never changes. Calls the wallet again for an unknown account. */
export function createAccountOwners(wallet: WalletRpc): AccountOwners {
  const cached = new Map<string, string>();
  const of: AccountOwners['of'] = async (accountIds) => {
    const unknown = [...new Set(accountIds)].filter((id) => !cached.has(id) && isPlausible(id));
    if (unknown.length > 0) {
      const found = await wallet.ownersOf({ accountIds: unknown });
      if (cached.size + unknown.length > MAX_CACHED) cached.clear();
      unknown.forEach((id, index) => {
        const owner = found[index];
        if (owner !== null && owner !== undefined) cached.set(id, owner);
      });
    }
    return accountIds.map((id) => cached.get(id) ?? null);
  };
  return {
    of,
    owns: async (userId, accountId) => (await of([accountId]))[0] === userId,
  };
}

/** Ids come from clients: a text that cannot be an account id does not go to the wallet. */
const isPlausible = (id: string): boolean => id.length >= 1 && id.length <= 128;
