import { latestByKey } from '#platform/streams/latest-by-key.ts';

/** State of a quote, as resolvers return it. */
export interface QuoteState {
  readonly ticker: string;
  readonly last: string;
  readonly bid: string;
  readonly ask: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly volume: number;
  readonly turnover: string;
  readonly trades: number;
  readonly at: string;
  readonly sequence: number;
  readonly skipped: number;
}

/** Quotes that a benchmark changes and a subgraph streams. */
export interface QuoteFeed {
  /** The newest quote of a ticker; the first has the sequence 0. */
  readonly newest: (ticker: string) => QuoteState;
  /** Changes the quote of a ticker. */
  readonly change: (ticker: string) => void;
  /** Streams the newest quotes of tickers, then their changes. */
  read(tickers: readonly string[]): AsyncIterableIterator<QuoteState>;
  /** Open streams. */
  readonly readers: number;
}

const stateOf = (ticker: string, sequence: number): QuoteState => ({
  ticker,
  last: `28.${10 + (sequence % 90)}`,
  bid: '28.90',
  ask: '28.92',
  open: '28.10',
  high: '29.35',
  low: '27.98',
  volume: 1_000_000 + sequence * 100,
  turnover: '28934512.00',
  trades: 10_000 + sequence,
  at: '2026-03-16T13:00:00.000Z',
  sequence,
  skipped: 0,
});

export function createQuoteFeed(): QuoteFeed {
  const newest = new Map<string, QuoteState>();
  const watchers = new Map<string, Set<(quote: QuoteState) => void>>();
  let readers = 0;
  return {
    newest: (ticker) => newest.get(ticker) ?? stateOf(ticker, 0),
    change: (ticker) => {
      const quote = stateOf(ticker, (newest.get(ticker)?.sequence ?? 0) + 1);
      newest.set(ticker, quote);
      for (const offer of watchers.get(ticker) ?? []) offer(quote);
    },
    read: (tickers) =>
      latestByKey<QuoteState>(
        ({ ticker }) => ticker,
        (offer) => {
          readers += 1;
          for (const ticker of tickers) {
            const ofTicker = watchers.get(ticker) ?? new Set();
            watchers.set(ticker, ofTicker.add(offer));
            offer(newest.get(ticker) ?? stateOf(ticker, 0));
          }
          return () => {
            readers -= 1;
            for (const ticker of tickers) watchers.get(ticker)?.delete(offer);
          };
        },
      ),
    get readers() {
      return readers;
    },
  };
}
