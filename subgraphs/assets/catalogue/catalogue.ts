import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { custodyTickerOf, FRACTIONAL_NAME_END } from '#domain/market/custody-ticker.ts';
import { ASSET_KINDS, type Instrument } from '#domain/market/instrument.ts';
import { isValidIsin } from '#domain/market/isin.ts';
import { priceBandOf, tradingParametersOn } from '#domain/market/trading-parameters.ts';

const listingSchema = z.object({
  ticker: z.string().regex(/^[A-Z0-9]{5,7}$/),
  isin: z.string().refine(isValidIsin, 'not an ISIN'),
  name: z.string().min(1),
  kind: z.enum(ASSET_KINDS),
  /** A past close, rounded: the previous close of the first session. */
  referenceCentavos: z.int().positive(),
  /** How it trades: `InstrumentActivity`; the fractional twin has a volume and trades of its own. */
  annualVolatilityBp: z.int().positive(),
  dailyVolume: z.int().positive(),
  dailyTrades: z.int().positive(),
  fractionalDailyVolume: z.int().positive().optional(),
  fractionalDailyTrades: z.int().positive().optional(),
});
const catalogueSchema = z.object({ source: z.string(), instruments: z.array(listingSchema) });
type Listing = z.infer<typeof listingSchema>;

/** Loads the instruments of a new broker, including their fractional twins, with the trading parameters of a day. */
export function loadCatalogue(day: string): readonly Instrument[] {
  const text = readFileSync(path.join(import.meta.dirname, 'catalogue.json'), 'utf8');
  return catalogueSchema
    .parse(JSON.parse(text))
    .instruments.flatMap((listing) => instrumentsOf(listing, day));
}

function instrumentsOf(listing: Listing, day: string): Instrument[] {
  const parameters = tradingParametersOn(day);
  const lotSize = parameters.lotSizes[listing.kind];
  const twinTicker = lotSize > 1 ? `${listing.ticker}F` : null;
  const roundLot: Instrument = {
    ticker: listing.ticker,
    custodyTicker: custodyTickerOf(listing.ticker),
    isin: listing.isin,
    name: listing.name,
    kind: listing.kind,
    status: 'ACTIVE',
    lotSize,
    tickCentavos: parameters.tickCentavos,
    priceBand: priceBandOf(parameters, listing.referenceCentavos, parameters.tickCentavos),
    maxOrderQuantity: parameters.maxOrderQuantity.roundLot,
    twinTicker,
    previousCloseCentavos: listing.referenceCentavos,
    activity: {
      annualVolatilityBp: listing.annualVolatilityBp,
      dailyVolume: listing.dailyVolume,
      dailyTrades: listing.dailyTrades,
    },
    version: 1,
  };
  if (twinTicker === null) return [roundLot];
  const fractional: Instrument = {
    ...roundLot,
    ticker: twinTicker,
    name: `${listing.name}${FRACTIONAL_NAME_END}`,
    lotSize: 1,
    maxOrderQuantity: parameters.maxOrderQuantity.fractional,
    twinTicker: listing.ticker,
    activity: {
      annualVolatilityBp: listing.annualVolatilityBp,
      dailyVolume: listing.fractionalDailyVolume ?? 1,
      dailyTrades: listing.fractionalDailyTrades ?? 1,
    },
  };
  return [roundLot, fractional];
}
