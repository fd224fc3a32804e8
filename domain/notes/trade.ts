import type { AssetKind } from '../market/instrument.ts';

/** Side of a trade as its account sees it. */
export type TradeSide = 'BUY' | 'SELL';

/** A trade of an account: one line of the day's note. */
export interface Trade {
  /** Ticker of the market in which it was made: PETR4F. */
  readonly ticker: string;
  /** Ticker of the asset in custody: PETR4. */
  readonly asset: string;
  readonly kind: AssetKind;
  readonly side: TradeSide;
  readonly quantity: number;
  /** Quantity times price, in centavos. */
  readonly grossCentavos: number;
  /** The trade was made in an auction, such as the opening or the closing call. */
  readonly isAuction: boolean;
}
