import type { BookLevel } from '#domain/market-data/book.ts';
import type { Candle } from '#domain/market-data/candles.ts';
import type { Book, Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { Connection } from '#platform/graphql/pagination.ts';

/** The objects behind the types of this part of the graph. */

/** An instrument, as another part tells it: no more than its key. */
export interface AssetModel {
  readonly ticker: string;
}
/** A quote on its way to one reader. */
export type QuoteModel = Quote & { readonly skipped: number };
/** A book, cut to the depth asked for, on its way to one reader. */
export type BookModel = Book & { readonly skipped: number };
export type BookLevelModel = BookLevel;
export type TradeModel = Trade;
export type TradeConnectionModel = Connection<Trade>;
export type CandleModel = Candle;
export type CandleConnectionModel = Connection<Candle>;

/** A position as the wallet tells it; money as the decimal of the wire. */
export interface PositionModel {
  readonly id: string;
  readonly quantity: number;
  readonly cost: string;
  readonly asset: AssetModel;
}

/** An account as the wallet tells it, as far as its portfolio needs it. */
export interface AccountModel {
  readonly id: string;
  readonly cash: { readonly available: string; readonly reserved: string };
  readonly positions: readonly Omit<PositionModel, 'id'>[];
}

/** What an account is worth, in centavos. */
export interface PortfolioModel {
  readonly cashCentavos: number;
  readonly positionsCentavos: number;
  readonly costCentavos: number;
}
