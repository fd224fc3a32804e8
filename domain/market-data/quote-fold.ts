import { isCall, type Phase, type PhaseCause } from '../market/phase.ts';
import { addUpToSafe, multiply } from '../money/integer.ts';
import type { BookSide } from './book.ts';
import type { MarketEvent } from './events.ts';
import { sameFigures, type Quote } from './quote.ts';

/** Context of an event in the fold. */
export interface QuoteFacts {
  /** True for the ticker's first event. */
  readonly isFirst: boolean;
  /** The event's trade or index value; null for other events and repeated ones. */
  readonly trade: { readonly priceCentavos: number; readonly quantity: number } | null;
  /** Number of trades lost before the event. */
  readonly missingTrades: number;
  /** Book after the event; null while it is unknown. */
  readonly book: { readonly bids: BookSide; readonly asks: BookSide } | null;
}

/** Applies an event to a quote. Returns the same object when nothing changes. */
export function foldQuote(before: Quote, event: MarketEvent, facts: QuoteFacts): Quote {
  const quote = quoteAfter(rollDay(before, event, facts.isFirst), event, facts);
  const after = facts.book ? withBest(quote, facts.book) : withoutBook(quote);
  if (sameFigures(before, after)) return before;
  return { ...after, atMs: event.atMs, sequence: before.sequence + 1 };
}

/** Starts a new trade date: clears the figures of the day; the last price becomes the previous close. */
function rollDay(quote: Quote, event: MarketEvent, isFirst: boolean): Quote {
  const isNewDay = event.tradeDate > quote.tradeDate || (isFirst && event.tradeDate !== quote.tradeDate);
  if (!isNewDay) return quote;
  return {
    ...withoutTheoretical(quote),
    tradeDate: event.tradeDate,
    previousClose: quote.last ?? quote.previousClose,
    last: null,
    open: null,
    high: null,
    low: null,
    volume: 0,
    turnoverCentavos: 0,
    tradeCount: 0,
  };
}

function quoteAfter(quote: Quote, event: MarketEvent, facts: QuoteFacts): Quote {
  switch (event.type) {
    case 'TRADE':
      return facts.trade ? afterTrade(quote, facts.trade, facts.missingTrades) : quote;
    case 'PHASE_CHANGED':
      return inPhase(withPreviousClose(quote, event.previousCloseTicks, event), event);
    case 'BOOK_SNAPSHOT':
      return afterSnapshot(quote, event, facts.missingTrades);
    case 'THEORETICAL': {
      const { priceTicks, quantity } = event;
      return withTheoretical(quote, priceTicks === null ? null : { priceTicks, quantity }, event);
    }
    case 'INDEX_VALUE': {
      const closed = withPreviousClose(quote, event.previousCloseTicks, event);
      const price = facts.trade?.priceCentavos;
      const valued = price === undefined ? closed : { ...atPrice(closed, price), open: closed.open ?? price };
      return inPhase(valued, event);
    }
    case 'BOOK_CHANGED':
      return quote;
  }
}

/** Applies a trade. The open stays unknown when earlier trades of the day may have been lost. */
function afterTrade(quote: Quote, trade: NonNullable<QuoteFacts['trade']>, missingTrades: number): Quote {
  const price = trade.priceCentavos;
  const isFirstOfDay = quote.last === null && missingTrades === 0;
  return {
    ...atPrice(quote, price),
    open: isFirstOfDay ? price : quote.open,
    volume: addUpToSafe(quote.volume, trade.quantity),
    turnoverCentavos: addUpToSafe(quote.turnoverCentavos, multiply(price, trade.quantity)),
    tradeCount: quote.tradeCount + 1,
  };
}

const atPrice = (quote: Quote, price: number): Quote => ({
  ...quote,
  last: price,
  high: Math.max(quote.high ?? price, price),
  low: Math.min(quote.low ?? price, price),
});

/** Applies a snapshot. It carries the last price of lost trades, but not their quantities. */
function afterSnapshot(
  before: Quote,
  event: MarketEvent & { type: 'BOOK_SNAPSHOT' },
  missingTrades: number,
): Quote {
  const quote = withPreviousClose(before, event.previousCloseTicks ?? null, event);
  const lastTicks = missingTrades > 0 ? event.lastTradeTicks : undefined;
  const priced = lastTicks === undefined ? quote : atPrice(quote, multiply(lastTicks, event.tickCentavos));
  // A snapshot does not say when its phase ends: what was known of it stays.
  const phased = priced.phase === event.phase ? priced : inPhase(priced, event);
  return withTheoretical(phased, event.theoretical ?? null, event);
}

const withPreviousClose = (quote: Quote, ticks: number | null, event: MarketEvent): Quote =>
  ticks === null ? quote : { ...quote, previousClose: multiply(ticks, event.tickCentavos) };

function withTheoretical(
  quote: Quote,
  theoretical: { readonly priceTicks: number; readonly quantity: number } | null,
  event: MarketEvent,
): Quote {
  if (!theoretical) return withoutTheoretical(quote);
  return {
    ...quote,
    theoreticalPrice: multiply(theoretical.priceTicks, event.tickCentavos),
    theoreticalQuantity: theoretical.quantity,
  };
}

const withoutTheoretical = (quote: Quote): Quote => ({
  ...quote,
  theoreticalPrice: null,
  theoreticalQuantity: null,
});

/** A phase with what is known of it. */
interface PhaseFacts {
  readonly phase: Phase;
  readonly cause?: PhaseCause | undefined;
  readonly endsAtMs?: number | undefined;
}

/** Clears the theoretical price outside calls. From one call to the next it stays. */
const inPhase = (quote: Quote, { phase, cause, endsAtMs }: PhaseFacts): Quote => ({
  ...(isCall(phase) ? quote : withoutTheoretical(quote)),
  phase,
  phaseCause: cause === 'SCHEDULE' ? undefined : cause,
  phaseEndsAtMs: endsAtMs,
});

/** Sets the best prices of the book. In a call the bid may be above the ask. */
function withBest(quote: Quote, { bids, asks }: NonNullable<QuoteFacts['book']>): Quote {
  const [bid] = bids;
  const [ask] = asks;
  return {
    ...quote,
    bid: bid?.priceCentavos ?? null,
    bidQuantity: bid?.quantity ?? null,
    ask: ask?.priceCentavos ?? null,
    askQuantity: ask?.quantity ?? null,
  };
}

/** Clears the prices while the book is unknown: a missing price is better than a wrong one. */
const withoutBook = (quote: Quote): Quote => withBest(withoutTheoretical(quote), { bids: [], asks: [] });
