import DataLoader from 'dataloader';
import type { AccountState, WalletStore } from '../store/store.ts';

/** Loaders of account states, each account once an operation; null for an unknown account. */
export interface StateLoaders {
  readonly states: DataLoader<string, AccountState | null>;
}

export const stateLoaders = (store: Pick<WalletStore, 'states'>): StateLoaders => ({
  states: new DataLoader<string, AccountState | null>((accountIds) => store.states(accountIds)),
});
