import type { CancelOrder, MassCancel, ReplaceOrder } from '#contracts/engine-commands.ts';
import { REFUSAL_RULES, type RefusalRule } from '#domain/refusal.ts';
import { checkReplace } from './entry-rules.ts';
import { cancelResting, rest, withdraw } from './life.ts';
import { match } from './matching.ts';
import { limitOf, openQuantity, type Order } from './order.ts';
import { listingOf, memberOf, phaseOf, type ExchangeState } from './state.ts';
import { report, standingOf, touch, type Turn } from './turn.ts';

/** Takes an open order out of the book, in any phase. */
export function cancelOrder(turn: Turn, command: CancelOrder): void {
  const found = findOpen(turn.state, command);
  if ('rule' in found) return refuseRequest(turn, command, 'CANCEL_REJECTED', found.rule);
  cancelResting(turn, found.order, command, 'REQUESTED');
}

/** Cancels all open orders of the member that fit, oldest first, and tells how many. */
export function massCancel(turn: Turn, command: MassCancel): void {
  const { accountId, ticker, side } = command;
  const fitting = [...memberOf(turn.state, command.member).open.values()].filter(
    (order) =>
      (accountId === null || order.accountId === accountId) &&
      (ticker === null || order.ticker === ticker) &&
      (side === null || order.side === side),
  );
  for (const order of fitting) cancelResting(turn, order, command, 'MASS_CANCEL');
  report(turn, command.member, {
    type: 'MASS_CANCELED',
    correlationId: command.correlationId,
    requestId: command.requestId,
    count: fitting.length,
  });
}

/**
 * Changes an open order. A smaller quantity at the same price keeps the order's place; another price or a larger
 * quantity goes to the back (B3's priority rules), and a price that crosses trades. A new total that what has filled
 * already reaches cancels the rest: the member gets CANCELED with this request's id instead of REPLACED, the quantity
 * as it was.
 */
export function replaceOrder(turn: Turn, command: ReplaceOrder): void {
  const found = findOpen(turn.state, command);
  if ('rule' in found) return refuseRequest(turn, command, 'REPLACE_REJECTED', found.rule);
  const { order } = found;
  const listing = listingOf(turn.state, order.ticker);
  const rule = checkReplace(command, listing.facts, phaseOf(turn.state, listing));
  if (rule) return refuseRequest(turn, command, 'REPLACE_REJECTED', rule);
  if (command.quantity <= order.filledQuantity) return cancelResting(turn, order, command, 'REQUESTED');

  const priceTicks = command.limitPriceTicks ?? limitOf(order);
  if (priceTicks === order.limitPriceTicks && command.quantity <= order.quantity)
    return shrink(turn, order, command);
  withdraw(turn, order);
  order.limitPriceTicks = priceTicks;
  order.quantity = command.quantity;
  reportReplaced(turn, order, command);
  match(turn, listing, order);
  if (openQuantity(order) > 0) rest(turn, order);
}

function shrink(turn: Turn, order: Order, command: ReplaceOrder): void {
  const byQuantity = order.quantity - command.quantity;
  if (byQuantity > 0) {
    const listing = listingOf(turn.state, order.ticker);
    listing.book.reduce(order, byQuantity);
    order.quantity = command.quantity;
    touch(turn, listing, order.side, limitOf(order));
  }
  reportReplaced(turn, order, command);
}

function reportReplaced(turn: Turn, order: Order, command: ReplaceOrder): void {
  report(turn, order.member, {
    type: 'REPLACED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: command.correlationId,
    ...standingOf(order),
    requestId: command.requestId,
    limitPriceTicks: order.limitPriceTicks,
  });
}

function findOpen(
  state: ExchangeState,
  command: CancelOrder | ReplaceOrder,
): { readonly order: Order } | { readonly rule: RefusalRule } {
  const member = memberOf(state, command.member);
  const order = member.open.get(command.orderId);
  if (order?.ticker === command.ticker) return { order };
  const ended = member.ended.get(command.orderId);
  return { rule: ended?.ticker === command.ticker ? 'ORDER_ENDED' : 'ORDER_NOT_FOUND' };
}

function refuseRequest(
  turn: Turn,
  command: CancelOrder | ReplaceOrder,
  type: 'CANCEL_REJECTED' | 'REPLACE_REJECTED',
  rule: RefusalRule,
): void {
  report(turn, command.member, {
    type,
    orderId: command.orderId,
    ticker: command.ticker,
    correlationId: command.correlationId,
    requestId: command.requestId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}
