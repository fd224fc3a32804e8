import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { isCall, type Phase } from '#domain/market/phase.ts';
import type { Random } from '#platform/random.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import type { MarketNews } from '../market/market-news.ts';
import type { FairValue } from '../model/fair-value.ts';
import type { LiquidityProfile } from '../model/liquidity.ts';
import type { MarketMoment } from '../model/market-factor.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import type { SimulatorSettings } from '../settings.ts';
import { callOrder } from './call-orders.ts';
import { adjust, type Ladder } from './ladder.ts';
import { quoteQuantities } from './quantities.ts';
import { applyNews, applyRange, createQuotedBook, type QuotedBook } from './quoted-book.ts';
import { followReference, gridOf, shiftByFill } from './reference-moves.ts';
import { applyToQuote, leavesOf } from './quotes.ts';
import { takerOrder } from './takers.ts';

/** The pause after repeated rejections grows to at most 32 times the first. */
const MAX_PAUSE_DOUBLINGS = 5;

/** Each further auction of a day attracts a larger opposite quantity, so that repeated auctions end. */
const RELIEF_GROWTH = 4;
const MAX_GROWTHS = 5;

/** Times and market phase of one action. */
export interface Moment extends MarketMoment {
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
  /** Moves the reference: to the leader's price in centavos, or (null) with the fair value; then requotes. */
  move(moment: Moment, leaderCentavos: number | null): EngineCommand[];
  /** Sends an order that trades against the quotes; in a call, an order for the call. */
  trade(moment: Moment): EngineCommand[];
  /** True while all levels of both sides are quoted. */
  isQuoted(): boolean;
  /** True when `repair` may have commands. */
  needsRepair(): boolean;
  /** Price that the participants believe fair, in centavos. */
  referenceCentavos(): number;
}

export interface BookTools {
  readonly settings: SimulatorSettings;
  readonly commands: OrderCommands;
  readonly random: Random;
  readonly profile: LiquidityProfile;
  readonly fairValue: FairValue;
}

/** Creates the participants of one book. They know only their own orders in it. */
export function createBookStrategy(
  fact: InstrumentFact,
  known: KnownPrices | null,
  tools: BookTools,
): BookStrategy {
  const state = createQuotedBook(fact, tools.profile, known, tools.settings);
  /** Runs an action and notes the time from which its commands wait for reports. */
  const send = (moment: Moment, action: () => EngineCommand[]): EngineCommand[] => {
    const wasWaiting = isWaiting(state);
    const commands = action();
    if (commands.length > 0) state.needsRepair = true;
    if (commands.length > 0 && !wasWaiting) state.answeredMs = moment.nowMs;
    return commands;
  };
  return {
    ticker: fact.ticker,
    list: (next) => list(state, next, tools),
    applyNews: (news) => applyNews(state, news, tools.settings),
    receive: (report, nowMs) => receive(state, report, nowMs, tools.settings),
    repair: (moment) => send(moment, () => repair(state, moment, tools)),
    move: (moment, leaderCentavos) => {
      if (!isFree(state, moment) || isWaiting(state)) return [];
      followReference(state, moment, leaderCentavos, tools.fairValue);
      return send(moment, () => repair(state, moment, tools));
    },
    trade: (moment) => send(moment, () => trade(state, moment, tools)),
    isQuoted: () => state.quotes.size >= state.slots.length * 2,
    needsRepair: () => state.needsRepair,
    referenceCentavos: () => state.referenceTicks * state.fact.tickCentavos,
  };
}

/** True while a quote's command has no report. */
const isRequoting = (state: QuotedBook): boolean => {
  for (const quote of state.quotes.values()) if (quote.pending) return true;
  return false;
};
const isWaiting = (state: QuotedBook): boolean => state.takerOrderIds.size > 0 || isRequoting(state);

const phaseOf = (state: QuotedBook, { marketPhase }: Moment): Phase => state.phase ?? marketPhase;

/** True in phases that accept limit orders. Participants send nothing in other phases. */
const isOpen = (phase: Phase): boolean => phase === 'CONTINUOUS' || isCall(phase);

const isFree = (state: QuotedBook, moment: Moment): boolean =>
  state.range !== null && moment.nowMs >= state.pausedUntilMs && isOpen(phaseOf(state, moment));

function list(state: QuotedBook, fact: InstrumentFact, { settings, commands }: BookTools): EngineCommand[] {
  if (fact.version <= state.fact.version) return [];
  const wasQuoted = state.range !== null;
  state.fact = fact;
  applyRange(state, settings);
  return wasQuoted && !state.range ? [commands.cancelAll(fact.ticker)] : [];
}

function receive(
  state: QuotedBook,
  report: ExecutionReport,
  nowMs: number,
  settings: SimulatorSettings,
): void {
  if (report.type === 'MASS_CANCELED') return;
  state.answeredMs = nowMs;
  state.needsRepair = true;
  if (report.type === 'REJECTED') pauseQuoting(state, nowMs, settings);
  if (state.takerOrderIds.has(report.orderId)) {
    if (hasEnded(report)) state.takerOrderIds.delete(report.orderId);
    return;
  }
  const quote = state.quotes.get(report.orderId);
  if (!quote) return;
  const openBefore = leavesOf(quote);
  const change = applyToQuote(quote, report);
  if (change === 'rejected') pauseQuoting(state, nowMs, settings);
  if (report.type === 'ACCEPTED' || report.type === 'REPLACED') state.rejections = 0;
  if (change === 'ended' || leavesOf(quote) === 0) state.quotes.delete(quote.orderId);
  if (report.type !== 'FILLED') return;
  if (report.liquidity === 'AUCTION') state.wantedSide = quote.side;
  else shiftByFill(state, quote, openBefore - leavesOf(quote), change === 'ended');
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

function repair(state: QuotedBook, moment: Moment, tools: BookTools): EngineCommand[] {
  if (!isOpen(phaseOf(state, moment))) return [];
  const isUnanswered = moment.nowMs - state.answeredMs > tools.settings.unansweredMs;
  if (isUnanswered && isWaiting(state)) return startOver(state, tools);
  if (!state.needsRepair || !isFree(state, moment) || isWaiting(state)) return [];
  const ladder = ladderOf(state, moment, tools);
  const commands = ladder ? adjust(ladder, state.quotes, tools.commands) : [];
  if (commands.length === 0) state.needsRepair = false;
  return commands;
}

/** Cancels all orders of a book whose reports did not arrive: their state is unknown. Later repairs quote it anew. */
function startOver(state: QuotedBook, { commands }: BookTools): EngineCommand[] {
  state.quotes.clear();
  state.takerOrderIds.clear();
  return [commands.cancelAll(state.fact.ticker)];
}

function ladderOf(state: QuotedBook, { marketMs }: Moment, tools: BookTools): Ladder | null {
  const { fact, profile, slots } = state;
  const grid = gridOf(state);
  if (!grid) return null;
  return { fact, grid, slots, marketMs, quantities: quoteQuantities(fact, profile, tools.random) };
}

function trade(state: QuotedBook, moment: Moment, tools: BookTools): EngineCommand[] {
  const { takersInFlight } = tools.settings;
  if (!isFree(state, moment) || isRequoting(state) || state.takerOrderIds.size >= takersInFlight) return [];
  const ladder = ladderOf(state, moment, tools);
  if (!ladder) return [];
  const phase = phaseOf(state, moment);
  if (phase !== 'CONTINUOUS') return joinCall(state, phase, ladder, tools);
  const { grid, quantities, marketMs } = ladder;
  return takerOrder(state, { ...tools, grid, quantities, marketMs });
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
