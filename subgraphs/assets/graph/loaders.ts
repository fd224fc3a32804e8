import DataLoader from 'dataloader';
import { delistedInstrument } from '#domain/market/history-asset.ts';
import type { AssetsStore } from '../store/store.ts';
import type { Context } from './context.ts';

/** Loaders of one operation. They cache nothing. */
export const createLoaders = (
  store: AssetsStore,
): Pick<Context, 'actions' | 'actionsById' | 'historyAssets'> => ({
  historyAssets: new DataLoader(
    async (tickers) => {
      const found = await store.historyAssets(tickers);
      return found.map((asset) => asset && delistedInstrument(asset));
    },
    { cache: false },
  ),
  actions: new DataLoader((queries) => store.actionsOf(queries), { cache: false }),
  actionsById: new DataLoader(
    async (ids) => {
      const found = new Map((await store.actionsById(ids)).map((action) => [action.id, action]));
      return ids.map((id) => found.get(id) ?? null);
    },
    { cache: false },
  ),
});
