import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { isCall, type Phase } from '#domain/market/phase.ts';
import type { Side } from '#domain/orders/order.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import type { MarketNews } from '../market/market-news.ts';
import type { Quote } from './quotes.ts';
import { clampToRange, priceRangeOf, withinBoth, type PriceRange } from './reference-price.ts';
import type { SimulatorSettings } from '../settings.ts';

/** What the participants of a book know and have standing there. */
export interface BookState {
  fact: InstrumentFact;
  /** What the exchange has told; null before it told any. */
  phase: Phase | null;
  /** The session's day that the prices are of; null while it is not known. */
  tradeDate: string | null;
  /** Price of the day's last auction that traded, in centavos. */
  auctionCentavos: number | null;
  /** Where the day stood before the participants came. */
  known: KnownPrices | null;
  /** Null while the instrument may not be quoted. */
  range: PriceRange | null;
  /** 0 while it was never quoted. */
  referenceTicks: number;
  readonly quotes: Map<string, Quote>;
  /** The takers' order that has not ended. */
  takerOrderId: string | null;
  /** Orders that were added in this call. */
  callOrders: number;
  /** How often an auction has stopped the day's trading. */
  auctions: number;
  /** The side of the makers that auctions have taken from: others want more of it than there is. */
  wantedSide: Side | null;
  /** Since when an answer is awaited. */
  sentMs: number;
  restsUntilMs: number;
  /** Times that the exchange made the book rest since it last took something. */
  refusals: number;
}

/** A book that nobody quotes yet; it begins at the last price where that is known, else at the previous close. */
export function createBookState(
  fact: InstrumentFact,
  known: KnownPrices | null,
  settings: SimulatorSettings,
): BookState {
  const state: BookState = {
    fact,
    phase: null,
    tradeDate: known?.tradeDate ?? null,
    auctionCentavos: null,
    known,
    range: null,
    referenceTicks: 0,
    quotes: new Map(),
    takerOrderId: null,
    callOrders: 0,
    auctions: 0,
    wantedSide: null,
    sentMs: 0,
    restsUntilMs: 0,
    refusals: 0,
  };
  applyRange(state, settings);
  const last = known?.last ?? null;
  if (last !== null) moveTo(state, last);
  return state;
}

/** Works the range out anew and draws the reference into it. */
export function applyRange(state: BookState, settings: SimulatorSettings): void {
  state.range = state.fact.status === 'ACTIVE' ? rangeOf(state, settings) : null;
  if (!state.range) return;
  state.referenceTicks = clampToRange(state.range, state.referenceTicks || state.range.anchorTicks);
}

function moveTo(state: BookState, centavos: number): void {
  if (!state.range) return;
  const ticks = Math.round(centavos / state.fact.tickCentavos);
  state.referenceTicks = clampToRange(state.range, ticks);
}

/**
 * Around the day's last auction, else around the previous close. Who comes in the middle of a day does not know whether
 * it opened with an auction, and stays near both; or near the last price, when that is far from them.
 */
function rangeOf(state: BookState, settings: SimulatorSettings): PriceRange | null {
  const { fact, auctionCentavos, known } = state;
  const around = (centavos: number): PriceRange | null => priceRangeOf(fact, settings, centavos);
  if (auctionCentavos !== null) return around(auctionCentavos);
  const usual = around(fact.previousCloseCentavos);
  if (!usual || known === null || known.last === null) return usual;
  const range = withinBoth(usual, known.open === null ? null : around(known.open));
  const lastTicks = known.last / fact.tickCentavos;
  return lastTicks >= range.lowTicks && lastTicks <= range.highTicks ? range : around(known.last);
}

/** Takes over news of the exchange: its phase, and the price of an auction, where the book is quoted from then on. */
export function hear(state: BookState, news: MarketNews, settings: SimulatorSettings): void {
  if (news.type === 'AUCTION_TRADE') {
    state.auctionCentavos = news.priceCentavos;
    applyRange(state, settings);
    moveTo(state, news.priceCentavos);
    return;
  }
  if (state.tradeDate !== null && news.tradeDate !== state.tradeDate) beginDay(state);
  state.tradeDate = news.tradeDate;
  if (news.phase !== state.phase) beginPhase(state, news.phase);
}

function beginDay(state: BookState): void {
  state.auctionCentavos = null;
  state.known = null;
  state.auctions = 0;
}

function beginPhase(state: BookState, phase: Phase): void {
  state.phase = phase;
  state.refusals = 0;
  state.restsUntilMs = 0;
  if (isCall(phase)) state.callOrders = 0;
  if (phase === 'AUCTION') state.auctions += 1;
}
