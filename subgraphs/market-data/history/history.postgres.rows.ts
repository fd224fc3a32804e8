import type { Candle, CandleInterval } from '#domain/market-data/candles.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import type { Trade } from '#domain/market-data/fold.ts';
import type { Side } from '#domain/orders/order.ts';
import type * as rows from '../generated/prisma/client.ts';

/** Converts rows to objects and back; `BigInt` columns hold safe integers. */

/** Encodes rows as one JSON parameter, which the statement expands. */
export const json = (rows: readonly object[]): string => JSON.stringify(rows);

/** A row of a statement, with the names of its columns. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Gives the columns of a statement's row the names that Prisma gives them: `opened_at_ms` is `openedAtMs`. */
export const withModelNames = <Row>(row: RawRow): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as Row;

/** A stored trade. */
export const tradeOfRow = (row: rows.Trade): Trade => ({
  tradeId: row.tradeId,
  ticker: row.ticker,
  priceCentavos: Number(row.priceCentavos),
  quantity: Number(row.quantity),
  aggressor: row.aggressor as Side | null,
  atMs: Number(row.atMs),
  tradeDate: row.tradeDate,
  sequence: Number(row.sequence),
});

/** A stored candle. */
export const candleOfRow = (row: rows.Candle): Candle => ({
  ticker: row.ticker,
  interval: row.interval as CandleInterval,
  openedAtMs: Number(row.openedAtMs),
  open: Number(row.open),
  high: Number(row.high),
  low: Number(row.low),
  close: Number(row.close),
  volume: Number(row.volume),
  turnoverCentavos: Number(row.turnoverCentavos),
  tradeCount: Number(row.tradeCount),
  lastTradeSequence: Number(row.lastTradeSequence),
  isClosed: row.isClosed,
});

/** A stored daily quote. */
export const quoteOfRow = (row: rows.DailyQuote): DailyQuote => ({
  tradeDate: row.tradeDate,
  bdiCode: row.bdiCode,
  ticker: row.ticker,
  marketType: row.marketType,
  name: row.name,
  specification: row.specification,
  termDays: row.termDays,
  currency: row.currency,
  open: Number(row.open),
  high: Number(row.high),
  low: Number(row.low),
  average: Number(row.average),
  close: Number(row.close),
  bestBid: Number(row.bestBid),
  bestAsk: Number(row.bestAsk),
  tradeCount: Number(row.tradeCount),
  quantity: Number(row.quantity),
  turnoverCentavos: Number(row.turnoverCentavos),
  strike: Number(row.strike),
  correctionIndicator: row.correctionIndicator,
  expiresOn: row.expiresOn,
  quoteFactor: Number(row.quoteFactor),
  strikePointsMillionths: Number(row.strikePointsMillionths),
  isin: row.isin,
  distributionNumber: row.distributionNumber,
  contract: Number(row.contract),
});
