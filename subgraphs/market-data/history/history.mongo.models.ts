import { Schema, type Connection, type Model } from 'mongoose';
import type { CandleInterval } from '#domain/market-data/candles.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import type { TickerState } from '#domain/market-data/fold.ts';
import type { Side } from '#domain/orders/order.ts';

/** State of a ticker's fold; `_id` is the ticker. */
export interface StateDocument {
  readonly _id: string;
  readonly version: number;
  readonly state: TickerState;
}

/** A trade, in a time-series collection where the server supports them. */
export interface TradeDocument {
  readonly ticker: string;
  readonly at: Date;
  readonly sequence: number;
  readonly tradeId: string;
  readonly priceCentavos: number;
  readonly quantity: number;
  readonly aggressor: Side | null;
  readonly tradeDate: string;
}

export interface CandleDocument {
  readonly ticker: string;
  readonly interval: CandleInterval;
  readonly openedAtMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly turnoverCentavos: number;
  readonly tradeCount: number;
  readonly lastTradeSequence: number | null;
  readonly isClosed: boolean;
}

/** A daily quote of an import; valid once `imports` holds that import. */
export interface DailyQuoteDocument {
  readonly importId: string;
  readonly importedAtMs: number;
  readonly key: string;
  readonly ticker: string;
  readonly openedAtMs: number;
  readonly isCash: boolean;
  readonly quote: DailyQuote;
}

/** A completed import; `_id` is the SHA-256 of the file's content. */
export interface ImportDocument {
  readonly _id: string;
  readonly importId: string;
  readonly fileName: string;
  readonly importedAtMs: number;
  readonly quotes: number;
}

/** A lease on work for one process at a time; `_id` is its name. */
export interface LeaseDocument {
  readonly _id: string;
  readonly holder: string;
  readonly expiresMs: number;
}

export interface Models {
  readonly states: Model<StateDocument>;
  readonly trades: Model<TradeDocument>;
  readonly candles: Model<CandleDocument>;
  readonly dailyQuotes: Model<DailyQuoteDocument>;
  readonly imports: Model<ImportDocument>;
  readonly leases: Model<LeaseDocument>;
}

/** `openModels` creates collections and indexes, so the models must not. */
const OPTIONS = { versionKey: false, minimize: false, autoIndex: false, autoCreate: false } as const;
const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const whole = { type: Schema.Types.Mixed, required: true } as const;

const STATES = new Schema<StateDocument>(
  { _id: text, version: number, state: whole },
  { ...OPTIONS, collection: 'ticker_states' },
);

const TRADES = new Schema<TradeDocument>(
  {
    ticker: text,
    at: { type: Date, required: true },
    sequence: number,
    tradeId: text,
    priceCentavos: number,
    quantity: number,
    aggressor: { type: String, default: null },
    tradeDate: text,
  },
  {
    ...OPTIONS,
    collection: 'trades',
    timeseries: { timeField: 'at', metaField: 'ticker', granularity: 'seconds' },
  },
).index({ ticker: 1, sequence: -1 });

const CANDLES = new Schema<CandleDocument>(
  {
    ticker: text,
    interval: text,
    openedAtMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    turnoverCentavos: number,
    tradeCount: number,
    lastTradeSequence: number,
    isClosed: { type: Boolean, required: true },
  },
  { ...OPTIONS, collection: 'candles' },
).index({ ticker: 1, interval: 1, openedAtMs: 1 }, { unique: true });

const DAILY_QUOTES = new Schema<DailyQuoteDocument>(
  {
    importId: text,
    importedAtMs: number,
    key: text,
    ticker: text,
    openedAtMs: number,
    isCash: Boolean,
    quote: whole,
  },
  { ...OPTIONS, collection: 'daily_quotes' },
)
  .index({ importId: 1, key: 1 }, { unique: true })
  .index({ ticker: 1, openedAtMs: 1 });

const IMPORTS = new Schema<ImportDocument>(
  { _id: text, importId: text, fileName: text, importedAtMs: number, quotes: number },
  { ...OPTIONS, collection: 'imports' },
).index({ importId: 1 }, { unique: true });

const LEASES = new Schema<LeaseDocument>(
  { _id: text, holder: text, expiresMs: number },
  { ...OPTIONS, collection: 'leases' },
);

/** Opens the collections of a database and creates missing ones with their indexes. */
export async function openModels(connection: Connection): Promise<Models> {
  const models = {
    states: connection.model<StateDocument>('State', STATES),
    trades: connection.model<TradeDocument>('Trade', TRADES),
    candles: connection.model<CandleDocument>('Candle', CANDLES),
    dailyQuotes: connection.model<DailyQuoteDocument>('DailyQuote', DAILY_QUOTES),
    imports: connection.model<ImportDocument>('Import', IMPORTS),
    leases: connection.model<LeaseDocument>('Lease', LEASES),
  };
  for (const model of [
    models.states,
    models.trades,
    models.candles,
    models.dailyQuotes,
    models.imports,
    models.leases,
  ] as Model<unknown>[]) {
    await model.createCollection();
    await model.createIndexes();
  }
  return models;
}

/** True for MongoDB's error of a duplicate key. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 11_000;
