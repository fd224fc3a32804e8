import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { Side } from '#domain/orders/order.ts';
import { isCall } from '../core/codes.ts';
import { memberOf, type ExchangeState, type Listing } from './state.ts';

/** What the exchange answers to a command, in the order in which it happened. */
export type CoreEvent =
  | { readonly kind: 'REPORT'; readonly report: ExecutionReport }
  | { readonly kind: 'MARKET_DATA'; readonly message: EngineMarketData };

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A report without what every report carries. */
export type ReportBody = Without<
  ExecutionReport,
  'v' | 'member' | 'shard' | 'sequence' | 'atMs' | 'tradeDate'
>;
export type MarketDataBody = Without<
  EngineMarketData,
  'v' | 'ticker' | 'sequence' | 'tickCentavos' | 'atMs' | 'tradeDate'
>;

/** What a command has done to a book and what its one message will tell. */
interface PendingMarketData {
  /** Levels by side and price, as they are now. */
  readonly levels: Map<number, LevelChange>;
  theoretical: { readonly priceTicks: number | null; readonly quantity: number } | null;
}

interface LevelChange {
  readonly side: Side;
  readonly priceTicks: number;
  readonly quantity: number;
  readonly orders: number;
}

/** The work on one command: the state that it changes and the events that it makes. */
export interface CommandContext {
  readonly state: ExchangeState;
  /** The instant that what happens now is told with: the command's, or when what is due was due. */
  atMs: number;
  readonly events: CoreEvent[];
  readonly pending: Map<Listing, PendingMarketData>;
  /** Tells the phase that a listing is going to, once what ends with the old one has been told. */
  pendingPhase: (() => void) | null;
}

export const createCommandContext = (state: ExchangeState, atMs: number): CommandContext => ({
  state,
  atMs,
  events: [],
  pending: new Map(),
  pendingPhase: null,
});

/** Tells a phase that waits to be told, once. */
export function emitPendingPhase(context: CommandContext): void {
  const { pendingPhase } = context;
  context.pendingPhase = null;
  pendingPhase?.();
}

/**
 * Reports to a member, with the next of its sequence. The body becomes the report: copying the two together would take
 * most of an order's time.
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

/** Tells everybody, with the next of the ticker's sequence. The body becomes the message. */
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

/** Notes a level's totals as they are now; told when the command is done. */
export function recordLevel(context: CommandContext, listing: Listing, change: LevelChange): void {
  // A number that is the level's alone: prices are positive, so a bid's is below zero.
  const key = change.side === 'BUY' ? -change.priceTicks : change.priceTicks;
  pendingOf(context, listing).levels.set(key, change);
}

/** Notes where the auction would trade now; told when the command is done. */
export function recordTheoretical(
  context: CommandContext,
  listing: Listing,
  theoretical: { readonly priceTicks: number | null; readonly quantity: number },
): void {
  pendingOf(context, listing).theoretical = theoretical;
}

/** Tells what the command has done to the levels of a book so far. */
export function emitLevels(context: CommandContext, listing: Listing): void {
  const levels = context.pending.get(listing)?.levels;
  if (!levels || levels.size === 0) return;
  emitMarketData(context, listing, { type: 'BOOK_CHANGED', changes: [...levels.values()] });
  levels.clear();
}

/** Tells what the command has done to the books, one message a ticker, and in a call where it would trade now. */
export function emitPending(context: CommandContext): void {
  for (const [listing, { theoretical }] of context.pending) {
    emitLevels(context, listing);
    if (theoretical && isCall(listing.book.phase))
      emitMarketData(context, listing, { type: 'THEORETICAL', ...theoretical });
  }
  context.pending.clear();
}
