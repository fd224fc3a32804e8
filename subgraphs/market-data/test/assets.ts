import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';

/** Calls of assets with these instruments. */
export const assetsWith = (catalogue: readonly InstrumentFact[]): AssetsRpc => ({
  historyAssets: async ({ tickers }) => tickers.map(() => null),
  addHistoryAssets: async () => ({ added: 0 }),
  catalogue: async () => [...catalogue],
  corporateActions: async ({ ids }) => ids.map(() => null),
  instruments: async ({ tickers }) =>
    tickers.map((ticker) => catalogue.find((one) => one.ticker === ticker) ?? null),
  clock: async () => ({ v: 1, mode: 'auto', realMs: 0, simulatedMs: 0, speed: 1 }),
  indexCompositions: async () => [],
});
