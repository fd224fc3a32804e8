import type {
  CancelOrder,
  EndSession,
  MassCancel,
  ReplaceOrder,
} from '#contracts/messages/engine-commands.ts';
import { REFUSAL_RULES, type RefusalRule } from '#domain/refusal.ts';
import { CANCEL, ruleOf } from '../../core/codes.ts';
import { ruleOfChange } from '../../core/entry-rules.ts';
import { KIND, STRIDE } from '../../core/order-pool.ts';
import { readBook, type Request } from './book-events.ts';
import { rulesOf } from '../listings/listing-rules.ts';
import type { Order } from './order.ts';
import { listingOf, memberOf, type ExchangeState } from '../state.ts';
import { changeOf, dayNumber, type Change } from './terms.ts';
import { report, type Turn } from '../command-context.ts';

/** Takes an open order out of the book, in any phase. */
export function cancelOrder(turn: Turn, command: CancelOrder): void {
  const found = findOpen(turn.state, command);
  if ('rule' in found) return refuseRequest(turn, command, 'CANCEL_REJECTED', found.rule);
  cancel(turn, found.order, CANCEL.REQUESTED, command);
}

/** Cancels all open orders of the member that fit, oldest first, and tells how many. */
// rule MASS_CANCEL
export function massCancel(turn: Turn, command: MassCancel): void {
  const { accountId, ticker, side } = command;
  const count = cancelAll(
    turn,
    command.member,
    (order) =>
      (accountId === null || order.accountId === accountId) &&
      (ticker === null || order.ticker === ticker) &&
      (side === null || order.side === side),
    CANCEL.MASS_CANCEL,
    command,
  );
  report(turn, command.member, {
    type: 'MASS_CANCELED',
    correlationId: command.correlationId,
    requestId: command.requestId,
    count,
  });
}

/** Ends the member's orders that live with the session which is over, oldest first. */
// rule CANCEL_ON_DISCONNECT
export function endSession(turn: Turn, command: EndSession): void {
  const { member, sessionId, correlationId } = command;
  const request = { requestId: null, correlationId };
  cancelAll(turn, member, (order) => order.sessionId === sessionId, CANCEL.DISCONNECT, request);
}

function cancelAll(
  turn: Turn,
  member: string,
  fits: (order: Order) => boolean,
  reason: number,
  request: Request,
): number {
  const fitting = [...memberOf(turn.state, member).open.values()].filter(fits);
  for (const order of fitting) cancel(turn, order, reason, request);
  return fitting.length;
}

/** Ends an open order. `request` is null when its member has not asked. */
export function cancel(turn: Turn, order: Order, reason: number, request: Request | null): void {
  const listing = listingOf(turn.state, order.ticker);
  listing.book.cancel(order.slot, reason);
  readBook(turn, listing, request);
}

/**
 * Changes an open order, by the book's rules. A new total that what has filled already reaches cancels the rest: the
 * member gets CANCELED with this request's id instead of REPLACED, the quantity as it was.
 */
export function replaceOrder(turn: Turn, command: ReplaceOrder): void {
  const found = findOpen(turn.state, command);
  if ('rule' in found) return refuseRequest(turn, command, 'REPLACE_REJECTED', found.rule);
  const { order } = found;
  const change = changeOf(command);
  if (change.quantity > 0 && change.quantity <= order.filledQuantity) {
    const rule = ruleOfLastChange(turn.state, order, change);
    if (rule) return refuseRequest(turn, command, 'REPLACE_REJECTED', rule);
    return cancel(turn, order, CANCEL.REQUESTED, command);
  }
  const { book } = listingOf(turn.state, order.ticker);
  const { quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity } = change;
  book.replace(order.slot, quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity);
  readBook(turn, listingOf(turn.state, order.ticker), command);
}

/** What a change breaks that would leave nothing of an order that has traded: the rules are those of any change. */
function ruleOfLastChange(state: ExchangeState, order: Order, change: Change): RefusalRule | null {
  const listing = listingOf(state, order.ticker);
  const code = ruleOfChange(
    {
      kind: state.pool.fields[order.slot * STRIDE + KIND] ?? 0,
      isWaitingStop: false,
      limitTicks: order.limitPriceTicks ?? 0,
      stopTicks: 0,
      displayQuantity: order.displayQuantity ?? 0,
    },
    change,
    {
      rules: rulesOf(state, listing.facts, listing.volumes),
      phase: listing.book.phase,
      tradeDay: dayNumber(state.tradeDate),
      referenceTicks: listing.book.lastTicks || listing.book.previousCloseTicks,
    },
  );
  return code === 0 ? null : ruleOf(code);
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
