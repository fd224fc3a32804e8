import { LRUCache } from 'lru-cache';
import type { AccountRecord } from '../store/store.ts';

/** Reads accounts in the order of their ids; null for an unknown one. */
export type ReadAccounts = (accountIds: readonly string[]) => Promise<(AccountRecord | null)[]>;

/** Accounts that are kept: some 300 bytes each. */
const MAX_KEPT = 50_000;

/** Keeps the accounts that were read last: an account never changes. An unknown one is read again each time. */
export function keepAccounts(read: ReadAccounts): ReadAccounts {
  const kept = new LRUCache<string, AccountRecord>({ max: MAX_KEPT });
  return async (accountIds) => {
    const known = accountIds.map((id) => kept.get(id) ?? null);
    const unknown = [...new Set(accountIds.filter((_id, index) => known[index] === null))];
    if (unknown.length === 0) return known;
    const found = new Map<string, AccountRecord>();
    for (const account of await read(unknown)) {
      if (account === null) continue;
      kept.set(account.id, account);
      found.set(account.id, account);
    }
    return accountIds.map((id, index) => known[index] ?? found.get(id) ?? null);
  };
}
