import DataLoader from 'dataloader';
import type { AccountState, WalletStore } from '../store/store.ts';

/** Loaders of account states, each account once an operation; null for an unknown account. */
export interface StateLoaders {
  readonly states: DataLoader<string, AccountState | null>;
  /** The state with its open trades. It comes from the same snapshot of the database as the others of the operation. */
  readonly stateWithTrades: (accountId: string) => Promise<AccountState | null>;
}

export function stateLoaders(store: Pick<WalletStore, 'states'>): StateLoaders {
  const withTrades = new Set<string>();
  const states = new DataLoader<string, AccountState | null>((accountIds) =>
    store.states(accountIds, withTrades),
  );
  return {
    states,
    stateWithTrades: async (accountId) => {
      withTrades.add(accountId);
      const state = await states.load(accountId);
      if (state?.openTrades !== null) return state;
      return states.clear(accountId).load(accountId);
    },
  };
}
