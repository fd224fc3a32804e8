import type { BookLevel } from '#domain/market-data/book.ts';
import type { Candle } from '#domain/market-data/candles.ts';
import type { Book, Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { Connection } from '#platform/graphql/resolvers/pagination.ts';

/** The objects behind the types of this part of the graph. */

/** The object behind the type Asset: its key alone, since assets owns it. */
export interface AssetModel {
  readonly ticker: string;
}
/** A quote for one reader, with the count of states that the reader skipped. */
export type QuoteModel = Quote & { readonly skipped: number };
/** A book for one reader, cut to the requested depth. */
export type BookModel = Book & { readonly skipped: number };
export type BookLevelModel = BookLevel;
export type TradeModel = Trade;
export type TradeConnectionModel = Connection<Trade>;
/** A candle; `isAdjusted` when its figures are in the shares of today. */
export type CandleModel = Candle & { readonly isAdjusted: boolean };
export type CandleConnectionModel = Connection<CandleModel>;

/** The wallet's fields of a position; money is a decimal string. */
export interface PositionModel {
  readonly id: string;
  readonly ticker: string;
  readonly quantity: number;
  readonly cost: string;
}

/** The wallet's fields of an account that its portfolio needs. */
export interface AccountModel {
  readonly id: string;
  readonly cash: { readonly available: string; readonly reserved: string };
  readonly positions: readonly Omit<PositionModel, 'id'>[];
}

/** The value of an account, in centavos. */
export interface PortfolioModel {
  readonly cashCentavos: number;
  readonly positionsCentavos: number;
  readonly costCentavos: number;
}
