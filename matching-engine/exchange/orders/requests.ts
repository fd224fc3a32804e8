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
import { report, type CommandContext } from '../command-context.ts';

/** Takes an open order out of the book, in any phase. */
export function cancelOrder(context: CommandContext, command: CancelOrder): void {
  const found = findOpen(context.state, command);
  if ('rule' in found) return rejectRequest(context, command, 'CANCEL_REJECTED', found.rule);
  cancel(context, found.order, CANCEL.REQUESTED, command);
}

/** Cancels all open orders of the member that fit, oldest first, and tells how many. */
// rule MASS_CANCEL
export function massCancel(context: CommandContext, command: MassCancel): void {
  const { accountId, ticker, side } = command;
  const count = cancelAll(
    context,
    command.member,
    (order) =>
      (accountId === null || order.accountId === accountId) &&
      (ticker === null || order.ticker === ticker) &&
      (side === null || order.side === side),
    CANCEL.MASS_CANCEL,
    command,
  );
  report(context, command.member, {
    type: 'MASS_CANCELED',
    correlationId: command.correlationId,
    requestId: command.requestId,
    count,
  });
}

/** Ends the member's orders that live with the session which is over, oldest first. */
// rule CANCEL_ON_DISCONNECT
export function endMemberSession(context: CommandContext, command: EndSession): void {
  const { member, sessionId, correlationId } = command;
  const request = { requestId: null, correlationId };
  cancelAll(context, member, (order) => order.sessionId === sessionId, CANCEL.DISCONNECT, request);
}

function cancelAll(
  context: CommandContext,
  member: string,
  fits: (order: Order) => boolean,
  reason: number,
  request: Request,
): number {
  const fitting = [...memberOf(context.state, member).open.values()].filter(fits);
  for (const order of fitting) cancel(context, order, reason, request);
  return fitting.length;
}

/** Ends an open order. `request` is null when its member has not asked. */
export function cancel(context: CommandContext, order: Order, reason: number, request: Request | null): void {
  const listing = listingOf(context.state, order.ticker);
  listing.book.cancel(order.slot, reason);
  readBook(context, listing, request);
}

/**
 * Changes an open order, by the book's rules. A new total that what has filled already reaches cancels the rest: the
 * member gets CANCELED with this request's id instead of REPLACED, the quantity as it was.
 */
export function replaceOrder(context: CommandContext, command: ReplaceOrder): void {
  const found = findOpen(context.state, command);
  if ('rule' in found) return rejectRequest(context, command, 'REPLACE_REJECTED', found.rule);
  const { order } = found;
  const change = changeOf(command);
  if (change.quantity > 0 && change.quantity <= order.filledQuantity) {
    const rule = ruleBrokenByFinalReplace(context.state, order, change);
    if (rule) return rejectRequest(context, command, 'REPLACE_REJECTED', rule);
    return cancel(context, order, CANCEL.REQUESTED, command);
  }
  const { book } = listingOf(context.state, order.ticker);
  const { quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity } = change;
  book.replace(order.slot, quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity);
  readBook(context, listingOf(context.state, order.ticker), command);
}

/** What a change breaks that would leave nothing of an order that has traded: the rules are those of any change. */
function ruleBrokenByFinalReplace(state: ExchangeState, order: Order, change: Change): RefusalRule | null {
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

function rejectRequest(
  context: CommandContext,
  command: CancelOrder | ReplaceOrder,
  type: 'CANCEL_REJECTED' | 'REPLACE_REJECTED',
  rule: RefusalRule,
): void {
  report(context, command.member, {
    type,
    orderId: command.orderId,
    ticker: command.ticker,
    correlationId: command.correlationId,
    requestId: command.requestId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}
