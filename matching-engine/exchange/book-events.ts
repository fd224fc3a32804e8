import type { ExecutionReport } from '#contracts/execution-reports.ts';
import type { OrderStatus } from '#domain/orders/order.ts';
import { REFUSAL_RULES } from '#domain/refusal.ts';
import { AUCTION_CAUSES, CANCEL, CANCEL_REASONS, EXPIRY_REASONS, ruleOf, sideOf } from '../core/codes.ts';
import { EVENT, EVENT_STRIDE, NO_AGGRESSOR, wideQuantity } from '../core/event-ring.ts';
import type { Order } from './order.ts';
import { tellPhase } from './phase-messages.ts';
import { rememberEnded, type Listing } from './state.ts';
import { announce, noteLevel, noteTheoretical, report, standingOf, tell, type Turn } from './turn.ts';

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
  const field = (index: number): number => turn.state.ring.rows[at + index] ?? 0;
  switch (field(0)) {
    case EVENT.ACCEPTED:
      return accepted(turn, orderAt(turn, field(1)), field(2));
    case EVENT.REJECTED:
      return rejected(turn, orderAt(turn, field(1)), field(2));
    case EVENT.TRADE:
      return traded(turn, listing, field);
    case EVENT.CANCELED:
      return canceled(turn, orderAt(turn, field(1)), field(3), request);
    case EVENT.EXPIRED:
      return expired(turn, orderAt(turn, field(1)), field(3));
    case EVENT.REPLACED:
      return replaced(turn, orderAt(turn, field(1)), field, request);
    case EVENT.REPLACE_REFUSED:
      return replaceRefused(turn, orderAt(turn, field(1)), field(2), request);
    case EVENT.TRIGGERED:
      return triggered(turn, orderAt(turn, field(1)), field(2));
    case EVENT.LEVEL:
      return noteLevel(turn, listing, {
        side: sideOf(field(1)),
        priceTicks: field(2),
        quantity: wideQuantity(field(4), field(5)),
        orders: field(3),
      });
    case EVENT.THEORETICAL:
      listing.theoreticalAtMs = turn.atMs;
      return noteTheoretical(turn, listing, {
        priceTicks: field(2) || null,
        quantity: wideQuantity(field(4), field(5)),
      });
    case EVENT.AUCTION_STARTED:
      return auctionStarted(turn, listing, field(2), field(3));
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

const namesOf = (order: Order): { orderId: string; ticker: string; correlationId: string } => ({
  orderId: order.orderId,
  ticker: order.ticker,
  correlationId: order.correlationId,
});

function accepted(turn: Turn, order: Order, limitTicks: number): void {
  order.limitPriceTicks = limitTicks || null;
  report(turn, order.member, {
    type: 'ACCEPTED',
    ...namesOf(order),
    ...standingOf(order),
    limitPriceTicks: order.limitPriceTicks,
  });
}

/** A rejected order is remembered, so that its id is not taken again. */
function rejected(turn: Turn, order: Order, ruleCode: number): void {
  const rule = ruleOf(ruleCode);
  end(turn, order, 'REJECTED');
  report(turn, order.member, { type: 'REJECTED', ...namesOf(order), rule, message: REFUSAL_RULES[rule] });
}

function traded(turn: Turn, listing: Listing, field: (index: number) => number): void {
  const maker = orderAt(turn, field(1));
  const taker = orderAt(turn, field(2));
  const isAuction = field(7) === NO_AGGRESSOR;
  listing.tradeSequence += 1;
  listing.volume += field(4);
  // Unique for ever, and the same in every replay: a ticker's trades are numbered and the numbers never restart.
  const tradeId = `${listing.facts.ticker}-${listing.tradeSequence}`;
  const execution = { tradeId, priceTicks: field(3), fillQuantity: field(4) };
  fill(turn, maker, field(5));
  fill(turn, taker, field(6));
  reportFill(turn, maker, { ...execution, liquidity: isAuction ? 'AUCTION' : 'MAKER' });
  reportFill(turn, taker, { ...execution, liquidity: isAuction ? 'AUCTION' : 'TAKER' });
  tell(turn, listing, {
    type: 'TRADE',
    tradeId,
    tradeSequence: listing.tradeSequence,
    priceTicks: execution.priceTicks,
    quantity: execution.fillQuantity,
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
  execution: Pick<
    Extract<ExecutionReport, { type: 'FILLED' }>,
    'tradeId' | 'priceTicks' | 'fillQuantity' | 'liquidity'
  >,
): void {
  report(turn, order.member, {
    type: 'FILLED',
    ...namesOf(order),
    ...standingOf(order),
    executionId: `${execution.tradeId}-${order.side}`,
    ...execution,
    limitPriceTicks: order.limitPriceTicks ?? execution.priceTicks,
  });
}

/** Prevention and the end of a session are nobody's request. */
function canceled(turn: Turn, order: Order, reasonCode: number, request: Request | null): void {
  const reason = CANCEL_REASONS[reasonCode] ?? 'REQUESTED';
  const asked = reasonCode === CANCEL.SELF_TRADE ? null : request;
  end(turn, order, 'CANCELED');
  report(turn, order.member, {
    type: 'CANCELED',
    ...namesOf(order),
    correlationId: asked?.correlationId ?? order.correlationId,
    ...standingOf(order),
    requestId: asked?.requestId ?? null,
    reason,
  });
}

function expired(turn: Turn, order: Order, reasonCode: number): void {
  const reason = EXPIRY_REASONS[reasonCode] ?? 'END_OF_DAY';
  end(turn, order, 'EXPIRED');
  report(turn, order.member, { type: 'EXPIRED', ...namesOf(order), ...standingOf(order), reason });
}

function replaced(turn: Turn, order: Order, field: (index: number) => number, request: Request | null): void {
  order.quantity = field(2);
  order.limitPriceTicks = field(4) || null;
  order.stopPriceTicks = field(5) || null;
  order.displayQuantity = field(6) || null;
  order.minimumQuantity = request?.minimumQuantity ?? order.minimumQuantity;
  report(turn, order.member, {
    type: 'REPLACED',
    ...namesOf(order),
    ...answering(request),
    ...standingOf(order),
    limitPriceTicks: order.limitPriceTicks,
    ...(order.stopPriceTicks === null ? {} : { stopPriceTicks: order.stopPriceTicks }),
    ...(order.displayQuantity === null ? {} : { displayQuantity: order.displayQuantity }),
    ...(order.minimumQuantity === null ? {} : { minimumQuantity: order.minimumQuantity }),
  });
}

function replaceRefused(turn: Turn, order: Order, ruleCode: number, request: Request | null): void {
  const rule = ruleOf(ruleCode);
  report(turn, order.member, {
    type: 'REPLACE_REJECTED',
    ...namesOf(order),
    ...answering(request),
    rule,
    message: REFUSAL_RULES[rule],
  });
}

/** The request that a report answers. */
function answering(request: Request | null): { requestId: string; correlationId: string } {
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
    ...namesOf(order),
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
