import type { Phase } from '../market/phase.ts';
import { RENUMBERED_FROM } from '../market/renumbering.ts';
import { multiply } from '../money/integer.ts';
import type { Side } from '../orders/order.ts';
import { sameSide, sortedSide, withLevel, type BookLevel, type BookSide } from './book.ts';
import {
  NO_CANDLES,
  withTime,
  withTrade,
  type Candle,
  type CandleTrade,
  type TickerCandles,
} from './candles.ts';
import type { LevelInTicks, MarketEvent } from './events.ts';
import type { PastFacts } from './past/past-facts.ts';
import { foldQuote } from './quote-fold.ts';
import type { Quote } from './quote.ts';

/** The whole book of a ticker, best price first. */
export interface Book {
  readonly ticker: string;
  readonly bids: BookSide;
  readonly asks: BookSide;
  readonly atMs: number;
  /** Grows by one at every change, never restarts. */
  readonly sequence: number;
}

/** A trade of the exchange. */
export interface Trade {
  readonly tradeId: string;
  readonly ticker: string;
  readonly priceCentavos: number;
  readonly quantity: number;
  readonly aggressor: Side | null;
  readonly atMs: number;
  readonly tradeDate: string;
  /** Sequence of this ticker's trades, in steps of one. */
  readonly sequence: number;
}

/** State of the fold of one ticker. */
export interface TickerState {
  /** Sequence of the last applied event; null before the first. */
  readonly engineSequence: number | null;
  /** The journal of the exchange that counts the events; null before the first, and for an index. */
  readonly journalId: string | null;
  /** Instant of the last applied event; 0 before the first. */
  readonly eventAtMs: number;
  /**
   * False from a lost event to the next snapshot. Levels and theoretical price are unknown then: the fold emits no books,
   * and quotes without these prices.
   */
  readonly bookKnown: boolean;
  readonly quote: Quote;
  readonly book: Book;
  /** Sequence of the last trade; 0 before the first. */
  readonly tradeSequence: number;
  readonly candles: TickerCandles;
  /** Facts of the simulated past before the first day; null without one. */
  readonly past: PastFacts | null;
}

/** Result of applying one event: the new state and the changed records. */
export interface FoldStep {
  readonly state: TickerState;
  readonly quote: Quote | null;
  readonly book: Book | null;
  readonly trade: Trade | null;
  readonly candles: readonly Candle[];
  /** Number of events lost before this one. */
  readonly missing: number;
  /**
   * Number of trades lost before this event, by its trade sequence. They cannot be recovered: the figures of the day and the candles
   * do not include them.
   */
  readonly missingTrades: number;
}

/** Creates the state of a ticker without any event. */
export function newTicker(
  ticker: string,
  facts: {
    readonly tradeDate: string;
    readonly atMs: number;
    readonly previousClose: number | null;
    readonly phase: Phase;
  },
  past: PastFacts | null = null,
): TickerState {
  const unpriced = { last: null, open: null, high: null, low: null };
  const empty = { bid: null, bidQuantity: null, ask: null, askQuantity: null };
  const theoretical = { theoreticalPrice: null, theoreticalQuantity: null };
  const totals = { volume: 0, turnoverCentavos: 0, tradeCount: 0 };
  return {
    engineSequence: null,
    journalId: null,
    eventAtMs: 0,
    bookKnown: true,
    quote: { ticker, ...facts, ...unpriced, ...empty, ...theoretical, ...totals, sequence: 1 },
    book: { ticker, bids: [], asks: [], atMs: facts.atMs, sequence: 1 },
    tradeSequence: 0,
    candles: NO_CANDLES,
    past,
  };
}

export type Foreignness = 'OTHER_JOURNAL' | 'OLDER_JOURNAL';

/**
 * Why an event does not continue the ticker's events; null when it does, or is a repeat of one. A journal that goes on for another
 * one continues with a renumbered sequence. The exchange's instants never run back, so an event with an old sequence and a new
 * instant is no repeat: the journal ends before events that were applied.
 */
export function foreignness(before: TickerState, event: MarketEvent): Foreignness | null {
  if (before.engineSequence === null) return null;
  const isNew = event.sequence > before.engineSequence;
  if (before.journalId !== null && event.journalId !== before.journalId)
    return isNew && event.sequence > RENUMBERED_FROM ? null : 'OTHER_JOURNAL';
  return !isNew && before.journalId !== null && event.atMs > before.eventAtMs ? 'OLDER_JOURNAL' : null;
}

/** Applies an event; returns null for an event that was applied before, and for a foreign one. */
export function applyEvent(before: TickerState, event: MarketEvent): FoldStep | null {
  if (foreignness(before, event) !== null) return null;
  if (before.engineSequence !== null && event.sequence <= before.engineSequence) return null;
  const missing = missingBefore(before, event);
  const bookKnown = hasWholeBook(event) || (before.bookKnown && missing === 0);
  const book = bookKnown ? bookAfter(before.book, event) : before.book;
  const trade = event.type === 'TRADE' ? tradeOf(before, event) : null;
  const priced = event.type === 'INDEX_VALUE' ? valueOf(before, event) : trade;
  const { candles, changed } = priced ? withTrade(before.candles, priced) : withTime(before.candles, event);
  const missingTrades = missingTradesBefore(before, event);
  const isFirst = before.engineSequence === null;
  const quote = foldQuote(before.quote, event, {
    isFirst,
    trade: priced,
    missingTrades,
    book: bookKnown ? book : null,
  });
  const isBookNew = bookKnown && (book !== before.book || !before.bookKnown);
  const steppedBook = isBookNew
    ? { ...book, atMs: event.atMs, sequence: before.book.sequence + 1 }
    : before.book;
  return {
    state: {
      engineSequence: event.sequence,
      journalId: event.journalId ?? null,
      eventAtMs: event.atMs,
      bookKnown,
      quote,
      book: steppedBook,
      tradeSequence: priced?.sequence ?? before.tradeSequence + missingTrades,
      candles,
      past: before.past,
    },
    quote: quote === before.quote ? null : quote,
    book: isBookNew ? steppedBook : null,
    trade,
    candles: changed,
    missing,
    missingTrades,
  };
}

/** The exchange counts from 0 or 1. A first event with a higher sequence means that earlier ones were lost. */
function missingBefore(state: TickerState, event: MarketEvent): number {
  if (state.engineSequence === null) return event.sequence <= 1 ? 0 : event.sequence - 1;
  // Nobody knows how many events the lost journal had.
  if (isRenumbered(state.engineSequence, event.sequence)) return 1;
  return event.sequence - state.engineSequence - 1;
}

/** Trades have their own sequence in steps of one; a snapshot carries the last. */
function missingTradesBefore(state: TickerState, event: MarketEvent): number {
  if (event.type !== 'TRADE' && event.type !== 'BOOK_SNAPSHOT') return 0;
  const last = event.type === 'TRADE' ? event.tradeSequence - 1 : (event.tradeSequence ?? 0);
  return isRenumbered(state.tradeSequence, last) ? 0 : Math.max(0, last - state.tradeSequence);
}

/** True when a journal has gone on for another one between two sequences. */
const isRenumbered = (before: number, after: number): boolean =>
  before < RENUMBERED_FROM && after >= RENUMBERED_FROM;

/** True for a snapshot, and for an index, which has no book. */
const hasWholeBook = ({ type }: MarketEvent): boolean => type === 'BOOK_SNAPSHOT' || type === 'INDEX_VALUE';

function bookAfter(book: Book, event: MarketEvent): Book {
  const inCentavos = (level: LevelInTicks): BookLevel => ({
    priceCentavos: multiply(level.priceTicks, event.tickCentavos),
    quantity: level.quantity,
    orders: level.orders,
  });
  let { bids, asks } = book;
  if (event.type === 'BOOK_SNAPSHOT') {
    bids = sortedSide(event.bids.map(inCentavos), 'BUY');
    asks = sortedSide(event.asks.map(inCentavos), 'SELL');
  } else if (event.type === 'BOOK_CHANGED') {
    for (const change of event.changes) {
      if (change.side === 'BUY') bids = withLevel(bids, 'BUY', inCentavos(change));
      else asks = withLevel(asks, 'SELL', inCentavos(change));
    }
  }
  return sameSide(bids, book.bids) && sameSide(asks, book.asks) ? book : { ...book, bids, asks };
}

/** An index value as candles see it: a price without shares. Null before the session's first value, and for a repeat. */
function valueOf(state: TickerState, event: MarketEvent & { type: 'INDEX_VALUE' }): CandleTrade | null {
  if (event.valueTicks === null || event.valueSequence <= state.tradeSequence) return null;
  const { ticker, atMs, tradeDate, valueSequence: sequence } = event;
  const priceCentavos = multiply(event.valueTicks, event.tickCentavos);
  return { ticker, priceCentavos, quantity: 0, atMs, tradeDate, sequence };
}

/** Null for a trade that was published before under another event's sequence. */
function tradeOf(state: TickerState, event: MarketEvent & { type: 'TRADE' }): Trade | null {
  if (event.tradeSequence <= state.tradeSequence) return null;
  const { tradeId, ticker, quantity, aggressor, atMs, tradeDate, tradeSequence: sequence } = event;
  const priceCentavos = multiply(event.priceTicks, event.tickCentavos);
  return { tradeId, ticker, priceCentavos, quantity, aggressor, atMs, tradeDate, sequence };
}
