import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { isCall, type Phase } from '#domain/market/phase.ts';
import type { Side } from '#domain/orders/order.ts';
import type { Random } from '#platform/random.ts';
import { applyNews, applyRange, createQuotedBook, type QuotedBook } from './quoted-book.ts';
import { callOrder } from './call-orders.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import { adjust, levelsOf, type Ladder } from './ladder.ts';
import type { MarketNews } from '../market/market-news.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { ladderOf, wholeLots } from './quantities.ts';
import { applyToQuote, leavesOf, type Quote } from './quotes.ts';
import { clampToRange, nextReference, type PriceRange } from './reference-price.ts';
import type { SimulatorSettings } from '../settings.ts';

/** The pause after repeated rejections grows to at most 32 times the first. */
const MAX_PAUSE_DOUBLINGS = 5;

/** Each further auction of a day attracts a larger opposite quantity, so that repeated auctions end. */
const RELIEF_GROWTH = 4;
const MAX_GROWTHS = 5;

/** Time and market phase of one action. */
export interface Moment {
  /** Milliseconds of the machine's clock. */
  readonly nowMs: number;
  /** Phase by the calendar; used until the exchange publishes the book's own phase. */
  readonly marketPhase: Phase;
}

/** The participants of one book. */
export interface BookStrategy {
  readonly ticker: string;
  /** Applies a new version of the instrument; cancels all orders when it may no longer be traded. */
  list(fact: InstrumentFact): EngineCommand[];
  /** Applies public market data. */
  applyNews(news: MarketNews): void;
  /** Applies an execution report of one of the book's orders. */
  receive(report: ExecutionReport, nowMs: number): void;
  /** Restores missing or misplaced quotes; no commands while a report is due or no order may be entered. */
  repair(moment: Moment): EngineCommand[];
  /** Moves the reference: to `leaderTicks`, or (null) at random. */
  move(moment: Moment, leaderTicks: number | null): EngineCommand[];
  /** Sends an order that trades against the quotes; in a call, an order for the call. */
  trade(moment: Moment): EngineCommand[];
  /** True while all levels of both sides are quoted. */
  isQuoted(): boolean;
  /** Price around which the book is quoted. */
  referenceTicks(): number;
}

export interface BookTools {
  readonly settings: SimulatorSettings;
  readonly commands: OrderCommands;
  readonly random: Random;
}

/** Creates the participants of one book. They know only their own orders in it. */
export function createBookStrategy(
  fact: InstrumentFact,
  known: KnownPrices | null,
  tools: BookTools,
): BookStrategy {
  const state = createQuotedBook(fact, known, tools.settings);
  const sent = (commands: EngineCommand[], { nowMs }: Moment): EngineCommand[] => {
    if (commands.length > 0) state.sentMs = nowMs;
    return commands;
  };
  return {
    ticker: fact.ticker,
    list: (next) => list(state, next, tools),
    applyNews: (news) => applyNews(state, news, tools.settings),
    receive: (report, nowMs) => receive(state, report, nowMs, tools.settings),
    repair: (moment) => sent(repair(state, moment, tools), moment),
    move: (moment, leaderTicks) => {
      if (!state.range || !isFree(state, moment)) return [];
      state.referenceTicks = moved(state.range, state.referenceTicks, leaderTicks, tools.random);
      return sent(repair(state, moment, tools), moment);
    },
    trade: (moment) => sent(trade(state, moment, tools), moment),
    isQuoted: () => state.quotes.size >= tools.settings.levels * 2,
    referenceTicks: () => state.referenceTicks,
  };
}

const isWaiting = (state: QuotedBook): boolean =>
  state.takerOrderId !== null || [...state.quotes.values()].some((quote) => quote.pending);

const phaseOf = (state: QuotedBook, { marketPhase }: Moment): Phase => state.phase ?? marketPhase;

/** True in phases that accept limit orders. Participants send nothing in other phases. */
const isOpen = (phase: Phase): boolean => phase === 'CONTINUOUS' || isCall(phase);

const isFree = (state: QuotedBook, moment: Moment): boolean =>
  state.range !== null &&
  moment.nowMs >= state.pausedUntilMs &&
  isOpen(phaseOf(state, moment)) &&
  !isWaiting(state);

function list(state: QuotedBook, fact: InstrumentFact, { settings, commands }: BookTools): EngineCommand[] {
  if (fact.version <= state.fact.version) return [];
  const wasQuoted = state.range !== null;
  state.fact = fact;
  applyRange(state, settings);
  return wasQuoted && !state.range ? [commands.cancelAll(fact.ticker)] : [];
}

/** The level nearest to the leader's price; without a leader, a random move. */
function moved(
  range: PriceRange,
  referenceTicks: number,
  leaderTicks: number | null,
  random: Random,
): number {
  if (leaderTicks === null) return nextReference(range, referenceTicks, random);
  const levels = Math.round((leaderTicks - referenceTicks) / range.stepTicks);
  return clampToRange(range, referenceTicks + levels * range.stepTicks);
}

function receive(
  state: QuotedBook,
  report: ExecutionReport,
  nowMs: number,
  settings: SimulatorSettings,
): void {
  if (report.type === 'MASS_CANCELED') return;
  if (report.type === 'REJECTED') pauseQuoting(state, nowMs, settings);
  if (report.orderId === state.takerOrderId) {
    if (hasEnded(report)) state.takerOrderId = null;
    return;
  }
  const quote = state.quotes.get(report.orderId);
  if (!quote) return;
  const change = applyToQuote(quote, report);
  if (change === 'rejected') pauseQuoting(state, nowMs, settings);
  if (report.type === 'ACCEPTED' || report.type === 'REPLACED') state.rejections = 0;
  if (change === 'ended' || leavesOf(quote) === 0) state.quotes.delete(quote.orderId);
  if (report.type === 'FILLED' && report.liquidity === 'AUCTION') state.wantedSide = quote.side;
  else if (report.type === 'FILLED' && change === 'ended') shiftReference(state, quote);
}

/** Pauses the book after a rejection. Most rejections are due to the phase, so a later retry may succeed. */
function pauseQuoting(state: QuotedBook, nowMs: number, { pauseMs }: SimulatorSettings): void {
  if (nowMs < state.pausedUntilMs) return;
  state.pausedUntilMs = nowMs + pauseMs * 2 ** Math.min(state.rejections, MAX_PAUSE_DOUBLINGS);
  state.rejections += 1;
}

const hasEnded = (report: ExecutionReport): boolean =>
  report.type === 'EXPIRED' ||
  report.type === 'CANCELED' ||
  report.type === 'REJECTED' ||
  (report.type === 'FILLED' && report.leavesQuantity === 0);

/** Moves the reference one step when a trade takes a whole level: up for a buy, down for a sell. */
function shiftReference(state: QuotedBook, quote: Quote): void {
  if (!state.range) return;
  const step = quote.side === 'SELL' ? state.range.stepTicks : -state.range.stepTicks;
  state.referenceTicks = clampToRange(state.range, state.referenceTicks + step);
}

function repair(state: QuotedBook, moment: Moment, tools: BookTools): EngineCommand[] {
  const { range, fact, quotes } = state;
  if (!isOpen(phaseOf(state, moment))) return [];
  const isUnanswered = moment.nowMs - state.sentMs > tools.settings.unansweredMs;
  if (isWaiting(state) && isUnanswered) return startOver(state, tools);
  if (!range || !isFree(state, moment)) return [];
  return adjust(ladderOf(fact, range, state.referenceTicks, tools), quotes, tools.commands);
}

/** Cancels all orders of a book whose reports did not arrive: their state is unknown. Later repairs quote it anew. */
function startOver(state: QuotedBook, { commands }: BookTools): EngineCommand[] {
  state.quotes.clear();
  state.takerOrderId = null;
  return [commands.cancelAll(state.fact.ticker)];
}

function trade(state: QuotedBook, moment: Moment, tools: BookTools): EngineCommand[] {
  const { fact, range } = state;
  if (!range || !isFree(state, moment)) return [];
  const ladder = ladderOf(fact, range, state.referenceTicks, tools);
  const phase = phaseOf(state, moment);
  return phase === 'CONTINUOUS' ? take(state, ladder, tools) : joinCall(state, phase, ladder, tools);
}

function take(state: QuotedBook, ladder: Ladder, { settings, commands, random }: BookTools): EngineCommand[] {
  const { fact, quotes } = state;
  const side: Side = random() < 0.5 ? 'BUY' : 'SELL';
  const opposite: Side = side === 'BUY' ? 'SELL' : 'BUY';
  const [bestTicks = 0, secondTicks = 0] = levelsOf(ladder, opposite);
  const best = [...quotes.values()].find(
    (quote) => quote.side === opposite && quote.priceTicks === bestTicks,
  );
  if (!best) return [];
  const sweeps = random() * 1_000 < settings.sweepsPerMille;
  const wanted = leavesOf(best) * (sweeps ? 1 + random() : random() ** 2 * 0.2);
  const quantity = Math.min(wholeLots(wanted, fact.lotSize), fact.maxOrderQuantity);
  const command = commands.take(fact.ticker, side, sweeps ? secondTicks : bestTicks, quantity);
  state.takerOrderId = command.commandId;
  return [command];
}

function joinCall(
  state: QuotedBook,
  phase: Phase,
  ladder: Ladder,
  { settings, commands, random }: BookTools,
): EngineCommand[] {
  if (state.callOrders >= settings.ordersPerCall) return [];
  state.callOrders += 1;
  const repeats = phase === 'AUCTION' ? Math.min(state.auctions - 1, MAX_GROWTHS) : 0;
  const relief =
    repeats > 0 && state.wantedSide !== null
      ? { side: state.wantedSide, times: RELIEF_GROWTH ** repeats }
      : null;
  return [callOrder({ phase, ladder, commands, random, relief })];
}
