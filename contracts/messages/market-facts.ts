import { z } from 'zod';
import { CANDLE_INTERVALS } from '#domain/market-data/candles.ts';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/** Days and figures of a corporate action, as its company declared it; see `ActionTerms` of the domain. */
export const actionTermsFields = {
  ticker: f.ticker,
  kind: f.corporateActionKind,
  recordDate: f.day,
  exDate: f.day,
  paysOn: f.day.nullable(),
  approvedOn: f.day.nullable(),
  amountPerShare: f.exactDecimal.nullable(),
  factor: f.exactDecimal.nullable(),
  pricePerShare: f.exactDecimal.nullable(),
  rights: z
    .object({
      ticker: f.ticker,
      receiptTicker: f.ticker,
      tradesFrom: f.day.nullable(),
      tradesUntil: f.day.nullable(),
      exercisesUntil: f.day,
    })
    .nullable(),
};

/** Current state of a corporate action, published by assets. */
export const corporateActionFactSchema = z.object({
  v: f.version1,
  id: f.id,
  ...actionTermsFields,
  /** Null until an operator gives the figures of the auction. */
  fractionSale: z.object({ paysOn: f.day, price: f.exactDecimal }).nullable(),
  version: f.sequence,
});
export type CorporateActionFact = z.infer<typeof corporateActionFactSchema>;
export const corporateActionFactCodec = codecOf<CorporateActionFact>(corporateActionFactSchema);

/** The terms of a corporate action by which the exchange adjusts a listing on the ex-day. */
export const exActionSchema = z.object({
  exDate: f.day,
  kind: f.corporateActionKind,
  amountPerShare: f.exactDecimal.nullable(),
  factor: f.exactDecimal.nullable(),
  pricePerShare: f.exactDecimal.nullable(),
});

/** Current state of an instrument, published by assets. */
export const instrumentFactSchema = z.object({
  v: f.version1,
  ticker: f.ticker,
  custodyTicker: f.ticker,
  isin: z.string(),
  name: z.string(),
  kind: f.assetKind,
  status: f.assetStatus,
  lotSize: z.int().positive(),
  tickCentavos: z.int().positive(),
  priceBand: z.object({ lowCentavos: f.centavos, highCentavos: f.centavos }).nullable(),
  maxOrderQuantity: z.int().positive(),
  twinTicker: f.ticker.nullable(),
  previousCloseCentavos: f.centavos,
  /** Corporate actions whose ex-days are ahead; absent when there are none. */
  exActions: z.array(exActionSchema).readonly().optional(),
  /** Usual trading, for simulations; absent when it is unknown. */
  activity: z
    .object({
      annualVolatilityBp: z.int().positive(),
      dailyVolume: z.int().positive(),
      dailyTrades: z.int().positive(),
    })
    .optional(),
  version: f.sequence,
});
export type InstrumentFact = z.infer<typeof instrumentFactSchema>;
export const instrumentFactCodec = codecOf<InstrumentFact>(instrumentFactSchema);

/**
 * Mapping from the machine's time to the simulation's: at `realMs` the simulated time was `simulatedMs`, and it runs at
 * `speed` times the machine's. Mode `auto` skips the hours in which the market is closed.
 */
export const clockFactSchema = z.object({
  v: f.version1,
  mode: z.enum(['auto', 'continuous', 'b3']),
  realMs: f.instantMs,
  simulatedMs: f.instantMs,
  speed: z.number().positive(),
});
export type ClockFact = z.infer<typeof clockFactSchema>;
export const clockFactCodec = codecOf<ClockFact>(clockFactSchema);

/** The hot price of a ticker: the value in the cache and the record of the quotes topic. Prices in centavos. */
const quoteSchema = z.object({
  v: f.version1,
  ticker: f.ticker,
  phase: f.phase,
  /** Why the phase is another than the schedule's; absent when it is the schedule's. */
  phaseCause: f.phaseCause.optional(),
  /** Earliest end of the phase; absent when it is not known. */
  phaseEndsAtMs: f.instantMs.optional(),
  tradeDate: f.day,
  last: f.centavos.nullable(),
  open: f.centavos.nullable(),
  high: f.centavos.nullable(),
  low: f.centavos.nullable(),
  previousClose: f.centavos.nullable(),
  bid: f.centavos.nullable(),
  bidQuantity: f.count.nullable(),
  ask: f.centavos.nullable(),
  askQuantity: f.count.nullable(),
  volume: f.count,
  turnoverCentavos: f.count,
  tradeCount: f.count,
  theoreticalPrice: f.centavos.nullable(),
  theoreticalQuantity: f.count.nullable(),
  atMs: f.instantMs,
  /** Sequence of this ticker's quotes, in steps of one, never restarted. */
  sequence: f.sequence,
});
export type QuoteRecord = z.infer<typeof quoteSchema>;
export const quoteCodec = codecOf<QuoteRecord>(quoteSchema);

const bookLevel = z.object({ priceCentavos: f.centavos, quantity: f.count, orders: f.count });
/** The best levels of a book, best first, at most 50 per side. */
export const bookSchema = z.object({
  v: f.version1,
  ticker: f.ticker,
  bids: z.array(bookLevel).max(50),
  asks: z.array(bookLevel).max(50),
  atMs: f.instantMs,
  sequence: f.sequence,
});
export type BookRecord = z.infer<typeof bookSchema>;
export const bookCodec = codecOf<BookRecord>(bookSchema);

const tradeSchema = z.object({
  v: f.version1,
  tradeId: f.id,
  ticker: f.ticker,
  priceCentavos: f.centavos,
  quantity: f.quantity,
  aggressor: f.side.nullable(),
  atMs: f.instantMs,
  tradeDate: f.day,
  /** Sequence of this ticker's trades, in steps of one. */
  sequence: f.sequence,
});
export type TradeRecord = z.infer<typeof tradeSchema>;
export const tradeCodec = codecOf<TradeRecord>(tradeSchema);

/** A candle of a ticker. Prices in centavos. */
const candleFields = z.object({
  interval: z.enum(CANDLE_INTERVALS),
  openedAtMs: f.instantMs,
  open: f.centavos,
  high: f.centavos,
  low: f.centavos,
  close: f.centavos,
  volume: f.count,
  turnoverCentavos: f.count,
  tradeCount: f.count,
  lastTradeSequence: f.sequence.nullable(),
  isClosed: z.boolean(),
});

/** The candles of a ticker that a batch of events has changed, the newest state of each: closed ones before those that follow. */
const candlesSchema = z.object({ v: f.version1, ticker: f.ticker, candles: z.array(candleFields) });
export type CandlesRecord = z.infer<typeof candlesSchema>;
export const candlesCodec = codecOf<CandlesRecord>(candlesSchema);
