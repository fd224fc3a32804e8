import type { OrderStatus } from '#domain/orders/order.ts';
import { changedQuantity } from '#domain/orders/terms/validate-replace.ts';
import { REFUSAL_RULES } from '#domain/refusal.ts';
import { AUCTION_CAUSES, CANCEL, CANCEL_REASONS, EXPIRY_REASONS, ruleOf, sideOf } from '../../core/codes.ts';
import { EVENT, EVENT_STRIDE, NO_AGGRESSOR, wideQuantity } from '../../core/event-ring.ts';
import { leavesQuantity, type Order } from './order.ts';
import { emitPhase } from '../phases/listing-phase.ts';
import { rememberEnded, type Listing } from '../state.ts';
import {
  emitPendingPhase,
  recordLevel,
  recordTheoretical,
  report,
  emitMarketData,
  type ReportBody,
  type CommandContext,
} from '../command-context.ts';

/** The request of a member that changes or ends an order. */
export interface Request {
  /** Null for the end of a member session, which is not a request. */
  readonly requestId: string | null;
  readonly correlationId: string;
  /** The minimum that a replace had to fill at once; 0 removes the order's. */
  readonly minimumQuantity?: number | null;
}

/** Reads the events of an operation on a listing's book: updates the orders, emits reports and market data. */
export function readBook(context: CommandContext, listing: Listing, request: Request | null = null): void {
  const { ring } = context.state;
  for (let at = 0; at < ring.length; at += EVENT_STRIDE) readRow(context, listing, at, request);
  ring.clear();
}

function readRow(context: CommandContext, listing: Listing, at: number, request: Request | null): void {
  const { rows } = context.state.ring;
  switch (rows[at] ?? 0) {
    case EVENT.ACCEPTED:
      return accepted(context, orderAt(context, rows[at + 1] ?? 0), rows[at + 2] ?? 0);
    case EVENT.REJECTED:
      return rejected(context, orderAt(context, rows[at + 1] ?? 0), rows[at + 2] ?? 0);
    case EVENT.TRADE:
      return traded(context, listing, rows, at);
    case EVENT.CANCELED:
      return canceled(context, orderAt(context, rows[at + 1] ?? 0), rows[at + 3] ?? 0, request);
    case EVENT.EXPIRED:
      return expired(context, orderAt(context, rows[at + 1] ?? 0), rows[at + 3] ?? 0);
    case EVENT.REPLACED:
      return replaced(context, orderAt(context, rows[at + 1] ?? 0), rows, at, request);
    case EVENT.REPLACE_REFUSED:
      return replaceRejected(context, orderAt(context, rows[at + 1] ?? 0), rows[at + 2] ?? 0, request);
    case EVENT.TRIGGERED:
      return triggered(context, orderAt(context, rows[at + 1] ?? 0), rows[at + 2] ?? 0);
    case EVENT.LEVEL:
      return recordLevel(context, listing, {
        side: sideOf(rows[at + 1] ?? 0),
        priceTicks: rows[at + 2] ?? 0,
        quantity: wideQuantity(rows[at + 4] ?? 0, rows[at + 5] ?? 0),
        orders: rows[at + 3] ?? 0,
      });
    case EVENT.THEORETICAL:
      listing.theoreticalAtMs = context.atMs;
      return recordTheoretical(context, listing, {
        priceTicks: rows[at + 2] || null,
        quantity: wideQuantity(rows[at + 4] ?? 0, rows[at + 5] ?? 0),
      });
    case EVENT.AUCTION_STARTED:
      return auctionStarted(context, listing, rows[at + 2] ?? 0, rows[at + 3] ?? 0);
  }
}

function orderAt(context: CommandContext, slot: number): Order {
  const order = context.state.orders[slot];
  if (!order) throw new Error(`no open order has slot ${slot}`);
  return order;
}

/** Ends an order: frees its row in the pool, keeps its id known. */
function endOrder(context: CommandContext, order: Order, status: OrderStatus): void {
  const { state } = context;
  order.status = status;
  state.orders[order.slot] = null;
  state.pool.giveBack(order.slot);
  state.investors.giveBack(order.member, order.investorId);
  rememberEnded(state, order);
}

function accepted(context: CommandContext, order: Order, limitTicks: number): void {
  order.limitPriceTicks = limitTicks || null;
  report(context, order.member, {
    type: 'ACCEPTED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    leavesQuantity: leavesQuantity(order),
    limitPriceTicks: order.limitPriceTicks,
  });
}

/** A rejected order stays known, so that its id is not used again. */
function rejected(context: CommandContext, order: Order, ruleCode: number): void {
  const rule = ruleOf(ruleCode);
  endOrder(context, order, 'REJECTED');
  report(context, order.member, {
    type: 'REJECTED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}

function traded(context: CommandContext, listing: Listing, rows: Int32Array, at: number): void {
  const maker = orderAt(context, rows[at + 1] ?? 0);
  const taker = orderAt(context, rows[at + 2] ?? 0);
  const priceTicks = rows[at + 3] ?? 0;
  const quantity = rows[at + 4] ?? 0;
  const isAuction = rows[at + 7] === NO_AGGRESSOR;
  listing.tradeSequence += 1;
  listing.volume += quantity;
  // Unique and equal in every replay, since trade numbers of a ticker never restart.
  const tradeId = `${listing.facts.ticker}-${listing.tradeSequence}`;
  fill(context, maker, rows[at + 5] ?? 0);
  fill(context, taker, rows[at + 6] ?? 0);
  reportFill(context, maker, tradeId, priceTicks, quantity, isAuction ? 'AUCTION' : 'MAKER');
  reportFill(context, taker, tradeId, priceTicks, quantity, isAuction ? 'AUCTION' : 'TAKER');
  emitMarketData(context, listing, {
    type: 'TRADE',
    tradeId,
    tradeSequence: listing.tradeSequence,
    priceTicks,
    quantity,
    aggressor: isAuction ? null : taker.side,
  });
}

function fill(context: CommandContext, order: Order, filledQuantity: number): void {
  order.filledQuantity = filledQuantity;
  if (filledQuantity === order.quantity) endOrder(context, order, 'FILLED');
  else order.status = 'PARTIALLY_FILLED';
}

function reportFill(
  context: CommandContext,
  order: Order,
  tradeId: string,
  priceTicks: number,
  fillQuantity: number,
  liquidity: 'MAKER' | 'TAKER' | 'AUCTION',
): void {
  report(context, order.member, {
    type: 'FILLED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    leavesQuantity: leavesQuantity(order),
    executionId: `${tradeId}-${order.side}`,
    tradeId,
    priceTicks,
    fillQuantity,
    liquidity,
    limitPriceTicks: order.limitPriceTicks ?? priceTicks,
  });
}

/** A cancel by self-trade prevention answers no request. */
function canceled(context: CommandContext, order: Order, reasonCode: number, request: Request | null): void {
  const reason = CANCEL_REASONS[reasonCode] ?? 'REQUESTED';
  const answeredRequest = reasonCode === CANCEL.SELF_TRADE ? null : request;
  endOrder(context, order, 'CANCELED');
  report(context, order.member, {
    type: 'CANCELED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: answeredRequest?.correlationId ?? order.correlationId,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    leavesQuantity: leavesQuantity(order),
    requestId: answeredRequest?.requestId ?? null,
    reason,
  });
}

function expired(context: CommandContext, order: Order, reasonCode: number): void {
  const reason = EXPIRY_REASONS[reasonCode] ?? 'END_OF_DAY';
  endOrder(context, order, 'EXPIRED');
  report(context, order.member, {
    type: 'EXPIRED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    leavesQuantity: leavesQuantity(order),
    reason,
  });
}

function replaced(
  context: CommandContext,
  order: Order,
  rows: Int32Array,
  at: number,
  request: Request | null,
): void {
  const { requestId, correlationId } = requestOf(request);
  order.quantity = rows[at + 2] ?? 0;
  order.limitPriceTicks = rows[at + 4] || null;
  // A triggered stop has no stop price any more, though its row in the pool still holds the one that triggered it.
  if (order.stopPriceTicks !== null) order.stopPriceTicks = rows[at + 5] || null;
  order.displayQuantity = rows[at + 6] || null;
  order.minimumQuantity = changedQuantity(request?.minimumQuantity ?? null, order.minimumQuantity);
  const body: Extract<ReportBody, { type: 'REPLACED' }> = {
    type: 'REPLACED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    leavesQuantity: leavesQuantity(order),
    requestId,
    limitPriceTicks: order.limitPriceTicks,
  };
  if (order.stopPriceTicks !== null) body.stopPriceTicks = order.stopPriceTicks;
  if (order.displayQuantity !== null) body.displayQuantity = order.displayQuantity;
  if (order.minimumQuantity !== null) body.minimumQuantity = order.minimumQuantity;
  report(context, order.member, body);
}

function replaceRejected(
  context: CommandContext,
  order: Order,
  ruleCode: number,
  request: Request | null,
): void {
  const { requestId, correlationId } = requestOf(request);
  const rule = ruleOf(ruleCode);
  report(context, order.member, {
    type: 'REPLACE_REJECTED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId,
    requestId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}

/** @throws Error for a change that no request of the member caused */
function requestOf(request: Request | null): { requestId: string; correlationId: string } {
  if (request === null || request.requestId === null) throw new Error('a replace without a request');
  return { requestId: request.requestId, correlationId: request.correlationId };
}

/** A stop was triggered. The new phase is emitted first: stops triggered in a call enter after it. */
function triggered(context: CommandContext, order: Order, limitTicks: number): void {
  emitPendingPhase(context);
  order.limitPriceTicks = limitTicks || null;
  order.stopPriceTicks = null;
  report(context, order.member, {
    type: 'TRIGGERED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    ...(limitTicks === 0 ? {} : { limitPriceTicks: limitTicks }),
  });
}

/** A tunnel or quantity rule has started an auction. */
function auctionStarted(
  context: CommandContext,
  listing: Listing,
  causeCode: number,
  durationMs: number,
): void {
  emitPendingPhase(context);
  listing.own = {
    phase: 'AUCTION',
    cause: AUCTION_CAUSES[causeCode] ?? 'COMMAND',
    endsAtMs: context.atMs + durationMs,
    extensions: 0,
  };
  emitPhase(context, listing, listing.own);
}
