import type { Candle } from '#domain/market-data/candles.ts';
import type { DailyQuote } from '#domain/market-data/daily-quote.ts';
import { newTicker, type TickerState, type Trade } from '#domain/market-data/fold.ts';
import type { QuoteImport } from '../history/history.ts';

/** Midnight of 2026-03-16 in Sao Paulo. */
export const MONDAY_MS = Date.parse('2026-03-16T03:00:00Z');

export const stateOf = (ticker: string, phase: 'CLOSED' | 'CONTINUOUS' = 'CLOSED'): TickerState =>
  newTicker(ticker, { tradeDate: '2026-03-16', atMs: MONDAY_MS, previousClose: 2_800, phase });
export const tradeOf = (ticker: string, sequence: number): Trade => ({
  tradeId: `${ticker}-${sequence}`,
  ticker,
  priceCentavos: 2_800 + sequence,
  quantity: 100,
  aggressor: sequence % 2 === 0 ? 'BUY' : null,
  atMs: MONDAY_MS + sequence,
  tradeDate: '2026-03-16',
  sequence,
});
export const candleOf = (ticker: string, openedAtMs: number, close: number): Candle => ({
  ticker,
  interval: 'M1',
  openedAtMs,
  open: 2_800,
  high: 9_007_199_254_740_991,
  low: 2_800,
  close,
  volume: 100,
  turnoverCentavos: 280_000,
  tradeCount: 1,
  lastTradeSequence: 7,
  isClosed: false,
});
export const dailyQuote = (
  ticker: string,
  tradeDate: string,
  close: number,
  marketType = '010',
): DailyQuote => ({
  tradeDate,
  bdiCode: '02',
  ticker,
  marketType,
  name: 'PETROBRAS',
  specification: 'PN      N2',
  termDays: '',
  currency: 'R$',
  open: close,
  high: close,
  low: close,
  average: close,
  close,
  bestBid: close,
  bestAsk: close,
  tradeCount: 3,
  quantity: 300,
  turnoverCentavos: close * 300,
  strike: 0,
  correctionIndicator: '0',
  expiresOn: null,
  quoteFactor: 1,
  strikePointsMillionths: 0,
  isin: 'BRPETRACNPR6',
  distributionNumber: '101',
  contract: 0,
});
/** An import. An error among the portions of quotes is thrown in its place. */
export const importOf = (
  content: string,
  serial: number,
  ...portions: readonly (readonly DailyQuote[] | Error)[]
): QuoteImport => ({
  contentHash: content,
  importId: `imp_${content}_${serial}`,
  fileName: `${content}.TXT`,
  importedAtMs: MONDAY_MS + serial,
  portions: async function* () {
    for (const portion of portions) {
      if (portion instanceof Error) throw portion;
      yield portion;
    }
  },
});
