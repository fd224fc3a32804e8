import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { Instrument } from '#domain/market/instrument.ts';

/** PETR4 in round lots. A test names only the fields that it is about. */
export const instrument = (more: Partial<Instrument> = {}): Instrument => ({
  ticker: 'PETR4',
  custodyTicker: custodyTickerOf(more.ticker ?? 'PETR4'),
  isin: 'BRPETRACNPR6',
  name: 'PETROBRAS PN',
  kind: 'PREFERRED_STOCK',
  status: 'ACTIVE',
  lotSize: 100,
  tickCentavos: 1,
  priceBand: { lowCentavos: 2000, highCentavos: 4000 },
  maxOrderQuantity: 1_000_000,
  twinTicker: null,
  previousCloseCentavos: 2890,
  version: 1,
  ...more,
});

/** The same instrument as a fact of assets. */
export const instrumentFact = (more: Partial<Instrument> = {}): InstrumentFact => ({
  v: 1,
  ...instrument(more),
});
