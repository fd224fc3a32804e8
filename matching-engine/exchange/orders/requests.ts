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
import { replaceTermsOf, dayNumber, type ReplaceTerms } from './terms.ts';
import { report, type CommandContext } from '../command-context.ts';

/** Cancels an open order, in any phase. */
export function cancelOrder(context: CommandContext, command: CancelOrder): void {
  const found = findOpen(context.state, command);
  if ('rule' in found) return rejectRequest(context, command, 'CANCEL_REJECTED', found.rule);
  cancel(context, found.order, CANCEL.REQUESTED, command);
}

/** Cancels the member's open orders of an account, ticker or side, oldest first, and reports their number. */
// rule MASS_CANCEL
export function massCancel(context: CommandContext, command: MassCancel): void {
  const { accountId, ticker, side } = command;
  const chosen = (order: Order): boolean =>
    (accountId === null || order.accountId === accountId) &&
    (ticker === null || order.ticker === ticker) &&
    (side === null || order.side === side);
  const count = cancelAll(context, command, { member: command.member, chosen, reason: CANCEL.MASS_CANCEL });
  report(context, command.member, {
    type: 'MASS_CANCELED',
    correlationId: command.correlationId,
    requestId: command.requestId,
    count,
  });
}

/** Cancels the open orders of a member session that has ended, oldest first. */
// rule CANCEL_ON_DISCONNECT
export function endMemberSession(context: CommandContext, command: EndSession): void {
  const { member, sessionId, correlationId } = command;
  const request = { requestId: null, correlationId };
  const chosen = (order: Order): boolean => order.sessionId === sessionId;
  cancelAll(context, request, { member, chosen, reason: CANCEL.DISCONNECT });
}

/** Open orders of a member that are canceled together. */
interface CanceledOrders {
  readonly member: string;
  readonly chosen: (order: Order) => boolean;
  /** One of `CANCEL`. */
  readonly reason: number;
}

/** Cancels orders of a member, oldest first; returns their number. */
export function cancelAll(
  context: CommandContext,
  request: Request,
  { member, chosen, reason }: CanceledOrders,
): number {
  const orders = [...memberOf(context.state, member).open.values()].filter(chosen);
  for (const order of orders) cancel(context, order, reason, request);
  return orders.length;
}

/** Cancels an open order of the exchange and reports it as the answer to the request. */
function cancel(context: CommandContext, order: Order, reason: number, request: Request): void {
  const listing = listingOf(context.state, order.ticker);
  listing.book.cancel(order.slot, reason);
  readBook(context, listing, request);
}

/**
 * Replaces the terms of an open order, by the book's rules. A total at or below the filled quantity cancels the rest:
 * the report is CANCELED with the request's id, and the quantity stays as it was.
 */
export function replaceOrder(context: CommandContext, command: ReplaceOrder): void {
  const found = findOpen(context.state, command);
  if ('rule' in found) return rejectRequest(context, command, 'REPLACE_REJECTED', found.rule);
  const { order } = found;
  const terms = replaceTermsOf(command);
  if (terms.quantity > 0 && terms.quantity <= order.filledQuantity) {
    const rule = ruleBrokenByFinalReplace(context.state, order, terms);
    if (rule) return rejectRequest(context, command, 'REPLACE_REJECTED', rule);
    return cancel(context, order, CANCEL.REQUESTED, command);
  }
  const { book } = listingOf(context.state, order.ticker);
  const { quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity } = terms;
  book.replace(order.slot, quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity);
  readBook(context, listingOf(context.state, order.ticker), command);
}

/** Checks a replace to a total at or below the filled quantity by the rules of any replace. Returns the broken rule or null. */
function ruleBrokenByFinalReplace(
  state: ExchangeState,
  order: Order,
  terms: ReplaceTerms,
): RefusalRule | null {
  const listing = listingOf(state, order.ticker);
  const code = ruleOfChange(
    {
      kind: state.pool.fields[order.slot * STRIDE + KIND] ?? 0,
      isWaitingStop: false,
      limitTicks: order.limitPriceTicks ?? 0,
      stopTicks: 0,
      displayQuantity: order.displayQuantity ?? 0,
    },
    terms,
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
