/** Facts about an instrument and the rules that its orders keep. Prices in centavos. */
export const ASSET_KINDS = [
  'COMMON_STOCK',
  'PREFERRED_STOCK',
  'UNIT',
  'REIT',
  'ETF',
  'BDR',
  'RIGHT',
  'RECEIPT',
] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

export const ASSET_STATUSES = ['ACTIVE', 'SUSPENDED', 'DELISTED'] as const;
export type AssetStatus = (typeof ASSET_STATUSES)[number];

export interface PriceBand {
  readonly lowCentavos: number;
  readonly highCentavos: number;
}

export interface Instrument {
  readonly ticker: string;
  readonly isin: string;
  readonly name: string;
  readonly kind: AssetKind;
  readonly status: AssetStatus;
  /** Orders trade in multiples of this. */
  readonly lotSize: number;
  /** The smallest step of the price. Engine prices are integers of it ("ticks"). */
  readonly tickCentavos: number;
  /** Orders outside it are refused today; null where none applies. */
  readonly priceBand: PriceBand | null;
  readonly maxOrderQuantity: number;
  /** The twin in the fractional market, and back. */
  readonly twinTicker: string | null;
  /** The adjusted close of the previous session, or the catalogue's reference before any session. */
  readonly previousCloseCentavos: number;
  /** Grows by one at every change of this instrument. */
  readonly version: number;
}
