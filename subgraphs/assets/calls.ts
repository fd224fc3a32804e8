import type { ClockFact, InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { toActionFact } from './corporate-actions/action-relay.ts';
import { shippedComposition } from './index-compositions/shipped-composition.ts';
import type { AssetsStore } from './store/store.ts';
import type { InstrumentDirectory } from './catalogue/directory.ts';

/** Creates the calls that assets serves to other parts. */
export function createCalls(
  directory: InstrumentDirectory,
  store: Pick<AssetsStore, 'actionsById' | 'historyAssets' | 'addHistoryAssets' | 'indexCompositions'>,
  clock: () => ClockFact,
): AssetsRpc {
  const shipped = shippedComposition();
  return {
    instruments: async ({ tickers }) =>
      tickers.map((ticker) => {
        const instrument = directory.get(ticker);
        return instrument && toInstrumentFact(instrument);
      }),
    historyAssets: async ({ tickers }) => [...(await store.historyAssets(tickers))],
    addHistoryAssets: async ({ assets }) => ({ added: await store.addHistoryAssets(assets) }),
    catalogue: async () => directory.all().map(toInstrumentFact),
    corporateActions: async ({ ids }) => {
      const found = new Map((await store.actionsById(ids)).map((action) => [action.id, action]));
      return ids.map((id) => {
        const action = found.get(id);
        return action ? toActionFact(action) : null;
      });
    },
    indexCompositions: async ({ ticker }) => {
      const imported = await store.indexCompositions(ticker);
      return ticker === shipped.ticker ? [shipped, ...imported] : [...imported];
    },
    clock: async () => clock(),
  };
}

/** An instrument as other parts get it. */
export const toInstrumentFact = (instrument: Instrument): InstrumentFact => ({ v: 1, ...instrument });
