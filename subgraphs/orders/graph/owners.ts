import type { WalletRpc } from '#contracts/rpc.ts';

/** Who owns which account, as the wallet says. */
export interface Owners {
  /** The owners in the order of the accounts; null where there is no such account. */
  of(accountIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** True when the account exists and is this user's. */
  owns(userId: string, accountId: string): Promise<boolean>;
}

const MAX_KEPT = 100_000;

/** Asks the wallet once an account: the owner of an account never changes. What does not exist is asked for again. */
export function createOwners(wallet: WalletRpc): Owners {
  const kept = new Map<string, string>();
  const of: Owners['of'] = async (accountIds) => {
    const unknown = [...new Set(accountIds)].filter((id) => !kept.has(id) && isPlausible(id));
    if (unknown.length > 0) {
      const found = await wallet.ownersOf({ accountIds: unknown });
      if (kept.size + unknown.length > MAX_KEPT) kept.clear();
      unknown.forEach((id, index) => {
        const owner = found[index];
        if (owner !== null && owner !== undefined) kept.set(id, owner);
      });
    }
    return accountIds.map((id) => kept.get(id) ?? null);
  };
  return {
    of,
    owns: async (userId, accountId) => (await of([accountId]))[0] === userId,
  };
}

/** Ids are clients' text: what cannot be an id of ours is not sent on. */
const isPlausible = (id: string): boolean => id.length >= 1 && id.length <= 128;
