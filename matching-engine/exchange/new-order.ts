import type { NewOrder } from '#contracts/engine-commands.ts';
import { REFUSAL_RULES, type RefusalRule } from '#domain/refusal.ts';
import { checkNewOrder } from './entry-rules.ts';
import { expire, rest } from './life.ts';
import { match } from './matching.ts';
import { crosses, limitOf, openQuantity, opposite, type Order } from './order.ts';
import { memberOf, phaseOf, rememberEnded, type ExchangeState, type Listing } from './state.ts';
import { report, standingOf, type Turn } from './turn.ts';

/**
 * A new order: refused, or accepted and then matched. What does not trade rests (DAY) or expires (IOC). FOK is looked
 * at before anything trades: it is accepted, and expires whole when the book cannot fill all of it at once.
 */
export function enterOrder(turn: Turn, command: NewOrder): void {
  const entry = admit(turn.state, command);
  if ('rule' in entry) return reject(turn, command, entry.rule);
  const { listing, limitPriceTicks } = entry;
  const order = orderOf(command, limitPriceTicks);
  memberOf(turn.state, order.member).open.set(order.orderId, order);
  report(turn, order.member, {
    type: 'ACCEPTED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    ...standingOf(order),
    limitPriceTicks,
  });
  if (order.timeInForce === 'FOK' && !canFillAtOnce(listing, order))
    return expire(turn, order, 'FILL_OR_KILL');
  match(turn, listing, order);
  if (openQuantity(order) === 0) return;
  if (order.timeInForce === 'IOC') expire(turn, order, 'IMMEDIATE_OR_CANCEL');
  else rest(turn, order);
}

type Entry = { readonly listing: Listing; readonly limitPriceTicks: number } | { readonly rule: RefusalRule };

function admit(state: ExchangeState, command: NewOrder): Entry {
  const member = memberOf(state, command.member);
  if (member.open.has(command.orderId) || member.ended.has(command.orderId)) return { rule: 'ID_REUSED' };
  const listing = state.listings.get(command.ticker);
  if (!listing) return { rule: 'UNKNOWN_TICKER' };
  const rule = checkNewOrder(command, listing.facts, phaseOf(state, listing));
  if (rule) return { rule };
  const limitPriceTicks = command.limitPriceTicks ?? marketLimit(listing, command);
  return limitPriceTicks === null ? { rule: 'NO_OPPOSITE_PRICE' } : { listing, limitPriceTicks };
}

/**
 * The limit that a market order becomes (B3: it executes at the best opposite price, and what is left stays as a limit
 * at that price), or its protection when the best opposite price is beyond that. Null when there is no opposite price.
 */
function marketLimit(listing: Listing, command: NewOrder): number | null {
  const best = listing.book.bestPriceTicks(opposite(command.side));
  const protection = command.protectionPriceTicks;
  if (best === null || protection === null) return best;
  return crosses(command.side, protection, best) ? best : protection;
}

const canFillAtOnce = (listing: Listing, order: Order): boolean =>
  listing.book.quantityWithin(opposite(order.side), limitOf(order), order.quantity) >= order.quantity;

const orderOf = (command: NewOrder, limitPriceTicks: number | null): Order => ({
  member: command.member,
  orderId: command.orderId,
  accountId: command.accountId,
  ticker: command.ticker,
  side: command.side,
  orderType: command.orderType,
  timeInForce: command.timeInForce,
  correlationId: command.correlationId,
  status: 'OPEN',
  quantity: command.quantity,
  filledQuantity: 0,
  limitPriceTicks,
  priority: 0,
});

/** A rejected order is remembered, so that its id is not taken again; a reused id leaves the first order as it is. */
function reject(turn: Turn, command: NewOrder, rule: RefusalRule): void {
  if (rule !== 'ID_REUSED') {
    const order: Order = { ...orderOf(command, command.limitPriceTicks), status: 'REJECTED' };
    rememberEnded(turn.state, memberOf(turn.state, command.member), order);
  }
  report(turn, command.member, {
    type: 'REJECTED',
    orderId: command.orderId,
    ticker: command.ticker,
    correlationId: command.correlationId,
    rule,
    message: REFUSAL_RULES[rule],
  });
}
