import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MINUTE_MS } from '#domain/calendar/durations.ts';
import type { SessionHours } from '#domain/calendar/trading-calendar.ts';
import { BUY, SELL } from '#engine/core/codes.ts';
import type { Exchange } from '#engine/exchange/exchange.ts';

/** Observations of one instrument over all sessions. Prices in ticks; a tick is a centavo here. */
export interface TickerObservations {
  readonly ticker: string;
  /** Middle of best bid and ask at the end of each minute of continuous trading, by session. */
  readonly minutes: number[][];
  /** Samples of ask less bid. */
  readonly spreads: number[];
  /** Samples of displayed levels and orders of both sides. */
  readonly levels: number[];
  readonly ordersPerLevel: number[];
  /** Samples of the value at the best bid, in centavos. */
  readonly bestValues: number[];
  /** Sizes of trades, in shares. */
  readonly sizes: number[];
  /** Shares traded in each fortieth of continuous trading, all sessions together. */
  readonly volumeCurve: number[];
  trades: number;
  /** Open, high, low and close of each minute's trades in the first session, for the picture. */
  readonly candles: { open: number; high: number; low: number; close: number; volume: number }[];
  /** The book at noon of the first session. */
  book: { readonly bids: readonly BookSample[]; readonly asks: readonly BookSample[] } | null;
}
export interface BookSample {
  readonly priceTicks: number;
  readonly quantity: number;
  readonly orders: number;
}
export interface MarketObservations {
  readonly tickers: ReadonlyMap<string, TickerObservations>;
  /** Commands that the participants sent. */
  readonly commands: number;
}

export const CURVE_PARTS = 40;
const SAMPLE_MS = 20_000;
const SHOWN_LEVELS = 50;

const newObservations = (ticker: string): TickerObservations => ({
  ticker,
  minutes: [],
  spreads: [],
  levels: [],
  ordersPerLevel: [],
  bestValues: [],
  sizes: [],
  volumeCurve: Array.from({ length: CURVE_PARTS }, () => 0),
  trades: 0,
  candles: [],
  book: null,
});

/** Watches the exchange's books and trades. */
export function createObserver(exchange: Exchange, listings: readonly InstrumentFact[]) {
  const tickers = new Map(listings.map(({ ticker }) => [ticker, newObservations(ticker)]));
  let session: SessionHours | null = null;
  let days = 0;
  const shareOf = (nowMs: number): number =>
    session ? (nowMs - session.opensAtMs) / (session.closingCallAtMs - session.opensAtMs) : 0;
  return {
    beginDay: (next: SessionHours): void => {
      session = next;
      days++;
      for (const one of tickers.values()) one.minutes.push([]);
    },
    observe: (nowMs: number, trades: readonly EngineMarketData[]): void => {
      for (const trade of trades) {
        const one = tickers.get(trade.ticker);
        if (one && trade.type === 'TRADE')
          addTrade(one, trade.priceTicks, trade.quantity, shareOf(nowMs), days === 1 ? nowMs : null);
      }
      const isMinute = nowMs % MINUTE_MS === 0;
      if (!isMinute && nowMs % SAMPLE_MS !== 0) return;
      for (const one of tickers.values())
        sampleBook(one, exchange, isMinute, days === 1 && one.book === null && shareOf(nowMs) > 0.3);
    },
    observations: () => ({ tickers }),
  };
}

function addTrade(
  one: TickerObservations,
  priceTicks: number,
  quantity: number,
  share: number,
  candleAtMs: number | null,
): void {
  one.trades++;
  if (one.sizes.length < 20_000) one.sizes.push(quantity);
  const part = Math.min(CURVE_PARTS - 1, Math.floor(share * CURVE_PARTS));
  one.volumeCurve[part] = (one.volumeCurve[part] ?? 0) + quantity;
  if (candleAtMs === null) return;
  const minute = one.minutes.at(-1)?.length ?? 0;
  const candle = one.candles[minute];
  if (!candle) {
    one.candles[minute] = {
      open: priceTicks,
      high: priceTicks,
      low: priceTicks,
      close: priceTicks,
      volume: quantity,
    };
    return;
  }
  candle.high = Math.max(candle.high, priceTicks);
  candle.low = Math.min(candle.low, priceTicks);
  candle.close = priceTicks;
  candle.volume += quantity;
}

function sampleBook(
  one: TickerObservations,
  exchange: Exchange,
  isMinute: boolean,
  keepsBook: boolean,
): void {
  const book = exchange.state.listings.get(one.ticker)?.book;
  if (!book) return;
  const [bid, ask] = [book.bestTicks(BUY), book.bestTicks(SELL)];
  if (bid === 0 || ask === 0) return;
  if (isMinute) one.minutes.at(-1)?.push((bid + ask) / 2);
  one.spreads.push(ask - bid);
  if (!isMinute) return;
  const bids = book.levels(BUY, SHOWN_LEVELS);
  const asks = book.levels(SELL, SHOWN_LEVELS);
  for (const side of [bids, asks]) {
    one.levels.push(side.length);
    one.ordersPerLevel.push(side.reduce((sum, { orders }) => sum + orders, 0) / side.length);
  }
  one.bestValues.push((bids[0]?.quantity ?? 0) * bid);
  if (keepsBook)
    one.book = { bids: bids.map((level) => ({ ...level })), asks: asks.map((level) => ({ ...level })) };
}
