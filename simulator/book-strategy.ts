import type { EngineCommand } from '#contracts/engine-commands.ts';
import type { ExecutionReport } from '#contracts/execution-reports.ts';
import type { InstrumentFact } from '#contracts/market-facts.ts';
import type { Side } from '#domain/orders/order.ts';
import type { Random } from '#platform/random.ts';
import { adjust, levelsOf, type Ladder } from './ladder.ts';
import type { OrderCommands } from './order-commands.ts';
import { applyToQuote, leavesOf, type Quote } from './quotes.ts';
import { clampToRange, nextReference, priceRangeOf, type PriceRange } from './reference-price.ts';
import type { SimulatorSettings } from './settings.ts';

/** The participants of one book. Time is in milliseconds of the machine. */
export interface BookStrategy {
  readonly ticker: string;
  /** Takes over what assets tells of the instrument; commands when it may not be traded any more. */
  list(fact: InstrumentFact): EngineCommand[];
  /** Takes over a report of the exchange about one of its orders. */
  receive(report: ExecutionReport, nowMs: number): void;
  /** Puts right what does not stand as it should; nothing while an answer is awaited. */
  repair(nowMs: number): EngineCommand[];
  /** Moves the reference, to `leaderTicks` where that is given. */
  move(nowMs: number, leaderTicks: number | null): EngineCommand[];
  /** Trades against the quotes. */
  trade(nowMs: number): EngineCommand[];
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

interface BookState {
  fact: InstrumentFact;
  /** Null while the instrument may not be quoted. */
  range: PriceRange | null;
  referenceTicks: number;
  readonly quotes: Map<string, Quote>;
  /** The takers' order that has not ended. */
  takerOrderId: string | null;
  /** Since when an answer is awaited. */
  sentMs: number;
  restsUntilMs: number;
}

/** Makes the participants of a book; its orders are only those that they send themselves. */
export function createBookStrategy(fact: InstrumentFact, tools: BookTools): BookStrategy {
  const range = rangeWhileActive(fact, tools.settings);
  const state: BookState = {
    fact,
    range,
    referenceTicks: range?.anchorTicks ?? 0,
    quotes: new Map(),
    takerOrderId: null,
    sentMs: 0,
    restsUntilMs: 0,
  };
  const sent = (commands: EngineCommand[], nowMs: number): EngineCommand[] => {
    if (commands.length > 0) state.sentMs = nowMs;
    return commands;
  };
  return {
    ticker: fact.ticker,
    list: (next) => list(state, next, tools),
    receive: (report, nowMs) => receive(state, report, nowMs, tools.settings),
    repair: (nowMs) => sent(repair(state, nowMs, tools), nowMs),
    move: (nowMs, leaderTicks) => {
      if (!state.range || !isFree(state, nowMs)) return [];
      state.referenceTicks = moved(state.range, state.referenceTicks, leaderTicks, tools.random);
      return sent(repair(state, nowMs, tools), nowMs);
    },
    trade: (nowMs) => sent(trade(state, nowMs, tools), nowMs),
    isQuoted: () => state.quotes.size >= tools.settings.levels * 2,
    referenceTicks: () => state.referenceTicks,
  };
}

const rangeWhileActive = (fact: InstrumentFact, settings: SimulatorSettings): PriceRange | null =>
  fact.status === 'ACTIVE' ? priceRangeOf(fact, settings) : null;

const isWaiting = (state: BookState): boolean =>
  state.takerOrderId !== null || [...state.quotes.values()].some((quote) => quote.pending);

const isFree = (state: BookState, nowMs: number): boolean =>
  state.range !== null && nowMs >= state.restsUntilMs && !isWaiting(state);

function list(state: BookState, fact: InstrumentFact, { settings, commands }: BookTools): EngineCommand[] {
  if (fact.version <= state.fact.version) return [];
  const wasQuoted = state.range !== null;
  state.fact = fact;
  state.range = rangeWhileActive(fact, settings);
  if (!state.range) return wasQuoted ? [commands.cancelAll(fact.ticker)] : [];
  state.referenceTicks = clampToRange(state.range, state.referenceTicks || state.range.anchorTicks);
  return [];
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
  if (report.orderId === state.takerOrderId) {
    if (hasEnded(report)) state.takerOrderId = null;
    return;
  }
  const quote = state.quotes.get(report.orderId);
  if (!quote) return;
  const change = applyToQuote(quote, report);
  if (change === 'refused') state.restsUntilMs = nowMs + settings.restMs;
  if (change === 'gone' || leavesOf(quote) === 0) state.quotes.delete(quote.orderId);
  if (report.type === 'FILLED' && change === 'gone') giveWay(state, quote);
}

const hasEnded = (report: ExecutionReport): boolean =>
  report.type === 'EXPIRED' ||
  report.type === 'CANCELED' ||
  report.type === 'REJECTED' ||
  (report.type === 'FILLED' && report.leavesQuantity === 0);

/** Who buys a whole level moves the price up, who sells one moves it down. */
function giveWay(state: BookState, quote: Quote): void {
  if (!state.range) return;
  const step = quote.side === 'SELL' ? state.range.stepTicks : -state.range.stepTicks;
  state.referenceTicks = clampToRange(state.range, state.referenceTicks + step);
}

function repair(state: BookState, nowMs: number, tools: BookTools): EngineCommand[] {
  const { range, fact, quotes } = state;
  if (isWaiting(state) && nowMs - state.sentMs > tools.settings.unansweredMs) return startOver(state, tools);
  if (!range || !isFree(state, nowMs)) return [];
  return adjust(ladderOf(fact, range, state.referenceTicks, tools), quotes, tools.commands);
}

/** Answers that never came: what stands is unknown, so it is taken back and quoted anew. */
function startOver(state: BookState, { commands }: BookTools): EngineCommand[] {
  state.quotes.clear();
  state.takerOrderId = null;
  return [commands.cancelAll(state.fact.ticker)];
}

function ladderOf(
  fact: InstrumentFact,
  range: PriceRange,
  referenceTicks: number,
  { settings, random }: BookTools,
): Ladder {
  const level = levelQuantityOf(fact, settings);
  const isSmall = level === fact.maxOrderQuantity;
  return {
    ticker: fact.ticker,
    referenceTicks,
    stepTicks: range.stepTicks,
    levels: settings.levels,
    refillBelow: isSmall ? level : wholeLots(level / 2, fact.lotSize),
    maxOrderQuantity: fact.maxOrderQuantity,
    nextQuantity: () => (isSmall ? level : wholeLots(level * (0.8 + 0.8 * random()), fact.lotSize)),
  };
}

/** At least ten lots and never fewer than 300 shares, unless an order may not have so many. */
function levelQuantityOf(fact: InstrumentFact, settings: SimulatorSettings): number {
  const usual = wholeLots(settings.levelValueCentavos / fact.previousCloseCentavos, fact.lotSize);
  return Math.min(fact.maxOrderQuantity, Math.max(usual, 10 * fact.lotSize, 300));
}

const wholeLots = (quantity: number, lotSize: number): number =>
  Math.max(1, Math.round(quantity / lotSize)) * lotSize;

function trade(state: BookState, nowMs: number, { settings, commands, random }: BookTools): EngineCommand[] {
  const { fact, range, quotes } = state;
  if (!range || !isFree(state, nowMs)) return [];
  const side: Side = random() < 0.5 ? 'BUY' : 'SELL';
  const opposite: Side = side === 'BUY' ? 'SELL' : 'BUY';
  const ladder = ladderOf(fact, range, state.referenceTicks, { settings, commands, random });
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
