import type { ExecutionReport } from '#contracts/execution-reports.ts';
import { limitOf, openQuantity, type Order } from './order.ts';
import { listingOf, memberOf, rememberEnded } from './state.ts';
import { report, standingOf, touch, type Turn } from './turn.ts';

type ExpiryReason = Extract<ExecutionReport, { type: 'EXPIRED' }>['reason'];
type CancelReason = Extract<ExecutionReport, { type: 'CANCELED' }>['reason'];

/** Puts an open order behind all others at its price. */
export function rest(turn: Turn, order: Order): void {
  turn.state.priority += 1;
  order.priority = turn.state.priority;
  const listing = listingOf(turn.state, order.ticker);
  listing.book.add(order);
  touch(turn, listing, order.side, limitOf(order));
}

/** Takes a resting order out of its book. */
export function withdraw(turn: Turn, order: Order): void {
  const listing = listingOf(turn.state, order.ticker);
  listing.book.remove(order);
  touch(turn, listing, order.side, limitOf(order));
}

/** Ends an order that does not rest, and whose rest nobody asked to cancel. */
export function expire(turn: Turn, order: Order, reason: ExpiryReason): void {
  order.status = 'EXPIRED';
  rememberEnded(turn.state, memberOf(turn.state, order.member), order);
  report(turn, order.member, {
    type: 'EXPIRED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    ...standingOf(order),
    reason,
  });
}

/** Cancels a resting order. `request` is null when nobody asked. */
export function cancelResting(
  turn: Turn,
  order: Order,
  request: { readonly requestId: string; readonly correlationId: string } | null,
  reason: CancelReason,
): void {
  withdraw(turn, order);
  order.status = 'CANCELED';
  rememberEnded(turn.state, memberOf(turn.state, order.member), order);
  report(turn, order.member, {
    type: 'CANCELED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: request?.correlationId ?? order.correlationId,
    ...standingOf(order),
    requestId: request?.requestId ?? null,
    reason,
  });
}

/** Books a fill on the order; it has ended when nothing is left. */
export function fill(turn: Turn, order: Order, quantity: number): void {
  order.filledQuantity += quantity;
  order.status = 'PARTIALLY_FILLED';
  if (openQuantity(order) > 0) return;
  order.status = 'FILLED';
  rememberEnded(turn.state, memberOf(turn.state, order.member), order);
}
