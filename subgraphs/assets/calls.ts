import type { ClockFact, InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { AssetsRpc } from '#contracts/rpc.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import type { InstrumentDirectory } from './catalogue/directory.ts';

/** The calls that other parts make to assets. */
export function createAssetsCalls(directory: InstrumentDirectory, clock: () => ClockFact): AssetsRpc {
  return {
    instruments: async ({ tickers }) =>
      tickers.map((ticker) => {
        const instrument = directory.get(ticker);
        return instrument && toFact(instrument);
      }),
    catalogue: async () => directory.all().map(toFact),
    clock: async () => clock(),
  };
}

const toFact = (instrument: Instrument): InstrumentFact => ({ v: 1, ...instrument });
