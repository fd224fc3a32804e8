import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { Side } from '#domain/orders/order.ts';
import { isCall } from '../core/codes.ts';
import { memberOf, type ExchangeState, type Listing } from './state.ts';

/** An execution report or a market-data message that a command caused. */
export type ExchangeEvent =
  | { readonly kind: 'REPORT'; readonly report: ExecutionReport }
  | { readonly kind: 'MARKET_DATA'; readonly message: EngineMarketData };

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A report without the fields that `report` adds. */
export type ReportBody = Without<
  ExecutionReport,
  'v' | 'member' | 'shard' | 'sequence' | 'atMs' | 'tradeDate'
>;
/** A message without the fields that `emitMarketData` adds. */
export type MarketDataBody = Without<
  EngineMarketData,
  'v' | 'ticker' | 'sequence' | 'tickCentavos' | 'atMs' | 'tradeDate'
>;

/** Changes of a listing's book that are not emitted yet: one message sums up a command. */
interface PendingMarketData {
  /** Changed levels by side and price, with their new totals. */
  readonly levels: Map<number, LevelChange>;
  theoretical: { readonly priceTicks: number | null; readonly quantity: number } | null;
}

interface LevelChange {
  readonly side: Side;
  readonly priceTicks: number;
  readonly quantity: number;
  readonly orders: number;
}

/** The context that the handlers of one command share: the state that they change and the events that they emit. */
export interface CommandContext {
  readonly state: ExchangeState;
  /** Event timestamp: the command's, or the due time of overdue work. */
  atMs: number;
  readonly events: ExchangeEvent[];
  readonly pending: Map<Listing, PendingMarketData>;
  /** Emits the phase that a listing is entering, after the events that end the old phase. */
  pendingPhase: (() => void) | null;
}

export const createCommandContext = (state: ExchangeState, atMs: number): CommandContext => ({
  state,
  atMs,
  events: [],
  pending: new Map(),
  pendingPhase: null,
});

/** Emits the pending phase, if there is one, once. */
export function emitPendingPhase(context: CommandContext): void {
  const { pendingPhase } = context;
  context.pendingPhase = null;
  pendingPhase?.();
}

/**
 * Emits an execution report with the member's next sequence. The body becomes the report: copying it would take most of
 * an order's time.
 */
export function report(context: CommandContext, memberName: string, body: ReportBody): void {
  const member = memberOf(context.state, memberName);
  const { shard } = context.state.options;
  member.reportSequence += 1;
  const whole = body as ExecutionReport;
  whole.v = 1;
  whole.member = memberName;
  whole.sequence = member.reportSequence;
  whole.atMs = context.atMs;
  whole.tradeDate = context.state.tradeDate;
  if (shard !== 0) whole.shard = shard;
  context.events.push({ kind: 'REPORT', report: whole });
}

/** Emits market data with the ticker's next sequence. The body becomes the message. */
export function emitMarketData(context: CommandContext, listing: Listing, body: MarketDataBody): void {
  listing.marketDataSequence += 1;
  const whole = body as EngineMarketData;
  whole.v = 1;
  whole.ticker = listing.facts.ticker;
  whole.sequence = listing.marketDataSequence;
  whole.tickCentavos = listing.facts.tickCentavos;
  whole.atMs = context.atMs;
  whole.tradeDate = context.state.tradeDate;
  context.events.push({ kind: 'MARKET_DATA', message: whole });
}

function pendingOf(context: CommandContext, listing: Listing): PendingMarketData {
  const known = context.pending.get(listing);
  if (known) return known;
  const pending: PendingMarketData = { levels: new Map(), theoretical: null };
  context.pending.set(listing, pending);
  return pending;
}

/** Records a level's new totals, to be emitted at the end of the command. */
export function recordLevel(context: CommandContext, listing: Listing, change: LevelChange): void {
  // Prices are positive, so a negative key is a bid and keys are unique.
  const key = change.side === 'BUY' ? -change.priceTicks : change.priceTicks;
  pendingOf(context, listing).levels.set(key, change);
}

/** Records the theoretical price and quantity, to be emitted at the end of the command. */
export function recordTheoretical(
  context: CommandContext,
  listing: Listing,
  theoretical: { readonly priceTicks: number | null; readonly quantity: number },
): void {
  pendingOf(context, listing).theoretical = theoretical;
}

/** Emits the level changes of a book that are recorded so far. */
export function emitLevels(context: CommandContext, listing: Listing): void {
  const levels = context.pending.get(listing)?.levels;
  if (!levels || levels.size === 0) return;
  emitMarketData(context, listing, { type: 'BOOK_CHANGED', changes: [...levels.values()] });
  levels.clear();
}

/** Emits the recorded changes by listing: levels and, in a call, the theoretical price and quantity. */
export function emitPending(context: CommandContext): void {
  for (const [listing, { theoretical }] of context.pending) {
    emitLevels(context, listing);
    if (theoretical && isCall(listing.book.phase))
      emitMarketData(context, listing, { type: 'THEORETICAL', ...theoretical });
  }
  context.pending.clear();
}
