import type { AssetKind, AssetStatus, Instrument } from './instrument.ts';

/** An index as readers see it: it is published like a quote, and nobody can trade it. */
export interface IndexAsset extends Omit<
  Instrument,
  'kind' | 'status' | 'previousCloseCentavos' | 'version'
> {
  readonly kind: 'INDEX';
  readonly status: 'NOT_TRADABLE';
}

/** An instrument or an index. */
export type Asset = Instrument | IndexAsset;
export type AnyAssetKind = AssetKind | IndexAsset['kind'];
export type AnyAssetStatus = AssetStatus | IndexAsset['status'];

/** Ticker of the Ibovespa. */
export const IBOVESPA = 'IBOV';

/** The indexes. A point has two decimals, as a price has. */
export const INDEX_ASSETS: readonly IndexAsset[] = [
  {
    ticker: IBOVESPA,
    custodyTicker: IBOVESPA,
    isin: 'BRIBOVINDM18',
    name: 'Ibovespa',
    kind: 'INDEX',
    status: 'NOT_TRADABLE',
    lotSize: 1,
    tickCentavos: 1,
    priceBand: null,
    maxOrderQuantity: 0,
    twinTicker: null,
  },
];

const byTicker = new Map(INDEX_ASSETS.map((index) => [index.ticker, index]));

/** The index of a ticker; null when there is none. */
export const indexAssetOf = (ticker: string): IndexAsset | null => byTicker.get(ticker) ?? null;

export const isIndex = (ticker: string): boolean => byTicker.has(ticker);
