import type { NewOrder } from '#contracts/messages/engine-commands.ts';
import { REFUSAL_RULES, type RefusalRule } from '#domain/refusal.ts';
import { readBook } from './book-events.ts';
import { copyKnownFields, type KnownOrder, type Order } from './order.ts';
import { memberOf, rememberEnded, type Member } from '../state.ts';
import { writeTerms } from './terms.ts';
import { report, type CommandContext } from '../command-context.ts';

/** Enters a new order. Checks here that its id is new and its ticker is listed; the book checks `core/entry-rules.ts`. */
export function enterOrder(context: CommandContext, command: NewOrder): void {
  const { state } = context;
  const member = memberOf(state, command.member);
  if (isKnown(member, command.orderId)) return reject(context, command, 'ID_REUSED');
  const listing = state.listings.get(command.ticker);
  if (!listing) {
    rememberEnded(state, rejectedOrderOf(command));
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

/** An order that never enters a book. */
const rejectedOrderOf = (command: NewOrder): KnownOrder =>
  Object.assign(copyKnownFields({ ...command, status: 'REJECTED', filledQuantity: 0 }), {
    member: command.member,
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
