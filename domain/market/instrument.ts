import type { ExAction } from '../corporate-actions/ex-price.ts';

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

/** How an instrument usually trades on the exchange: facts for simulations, not rules. */
export interface InstrumentActivity {
  /** Standard deviation of a year's returns, in hundredths of a percent. */
  readonly annualVolatilityBp: number;
  /** Shares traded on a day. */
  readonly dailyVolume: number;
  /** Trades on a day. */
  readonly dailyTrades: number;
}

/** An instrument and the trading rules for its orders. */
export interface Instrument {
  readonly ticker: string;
  /** Ticker of the asset in custody: PETR4 for PETR4F. Both markets trade one position. */
  readonly custodyTicker: string;
  readonly isin: string;
  readonly name: string;
  readonly kind: AssetKind;
  readonly status: AssetStatus;
  /** Order quantities are multiples of this. */
  readonly lotSize: number;
  /** Smallest price step. Engine prices are multiples of it ("ticks"). */
  readonly tickCentavos: number;
  /** Orders outside it are refused today; null when no band applies. */
  readonly priceBand: PriceBand | null;
  readonly maxOrderQuantity: number;
  /** The same security in the other market (round lot or fractional); null when it has no twin. */
  readonly twinTicker: string | null;
  /** The adjusted close of the previous session, or the catalogue's reference before any session. */
  readonly previousCloseCentavos: number;
  /** Corporate actions whose ex-days are ahead, the nearest first; absent when there are none. */
  readonly exActions?: readonly ExAction[] | undefined;
  /** Absent when it is unknown, as for rights. */
  readonly activity?: InstrumentActivity | undefined;
  /** Grows by one at every change of the instrument. */
  readonly version: number;
}
