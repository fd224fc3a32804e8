import type { Quote } from '#domain/market-data/quote.ts';
import type { Stop } from '#platform/process/part.ts';
import type { MarketBoard } from '../streams/board.ts';

/** The last quotes of members on a trade date that others have left already. */
export interface LastOfDay {
  /** Follows these tickers and no others. */
  follow(tickers: readonly string[]): void;
  /** The ticker's last quote of the trade date; null when it has none, or when it is not known. */
  quote(ticker: string, tradeDate: string): Quote | null;
  /** Whether the last quotes of the trade date are known of all tickers that have left it. */
  isComplete(tradeDate: string): boolean;
  readonly stop: Stop;
}

/** The board keeps the newest quote of a ticker alone: this keeps the one before it when a new trade date begins. */
export function createLastOfDay(board: Pick<MarketBoard, 'quote' | 'watchQuotes'>): LastOfDay {
  const newest = new Map<string, Quote>();
  const left = new Map<string, Quote>();
  let unwatch = (): void => undefined;
  const take = (quote: Quote): void => {
    const before = newest.get(quote.ticker);
    if (before && before.tradeDate < quote.tradeDate) left.set(quote.ticker, before);
    newest.set(quote.ticker, quote);
  };
  const lastOf = (ticker: string, tradeDate: string): Quote | null =>
    [newest.get(ticker), left.get(ticker)].find((quote) => quote?.tradeDate === tradeDate) ?? null;
  return {
    follow: (tickers) => {
      unwatch();
      unwatch = board.watchQuotes(tickers, take);
      for (const ticker of tickers) {
        const quote = board.quote(ticker);
        if (quote) take(quote);
      }
    },
    quote: lastOf,
    isComplete: (tradeDate) =>
      [...newest].every(([ticker, quote]) => quote.tradeDate <= tradeDate || lastOf(ticker, tradeDate)),
    stop: async () => unwatch(),
  };
}
