import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { isCall, type Phase } from '#domain/market/phase.ts';
import type { Side } from '#domain/orders/order.ts';
import type { Random } from '#platform/random.ts';
import { applyRange, createBookState, hear, type BookState } from './book-state.ts';
import { callOrder } from './call-orders.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import { adjust, levelsOf, type Ladder } from './ladder.ts';
import type { MarketNews } from '../market/market-news.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { ladderOf, wholeLots } from './quantities.ts';
import { applyToQuote, leavesOf, type Quote } from './quotes.ts';
import { clampToRange, nextReference, type PriceRange } from './reference-price.ts';
import type { SimulatorSettings } from '../settings.ts';

/** A book that is refused again and again rests at most 32 times as long as at first. */
const MAX_REST_DOUBLINGS = 5;

/** With each auction of a day more come who give what is wanted, so that trading does not stop for ever. */
const RELIEF_GROWTH = 4;
const MAX_GROWTHS = 5;

/** A moment in which participants may act. */
export interface Moment {
  /** By the machine's clock. */
  readonly nowMs: number;
  /** What the calendar says; a book knows its own phase once the exchange has told it. */
  readonly marketPhase: Phase;
}

/** The participants of one book. */
export interface BookStrategy {
  readonly ticker: string;
  /** Takes over what assets tells of the instrument; commands when it may not be traded any more. */
  list(fact: InstrumentFact): EngineCommand[];
  /** Takes over what the exchange tells everybody. */
  hear(news: MarketNews): void;
  /** Takes over a report of the exchange about one of its orders. */
  receive(report: ExecutionReport, nowMs: number): void;
  /** Puts right what does not stand as it should; nothing while an answer is awaited or nothing may be entered. */
  repair(moment: Moment): EngineCommand[];
  /** Moves the reference, to `leaderTicks` where that is given. */
  move(moment: Moment, leaderTicks: number | null): EngineCommand[];
  /** Trades against the quotes; in a call joins those who will. */
  trade(moment: Moment): EngineCommand[];
  /** True while both sides stand whole, as far as the exchange has answered. */
  isQuoted(): boolean;
  /** Where the book is quoted around, in ticks. */
  referenceTicks(): number;
}

export interface BookTools {
  readonly settings: SimulatorSettings;
  readonly commands: OrderCommands;
  readonly random: Random;
}

/** Makes the participants of a book; its orders are only those that they send themselves. */
export function createBookStrategy(
  fact: InstrumentFact,
  known: KnownPrices | null,
  tools: BookTools,
): BookStrategy {
  const state = createBookState(fact, known, tools.settings);
  const sent = (commands: EngineCommand[], { nowMs }: Moment): EngineCommand[] => {
    if (commands.length > 0) state.sentMs = nowMs;
    return commands;
  };
  return {
    ticker: fact.ticker,
    list: (next) => list(state, next, tools),
    hear: (news) => hear(state, news, tools.settings),
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

const isWaiting = (state: BookState): boolean =>
  state.takerOrderId !== null || [...state.quotes.values()].some((quote) => quote.pending);

const phaseOf = (state: BookState, { marketPhase }: Moment): Phase => state.phase ?? marketPhase;

/** Limit orders may be entered in these; in the others participants are silent. */
const isOpen = (phase: Phase): boolean => phase === 'CONTINUOUS' || isCall(phase);

const isFree = (state: BookState, moment: Moment): boolean =>
  state.range !== null &&
  moment.nowMs >= state.restsUntilMs &&
  isOpen(phaseOf(state, moment)) &&
  !isWaiting(state);

function list(state: BookState, fact: InstrumentFact, { settings, commands }: BookTools): EngineCommand[] {
  if (fact.version <= state.fact.version) return [];
  const wasQuoted = state.range !== null;
  state.fact = fact;
  applyRange(state, settings);
  return wasQuoted && !state.range ? [commands.cancelAll(fact.ticker)] : [];
}

/** The level nearest to the leader, or a free move. */
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
  state: BookState,
  report: ExecutionReport,
  nowMs: number,
  settings: SimulatorSettings,
): void {
  if (report.type === 'MASS_CANCELED') return;
  if (report.type === 'REJECTED') rest(state, nowMs, settings);
  if (report.orderId === state.takerOrderId) {
    if (hasEnded(report)) state.takerOrderId = null;
    return;
  }
  const quote = state.quotes.get(report.orderId);
  if (!quote) return;
  const change = applyToQuote(quote, report);
  if (change === 'refused') rest(state, nowMs, settings);
  if (report.type === 'ACCEPTED' || report.type === 'REPLACED') state.refusals = 0;
  if (change === 'gone' || leavesOf(quote) === 0) state.quotes.delete(quote.orderId);
  if (report.type === 'FILLED' && report.liquidity === 'AUCTION') state.wantedSide = quote.side;
  else if (report.type === 'FILLED' && change === 'gone') giveWay(state, quote);
}

/** A refusal makes the book rest: what the exchange does not want now, by its phase mostly, it may want later. */
function rest(state: BookState, nowMs: number, { restMs }: SimulatorSettings): void {
  if (nowMs < state.restsUntilMs) return;
  state.restsUntilMs = nowMs + restMs * 2 ** Math.min(state.refusals, MAX_REST_DOUBLINGS);
  state.refusals += 1;
}

const hasEnded = (report: ExecutionReport): boolean =>
  report.type === 'EXPIRED' ||
  report.type === 'CANCELED' ||
  report.type === 'REJECTED' ||
  (report.type === 'FILLED' && report.leavesQuantity === 0);

/** Who buys a whole level moves the price up, who sells one moves it down. An auction has a price of its own. */
function giveWay(state: BookState, quote: Quote): void {
  if (!state.range) return;
  const step = quote.side === 'SELL' ? state.range.stepTicks : -state.range.stepTicks;
  state.referenceTicks = clampToRange(state.range, state.referenceTicks + step);
}

function repair(state: BookState, moment: Moment, tools: BookTools): EngineCommand[] {
  const { range, fact, quotes } = state;
  if (!isOpen(phaseOf(state, moment))) return [];
  const isUnanswered = moment.nowMs - state.sentMs > tools.settings.unansweredMs;
  if (isWaiting(state) && isUnanswered) return startOver(state, tools);
  if (!range || !isFree(state, moment)) return [];
  return adjust(ladderOf(fact, range, state.referenceTicks, tools), quotes, tools.commands);
}

/** Answers that never came: what stands is unknown, so it is taken back and quoted anew. */
function startOver(state: BookState, { commands }: BookTools): EngineCommand[] {
  state.quotes.clear();
  state.takerOrderId = null;
  return [commands.cancelAll(state.fact.ticker)];
}

function trade(state: BookState, moment: Moment, tools: BookTools): EngineCommand[] {
  const { fact, range } = state;
  if (!range || !isFree(state, moment)) return [];
  const ladder = ladderOf(fact, range, state.referenceTicks, tools);
  const phase = phaseOf(state, moment);
  return phase === 'CONTINUOUS' ? take(state, ladder, tools) : joinCall(state, phase, ladder, tools);
}

function take(state: BookState, ladder: Ladder, { settings, commands, random }: BookTools): EngineCommand[] {
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
  state: BookState,
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
