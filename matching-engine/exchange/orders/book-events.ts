import type { OrderStatus } from '#domain/orders/order.ts';
import { REFUSAL_RULES } from '#domain/refusal.ts';
import { AUCTION_CAUSES, CANCEL, CANCEL_REASONS, EXPIRY_REASONS, ruleOf, sideOf } from '../../core/codes.ts';
import { EVENT, EVENT_STRIDE, NO_AGGRESSOR, wideQuantity } from '../../core/event-ring.ts';
import { leavesQuantity, type Order } from './order.ts';
import { tellPhase } from '../phases/listing-phase.ts';
import { rememberEnded, type Listing } from '../state.ts';
import {
  announce,
  noteLevel,
  noteTheoretical,
  report,
  tell,
  type ReportBody,
  type Turn,
} from '../command-context.ts';

/** Whose doing it is that an order changes or ends, where it is its member's. */
export interface Request {
  /** Null when the member has not asked for this order by itself. */
  readonly requestId: string | null;
  readonly correlationId: string;
  /** Of a change: the minimum that had to fill at once. */
  readonly minimumQuantity?: number | null;
}

/** Reads out what an operation on a listing's book has told: changes the orders after it, reports and tells it. */
export function readBook(turn: Turn, listing: Listing, request: Request | null = null): void {
  const { ring } = turn.state;
  for (let at = 0; at < ring.length; at += EVENT_STRIDE) readRow(turn, listing, at, request);
  ring.clear();
}

function readRow(turn: Turn, listing: Listing, at: number, request: Request | null): void {
  const { rows } = turn.state.ring;
  switch (rows[at] ?? 0) {
    case EVENT.ACCEPTED:
      return accepted(turn, orderAt(turn, rows[at + 1] ?? 0), rows[at + 2] ?? 0);
    case EVENT.REJECTED:
      return rejected(turn, orderAt(turn, rows[at + 1] ?? 0), rows[at + 2] ?? 0);
    case EVENT.TRADE:
      return traded(turn, listing, rows, at);
    case EVENT.CANCELED:
      return canceled(turn, orderAt(turn, rows[at + 1] ?? 0), rows[at + 3] ?? 0, request);
    case EVENT.EXPIRED:
      return expired(turn, orderAt(turn, rows[at + 1] ?? 0), rows[at + 3] ?? 0);
    case EVENT.REPLACED:
      return replaced(turn, orderAt(turn, rows[at + 1] ?? 0), rows, at, request);
    case EVENT.REPLACE_REFUSED:
      return replaceRefused(turn, orderAt(turn, rows[at + 1] ?? 0), rows[at + 2] ?? 0, request);
    case EVENT.TRIGGERED:
      return triggered(turn, orderAt(turn, rows[at + 1] ?? 0), rows[at + 2] ?? 0);
    case EVENT.LEVEL:
      return noteLevel(turn, listing, {
        side: sideOf(rows[at + 1] ?? 0),
        priceTicks: rows[at + 2] ?? 0,
        quantity: wideQuantity(rows[at + 4] ?? 0, rows[at + 5] ?? 0),
        orders: rows[at + 3] ?? 0,
      });
    case EVENT.THEORETICAL:
      listing.theoreticalAtMs = turn.atMs;
      return noteTheoretical(turn, listing, {
        priceTicks: rows[at + 2] || null,
        quantity: wideQuantity(rows[at + 4] ?? 0, rows[at + 5] ?? 0),
      });
    case EVENT.AUCTION_STARTED:
      return auctionStarted(turn, listing, rows[at + 2] ?? 0, rows[at + 3] ?? 0);
  }
}

function orderAt(turn: Turn, slot: number): Order {
  const order = turn.state.orders[slot];
  if (!order) throw new Error(`no open order has slot ${slot}`);
  return order;
}

/** An order is over: its row is free, and its id stays known. */
function end(turn: Turn, order: Order, status: OrderStatus): void {
  const { state } = turn;
  order.status = status;
  state.orders[order.slot] = null;
  state.pool.giveBack(order.slot);
  state.investors.giveBack(order.member, order.investorId);
  rememberEnded(state, order);
}

function accepted(turn: Turn, order: Order, limitTicks: number): void {
  order.limitPriceTicks = limitTicks || null;
  report(turn, order.member, {
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

/** A rejected order is remembered, so that its id is not taken again. */
function rejected(turn: Turn, order: Order, ruleCode: number): void {
  const rule = ruleOf(ruleCode);
  end(turn, order, 'REJECTED');
  report(turn, order.member, {
    type: 'REJECTED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}

function traded(turn: Turn, listing: Listing, rows: Int32Array, at: number): void {
  const maker = orderAt(turn, rows[at + 1] ?? 0);
  const taker = orderAt(turn, rows[at + 2] ?? 0);
  const priceTicks = rows[at + 3] ?? 0;
  const quantity = rows[at + 4] ?? 0;
  const isAuction = rows[at + 7] === NO_AGGRESSOR;
  listing.tradeSequence += 1;
  listing.volume += quantity;
  // Unique for ever, and the same in every replay: a ticker's trades are numbered and the numbers never restart.
  const tradeId = `${listing.facts.ticker}-${listing.tradeSequence}`;
  fill(turn, maker, rows[at + 5] ?? 0);
  fill(turn, taker, rows[at + 6] ?? 0);
  reportFill(turn, maker, tradeId, priceTicks, quantity, isAuction ? 'AUCTION' : 'MAKER');
  reportFill(turn, taker, tradeId, priceTicks, quantity, isAuction ? 'AUCTION' : 'TAKER');
  tell(turn, listing, {
    type: 'TRADE',
    tradeId,
    tradeSequence: listing.tradeSequence,
    priceTicks,
    quantity,
    aggressor: isAuction ? null : taker.side,
  });
}

function fill(turn: Turn, order: Order, filledQuantity: number): void {
  order.filledQuantity = filledQuantity;
  if (filledQuantity === order.quantity) end(turn, order, 'FILLED');
  else order.status = 'PARTIALLY_FILLED';
}

function reportFill(
  turn: Turn,
  order: Order,
  tradeId: string,
  priceTicks: number,
  fillQuantity: number,
  liquidity: 'MAKER' | 'TAKER' | 'AUCTION',
): void {
  report(turn, order.member, {
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

/** Prevention and the end of a session are nobody's request. */
function canceled(turn: Turn, order: Order, reasonCode: number, request: Request | null): void {
  const reason = CANCEL_REASONS[reasonCode] ?? 'REQUESTED';
  const asked = reasonCode === CANCEL.SELF_TRADE ? null : request;
  end(turn, order, 'CANCELED');
  report(turn, order.member, {
    type: 'CANCELED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: asked?.correlationId ?? order.correlationId,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    leavesQuantity: leavesQuantity(order),
    requestId: asked?.requestId ?? null,
    reason,
  });
}

function expired(turn: Turn, order: Order, reasonCode: number): void {
  const reason = EXPIRY_REASONS[reasonCode] ?? 'END_OF_DAY';
  end(turn, order, 'EXPIRED');
  report(turn, order.member, {
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

function replaced(turn: Turn, order: Order, rows: Int32Array, at: number, request: Request | null): void {
  const { requestId, correlationId } = answered(request);
  order.quantity = rows[at + 2] ?? 0;
  order.limitPriceTicks = rows[at + 4] || null;
  // A triggered stop is a plain order, though its row in the pool still names the price that triggered it.
  if (order.stopPriceTicks !== null) order.stopPriceTicks = rows[at + 5] || null;
  order.displayQuantity = rows[at + 6] || null;
  order.minimumQuantity = request?.minimumQuantity ?? order.minimumQuantity;
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
  report(turn, order.member, body);
}

function replaceRefused(turn: Turn, order: Order, ruleCode: number, request: Request | null): void {
  const { requestId, correlationId } = answered(request);
  const rule = ruleOf(ruleCode);
  report(turn, order.member, {
    type: 'REPLACE_REJECTED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId,
    requestId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}

/** The request that a report answers. */
function answered(request: Request | null): { requestId: string; correlationId: string } {
  if (request === null || request.requestId === null) throw new Error('nobody has asked for this change');
  return { requestId: request.requestId, correlationId: request.correlationId };
}

/** A stop has become a plain order; what it does comes after the end of the call that triggered it. */
function triggered(turn: Turn, order: Order, limitTicks: number): void {
  announce(turn);
  order.limitPriceTicks = limitTicks || null;
  order.stopPriceTicks = null;
  report(turn, order.member, {
    type: 'TRIGGERED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    ...(limitTicks === 0 ? {} : { limitPriceTicks: limitTicks }),
  });
}

/** A protection has put an auction in the place of continuous trading. */
function auctionStarted(turn: Turn, listing: Listing, causeCode: number, durationMs: number): void {
  announce(turn);
  listing.own = {
    phase: 'AUCTION',
    cause: AUCTION_CAUSES[causeCode] ?? 'COMMAND',
    endsAtMs: turn.atMs + durationMs,
    extensions: 0,
  };
  tellPhase(turn, listing, listing.own);
}
