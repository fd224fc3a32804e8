import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { Candle } from '#domain/market-data/candles.ts';
import {
  applyEvent,
  foreignness,
  type Book,
  type Foreignness,
  type Trade,
} from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { StoredState } from '../history/history.ts';

/** Results of a batch, to be published. */
export interface Folded {
  readonly states: Map<string, StoredState>;
  readonly quotes: Quote[];
  readonly books: Book[];
  readonly trades: Trade[];
  readonly candles: Map<string, Candle>;
  /** Tickers with events that had been folded before and may not have been published. */
  readonly repeated: Set<string>;
  readonly gaps: { readonly ticker: string; readonly sequence: number; readonly missing: number }[];
  /** Events that do not continue those before: they change nothing. */
  readonly foreign: {
    readonly ticker: string;
    readonly sequence: number;
    readonly reason: Foreignness;
    readonly knownJournalId: string | null;
    readonly journalId: string | null;
  }[];
  /** Number of trades that were lost. */
  missingTrades: number;
}

/** The results of a batch before its first event. */
export const nothingFolded = (): Folded => ({
  states: new Map(),
  quotes: [],
  books: [],
  trades: [],
  candles: new Map(),
  repeated: new Set(),
  gaps: [],
  foreign: [],
  missingTrades: 0,
});

/**
 * Applies events to the states of their tickers, in order, and adds the results to those of the events before. The rules of one event
 * stand in `domain/market-data/fold.ts`.
 */
export function foldEvents(
  folded: Folded,
  events: readonly EngineMarketData[],
  known: ReadonlyMap<string, StoredState>,
): void {
  for (const event of events) {
    const { ticker, sequence } = event;
    const stored = folded.states.get(ticker) ?? known.get(ticker);
    if (!stored) throw new Error(`the state of ${ticker} was not loaded`);
    const reason = foreignness(stored.state, event);
    if (reason !== null) {
      const { journalId: knownJournalId } = stored.state;
      folded.foreign.push({ ticker, sequence, reason, knownJournalId, journalId: event.journalId ?? null });
      continue;
    }
    const step = applyEvent(stored.state, event);
    if (step === null) {
      folded.repeated.add(ticker);
      continue;
    }
    folded.states.set(ticker, { state: step.state, version: stored.version });
    if (step.quote) folded.quotes.push(step.quote);
    if (step.book) folded.books.push(step.book);
    if (step.trade) folded.trades.push(step.trade);
    folded.missingTrades += step.missingTrades;
    if (step.missing > 0) folded.gaps.push({ ticker, sequence, missing: step.missing });
    for (const candle of step.candles)
      folded.candles.set(`${ticker} ${candle.interval} ${candle.openedAtMs}`, candle);
  }
}
