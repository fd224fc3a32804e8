import type { BrokerClient, QuoteStreamSubscription } from '#sdk/src/index.ts';
import type { Browser } from '../state/browser.ts';

export type Quote = QuoteStreamSubscription['quotes'];

/** The newest quote of each ticker that a component shows, from one stream. */
export interface QuoteBoard {
  get(ticker: string): Quote | undefined;
  /** Calls back when the ticker's quote changes, at most once a frame. Returns the end of that. */
  watch(ticker: string, listener: () => void): () => void;
  /** The quote of an answer, which the stream may not have brought yet. */
  offer(quotes: readonly (Quote | null)[]): void;
}

/** The broker sends at most one quote of a ticker in this time, the newest. */
const EVERY_MS = 100;
/** Tickers of one stream. */
const MOST_TICKERS = 200;

export function createQuoteBoard(
  broker: Pick<BrokerClient, 'quoteStream'>,
  { beforePaint, clock }: Pick<Browser, 'beforePaint' | 'clock'>,
): QuoteBoard {
  const quotes = new Map<string, Quote>();
  const listeners = new Map<string, Set<() => void>>();
  const changed = new Set<string>();
  let stream: { readonly tickers: ReadonlySet<string>; readonly end: AbortController } | null = null;
  let isDue = false;

  const publish = (): void => {
    const tickers = [...changed];
    changed.clear();
    for (const ticker of tickers) for (const listener of listeners.get(ticker) ?? []) listener();
  };
  const take = (quote: Quote): void => {
    const before = quotes.get(quote.ticker);
    if (before && before.sequence >= quote.sequence) return;
    quotes.set(quote.ticker, quote);
    if (changed.size === 0) beforePaint(publish);
    changed.add(quote.ticker);
  };
  const follow = async (tickers: string[], signal: AbortSignal): Promise<void> => {
    for await (const { quotes: quote } of broker.quoteStream({ tickers, everyMs: EVERY_MS }, { signal }))
      take(quote);
  };
  /** Opens a stream for the tickers on the screen; one that has them all goes on. */
  const reopen = (): void => {
    isDue = false;
    const wanted = [...listeners.keys()].slice(0, MOST_TICKERS);
    if (
      stream &&
      wanted.every((ticker) => stream?.tickers.has(ticker)) &&
      stream.tickers.size <= 2 * wanted.length
    )
      return;
    stream?.end.abort();
    stream = null;
    if (wanted.length === 0) return;
    const opened = { tickers: new Set(wanted), end: new AbortController() };
    stream = opened;
    // It ends by itself only for an unknown ticker: the next change of the screen opens another one.
    follow(wanted, opened.end.signal).catch(() => {
      if (stream === opened) stream = null;
    });
  };
  /** Many components appear and go at once. */
  const reopenSoon = (): void => {
    if (isDue) return;
    isDue = true;
    clock.after(0, reopen);
  };
  return {
    get: (ticker) => quotes.get(ticker),
    offer: (answered) => answered.forEach((quote) => quote && take(quote)),
    watch: (ticker, listener) => {
      const present = listeners.get(ticker) ?? new Set();
      listeners.set(ticker, present.add(listener));
      reopenSoon();
      return () => {
        present.delete(listener);
        if (present.size > 0) return;
        listeners.delete(ticker);
        reopenSoon();
      };
    },
  };
}
