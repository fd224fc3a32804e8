import type { BrokerClient, QuoteStreamSubscription } from '#sdk/src/index.ts';
import type { Browser } from '../state/browser.ts';

export type Quote = QuoteStreamSubscription['quotes'];

/** The newest quote of each ticker that a component shows, from one stream. */
export interface QuoteBoard {
  readonly get: (ticker: string) => Quote | undefined;
  /** Calls back when the ticker's quote changes, at most once a frame. Returns the end of that. */
  readonly watch: (ticker: string, listener: () => void) => () => void;
  /** The quote of an answer, which the stream may not have brought yet. */
  readonly offer: (quotes: readonly (Quote | null)[]) => void;
  /** The connection is lost. What comes after it may be of a broker that was restored: its next quote counts, whatever its sequence. */
  readonly lost: () => void;
}

/** The broker sends at most one quote of a ticker in this time, the newest. */
const EVERY_MS = 200;
/** Pause before a stream that has failed is opened again. */
const AGAIN_MS = 2_000;
/** Tickers of one stream. */
const MOST_TICKERS = 200;

/** The newest quotes, and who waits for a change of which. */
interface Quotes {
  readonly newest: Map<string, Quote>;
  readonly listeners: Map<string, Set<() => void>>;
  readonly take: (quote: Quote) => void;
  readonly lost: () => void;
}

/** @param heard called with the instant of each quote of the stream */
export function createQuoteBoard(
  broker: Pick<BrokerClient, 'quoteStream' | 'quotes'>,
  browser: Pick<Browser, 'beforePaint' | 'clock'>,
  heard: (instant: string) => void = () => undefined,
): QuoteBoard {
  const quotes = createQuotes(browser, heard);
  const { newest, listeners, take } = quotes;
  const reopenSoon = followListeners(broker, browser, quotes);
  return {
    get: (ticker) => newest.get(ticker),
    lost: quotes.lost,
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

/** Calls the listeners of changed quotes once a frame. */
function createQuotes(
  { beforePaint }: Pick<Browser, 'beforePaint'>,
  heard: (instant: string) => void,
): Quotes {
  const newest = new Map<string, Quote>();
  const listeners = new Map<string, Set<() => void>>();
  const changed = new Set<string>();
  /** Tickers whose quote is from before a loss. */
  const old = new Set<string>();
  const publish = (): void => {
    const tickers = [...changed];
    changed.clear();
    for (const ticker of tickers) for (const listener of listeners.get(ticker) ?? []) listener();
  };
  return {
    newest,
    listeners,
    lost: () => {
      for (const ticker of newest.keys()) old.add(ticker);
    },
    take: (quote) => {
      const before = newest.get(quote.ticker);
      if (!old.delete(quote.ticker) && before && before.sequence >= quote.sequence) return;
      newest.set(quote.ticker, quote);
      heard(quote.at);
      if (changed.size === 0) beforePaint(publish);
      changed.add(quote.ticker);
    },
  };
}

/** Keeps one stream of the tickers that have listeners. Returns how to look at them again. */
function followListeners(
  broker: Pick<BrokerClient, 'quoteStream' | 'quotes'>,
  { clock }: Pick<Browser, 'clock'>,
  { listeners, take }: Quotes,
): () => void {
  let stream: { readonly tickers: ReadonlySet<string>; readonly end: AbortController } | null = null;
  const unknown = new Set<string>();
  let isDue = false;
  const follow = async (tickers: string[], signal: AbortSignal): Promise<void> => {
    for await (const { quotes } of broker.quoteStream({ tickers, everyMs: EVERY_MS }, { signal }))
      take(quotes);
  };
  const reopen = (): void => {
    isDue = false;
    const wanted = [...listeners.keys()].filter((one) => !unknown.has(one)).slice(0, MOST_TICKERS);
    const { tickers } = stream ?? { tickers: new Set<string>() };
    // A stream that has them all goes on, unless most of it is for nobody.
    if (wanted.length > 0 && wanted.every((one) => tickers.has(one)) && tickers.size <= 2 * wanted.length)
      return;
    stream?.end.abort();
    stream = null;
    if (wanted.length === 0) return;
    const opened = { tickers: new Set(wanted), end: new AbortController() };
    stream = opened;
    follow(wanted, opened.end.signal).catch(() => {
      if (stream !== opened) return;
      stream = null;
      void leaveOutUnknown(wanted);
    });
  };
  /** The graph refuses a stream with an unknown ticker: a kept list may name one that is gone. */
  const leaveOutUnknown = async (tickers: readonly string[]): Promise<void> => {
    const { quotes } = await broker.quotes({ tickers: [...tickers] }).catch(() => ({ quotes: null }));
    const gone = tickers.filter((_, index) => quotes !== null && quotes[index] === null);
    for (const ticker of gone) unknown.add(ticker);
    clock.after(gone.length > 0 ? 0 : AGAIN_MS, reopen);
  };
  return () => {
    // Many components appear and go at once.
    if (isDue) return;
    isDue = true;
    clock.after(0, reopen);
  };
}
