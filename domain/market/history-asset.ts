import type { DailyQuote } from '../market-data/daily-quote.ts';
import { custodyTickerOf } from './custody-ticker.ts';
import type { AssetKind, Instrument } from './instrument.ts';
import { tradingParametersOn } from './trading-parameters.ts';

/** A security that has imported history and is not traded here. */
export interface HistoryAsset {
  readonly ticker: string;
  /** Of lines before 1998 a shorter code, or empty. */
  readonly isin: string;
  /** Short name of the company, as the exchange's file has it. */
  readonly name: string;
  readonly kind: AssetKind;
  /** Newest day that names and kind come from. */
  readonly lastDay: string;
}

/** Kinds by the first word of ESPECI. Bearer shares (OP, PP) and endorsable ones (OE, PE) ended in 1990. */
const KIND_BY_WORD: readonly (readonly [RegExp, AssetKind])[] = [
  [/^(DIR|BNS)/, 'RIGHT'],
  [/^REC/, 'RECEIPT'],
  [/^UNT/, 'UNIT'],
  [/^DR/, 'BDR'],
  [/^P/, 'PREFERRED_STOCK'],
  [/^O/, 'COMMON_STOCK'],
];
/** CODBDI of real estate funds. */
const REIT_SECTION = '12';

/** The security of a line of the cash or fractional market. */
export const historyAssetOf = (quote: DailyQuote): HistoryAsset => ({
  ticker: quote.ticker,
  isin: quote.isin,
  name: quote.name,
  kind: kindOf(quote),
  lastDay: quote.tradeDate,
});

function kindOf({ specification, bdiCode }: DailyQuote): AssetKind {
  if (specification.startsWith('CI')) return bdiCode === REIT_SECTION ? 'REIT' : 'ETF';
  return KIND_BY_WORD.find(([word]) => word.test(specification))?.[1] ?? 'COMMON_STOCK';
}

/** The security as a delisted instrument, for readers. No order may name it. */
export function delistedInstrument({ ticker, isin, name, kind, lastDay }: HistoryAsset): Instrument {
  const parameters = tradingParametersOn(lastDay < FIRST_PARAMETERS ? FIRST_PARAMETERS : lastDay);
  return {
    ...{ ticker, custodyTicker: custodyTickerOf(ticker), isin, name, kind, status: 'DELISTED' },
    lotSize: custodyTickerOf(ticker) === ticker ? parameters.lotSizes[kind] : 1,
    tickCentavos: parameters.tickCentavos,
    priceBand: null,
    maxOrderQuantity: parameters.maxOrderQuantity.roundLot,
    twinTicker: null,
    previousCloseCentavos: 0,
    version: 0,
  };
}

const FIRST_PARAMETERS = '2000-01-01';
