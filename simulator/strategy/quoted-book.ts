import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { isCall, type Phase } from '#domain/market/phase.ts';
import type { Side } from '#domain/orders/order.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import type { MarketNews } from '../market/market-news.ts';
import type { LiquidityProfile } from '../model/liquidity.ts';
import type { QuoteSlot } from './quote-slots.ts';
import { quoteSlots } from './quote-slots.ts';
import type { Quote } from './quotes.ts';
import { clampToRange, priceRangeOf, withinBoth, type PriceRange } from './reference-price.ts';
import type { SimulatorSettings } from '../settings.ts';

/** Participants' view of one book: its instrument, its phase, and their own open orders. */
export interface QuotedBook {
  fact: InstrumentFact;
  readonly profile: LiquidityProfile;
  readonly slots: readonly QuoteSlot[];
  /** Phase that the exchange published; null before the first. */
  phase: Phase | null;
  /** Trade date of the prices; null while unknown. */
  tradeDate: string | null;
  /** Price of the day's last auction that traded, in centavos. */
  auctionCentavos: number | null;
  /** Prices at the simulator's start; null from the next trade date on. */
  known: KnownPrices | null;
  /** Null while the instrument may not be quoted. */
  range: PriceRange | null;
  /** Price that the participants believe fair, not a whole tick; 0 before the first quote. */
  referenceTicks: number;
  /** Price around which the book is quoted: the reference once it has moved far enough. */
  quotedTicks: number;
  /** Slow mean of the reference, for followers of trends. */
  meanTicks: number;
  /** Market time of the mean, in milliseconds. */
  meanAtMs: number;
  readonly quotes: Map<string, Quote>;
  /** Shares that each maker has bought less those that it has sold today. */
  readonly inventory: number[];
  /** The takers' orders without a final report. */
  readonly takerOrderIds: Set<string>;
  /** Side of the last trade that no plan decided. */
  lastSide: Side;
  /** A large order that is sliced over many trades; null when there is none. */
  largeOrder: { readonly side: Side; leaves: number; readonly slice: number } | null;
  /** True when quotes may differ from their targets. */
  needsRepair: boolean;
  /** Number of orders added in this call. */
  callOrders: number;
  /** Number of auctions within the trade date. */
  auctions: number;
  /** Side of the makers' orders that filled in an auction: demand there exceeds supply. */
  wantedSide: Side | null;
  /** Time of the last report, or of the first command after it, in milliseconds of the machine's clock. */
  answeredMs: number;
  pausedUntilMs: number;
  /** Number of pauses caused by rejections since the exchange last accepted a quote. */
  rejections: number;
}

/** Creates the state of a book without quotes. The reference begins at the last price if known, else at the previous close. */
export function createQuotedBook(
  fact: InstrumentFact,
  profile: LiquidityProfile,
  known: KnownPrices | null,
  settings: SimulatorSettings,
): QuotedBook {
  const state: QuotedBook = {
    fact,
    profile,
    slots: quoteSlots(profile.kind),
    phase: null,
    tradeDate: known?.tradeDate ?? null,
    auctionCentavos: null,
    known,
    range: null,
    referenceTicks: 0,
    quotedTicks: 0,
    meanTicks: 0,
    meanAtMs: 0,
    quotes: new Map(),
    inventory: [0, 0, 0, 0],
    takerOrderIds: new Set(),
    lastSide: 'BUY',
    largeOrder: null,
    needsRepair: true,
    callOrders: 0,
    auctions: 0,
    wantedSide: null,
    answeredMs: 0,
    pausedUntilMs: 0,
    rejections: 0,
  };
  applyRange(state, settings);
  const last = known?.last ?? null;
  if (last !== null) moveTo(state, last);
  return state;
}

/** Recalculates the price range and clamps the reference to it. */
export function applyRange(state: QuotedBook, settings: SimulatorSettings): void {
  state.range = state.fact.status === 'ACTIVE' ? rangeOf(state, settings) : null;
  if (!state.range) return;
  settleAt(state, state.referenceTicks || state.range.anchorTicks);
}

/** Sets the reference, and quotes around it at once. */
function settleAt(state: QuotedBook, ticks: number): void {
  if (!state.range) return;
  state.referenceTicks = clampToRange(state.range, ticks);
  state.quotedTicks = state.referenceTicks;
  state.needsRepair = true;
}

function moveTo(state: QuotedBook, centavos: number): void {
  if (!state.range) return;
  settleAt(state, Math.round(centavos / state.fact.tickCentavos));
  state.meanTicks = state.referenceTicks;
}

/**
 * Range around the day's last auction price, else around the previous close. A simulator that starts within the day does
 * not know whether the day opened with an auction: it stays within the ranges of both the previous close and the open, or
 * around the last price when that lies outside them.
 */
function rangeOf(state: QuotedBook, settings: SimulatorSettings): PriceRange | null {
  const { fact, profile, auctionCentavos, known } = state;
  const around = (centavos: number): PriceRange | null => priceRangeOf(fact, profile, settings, centavos);
  if (auctionCentavos !== null) return around(auctionCentavos);
  const usual = around(fact.previousCloseCentavos);
  if (!usual || known === null || known.last === null) return usual;
  const range = withinBoth(usual, known.open === null ? null : around(known.open));
  const lastTicks = known.last / fact.tickCentavos;
  return lastTicks >= range.lowTicks && lastTicks <= range.highTicks ? range : around(known.last);
}

/** Applies market news: a phase, or the price of an auction, which becomes the reference. */
export function applyNews(state: QuotedBook, news: MarketNews, settings: SimulatorSettings): void {
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

function beginDay(state: QuotedBook): void {
  state.auctionCentavos = null;
  state.known = null;
  state.auctions = 0;
  state.largeOrder = null;
  state.inventory.fill(0);
}

function beginPhase(state: QuotedBook, phase: Phase): void {
  state.phase = phase;
  state.needsRepair = true;
  state.rejections = 0;
  state.pausedUntilMs = 0;
  if (isCall(phase)) state.callOrders = 0;
  if (phase === 'AUCTION') state.auctions += 1;
}
