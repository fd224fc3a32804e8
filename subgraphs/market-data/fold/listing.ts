import { CACHE_KEYS, TOPICS } from '#contracts/names.ts';
import type { TickerState } from '#domain/market-data/fold.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { WritableBoard } from '../streams/board.ts';
import type { QuoteHistory } from '../history/history.ts';
import { readableQuote } from '../graph/quotes.ts';
import { bookRecord, hotPrice, quoteRecord } from './records.ts';

/** Stores and topics that listing writes. */
export interface ListingDependencies {
  readonly history: QuoteHistory;
  readonly eventLog: EventLog;
  readonly cache: Cache;
}

/**
 * Stores and publishes the first quote and book of new instruments. May be called again after a failure.
 *
 * @param fresh collects the tickers that this listing adds, so that a repeat after a failure publishes each of them
 */
export async function listTickers(
  { history, eventLog, cache }: ListingDependencies,
  board: WritableBoard,
  states: readonly TickerState[],
  fresh: Set<string>,
): Promise<void> {
  for (const ticker of await history.addTickers(states)) fresh.add(ticker);
  await takeListed(history, board, states);
  const added = states.filter((state) => fresh.has(state.quote.ticker));
  if (added.length === 0) return;
  await cache.setMany(added.map((state) => hotPrice(board.quote(state.quote.ticker) ?? state.quote)));
  const books = added.map((state) => bookRecord(state.book));
  const quotes = added.map((state) => quoteRecord(state.quote));
  await eventLog.append(TOPICS.books, books);
  await eventLog.append(TOPICS.quotes, quotes);
}

/** Puts the states on the board that another instance has stored since this one filled its board. */
async function takeListed(
  history: QuoteHistory,
  board: WritableBoard,
  states: readonly TickerState[],
): Promise<void> {
  const absent = states.map(({ quote }) => quote.ticker).filter((ticker) => !board.hasState(ticker));
  if (absent.length === 0) return;
  for (const stored of await history.loadStates(absent)) if (stored) board.takeState(stored.state);
}

/** Fills the cache from the store where the cache has no price or an older one. */
export async function warmCache({ history, cache }: ListingDependencies): Promise<void> {
  const quotes = (await history.allStates()).map((state) => state.quote);
  const cached = await cache.getMany(quotes.map((quote) => CACHE_KEYS.hotPrice(quote.ticker)));
  const colder = quotes.filter((quote, index) => {
    const value = cached[index];
    return quote.sequence > ((value && readableQuote(value)?.sequence) ?? -1);
  });
  if (colder.length > 0) await cache.setMany(colder.map(hotPrice));
}
