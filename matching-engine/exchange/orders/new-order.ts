import type { NewOrder } from '#contracts/messages/engine-commands.ts';
import { REFUSAL_RULES, type RefusalRule } from '#domain/refusal.ts';
import { readBook } from './book-events.ts';
import type { KnownOrder, Order } from './order.ts';
import { memberOf, rememberEnded, type Member } from '../state.ts';
import { writeTerms } from './terms.ts';
import { report, type CommandContext } from '../command-context.ts';

/**
 * A new order. That its id is new and its ticker is listed is looked at here; the book decides the rest: every rule of
 * `core/entry-rules.ts`, and what follows.
 */
export function enterOrder(context: CommandContext, command: NewOrder): void {
  const { state } = context;
  const member = memberOf(state, command.member);
  if (isKnown(member, command.orderId)) return reject(context, command, 'ID_REUSED');
  const listing = state.listings.get(command.ticker);
  if (!listing) {
    rememberEnded(state, knownOrderOf(command));
    return reject(context, command, 'UNKNOWN_TICKER');
  }
  const slot = state.pool.take();
  writeTerms(state.pool, slot, command, state.investors.take(command.member, command.investorId ?? null));
  const order = orderOf(command, slot);
  state.orders[slot] = order;
  member.open.set(order.orderId, order);
  listing.book.enter(slot);
  readBook(context, listing);
}

const isKnown = ({ open, ended }: Member, orderId: string): boolean =>
  open.has(orderId) || ended.has(orderId);

/** An order that never comes to a book. */
const knownOrderOf = (command: NewOrder): KnownOrder => ({
  member: command.member,
  orderId: command.orderId,
  accountId: command.accountId,
  ticker: command.ticker,
  side: command.side,
  status: 'REJECTED',
  quantity: command.quantity,
  filledQuantity: 0,
  limitPriceTicks: command.limitPriceTicks,
});

const orderOf = (command: NewOrder, slot: number): Order => ({
  member: command.member,
  orderId: command.orderId,
  accountId: command.accountId,
  ticker: command.ticker,
  side: command.side,
  status: 'OPEN',
  quantity: command.quantity,
  filledQuantity: 0,
  limitPriceTicks: command.limitPriceTicks,
  slot,
  orderType: command.orderType,
  timeInForce: command.timeInForce,
  correlationId: command.correlationId,
  stopPriceTicks: command.stopPriceTicks,
  displayQuantity: command.displayQuantity,
  minimumQuantity: command.minimumQuantity,
  expiresOn: command.expiresOn,
  investorId: command.investorId ?? null,
  sessionId: command.sessionId ?? null,
});

/** A reused id leaves the first order as it is. */
function reject(context: CommandContext, command: NewOrder, rule: RefusalRule): void {
  report(context, command.member, {
    type: 'REJECTED',
    orderId: command.orderId,
    ticker: command.ticker,
    correlationId: command.correlationId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}
