import type { CommandGroup, OrderEvent } from './order-events.ts';

/** An order from before the beginning of the file. */
export interface PriorOrder {
  readonly event: OrderEvent;
  readonly open: number;
  readonly filledBefore: number;
}

/**
 * The orders from before the beginning of the file: those whose first event is a trade as the maker or an end. Sorted by
 * order id, which increases with the time of entry. The open quantity before the first trade is what is open after it
 * plus what the taker filled in it.
 */
export function priorOrdersOf(groups: readonly CommandGroup[]): PriorOrder[] {
  const seen = new Set<string>();
  const priorOrders: PriorOrder[] = [];
  const filled = new Map<string, number>();
  for (const { command, trades } of groups) {
    if (command && !seen.has(command.orderId) && command.kind === 'END')
      priorOrders.push({ event: command, open: openAfter(command), filledBefore: command.tradedQuantity });
    if (command) {
      seen.add(command.orderId);
      filled.set(command.orderId, command.tradedQuantity);
    }
    const takers = trades.filter(({ role }) => role === 'TAKER');
    const makers = trades.filter(({ role }) => role === 'MAKER');
    for (const [index, maker] of makers.entries()) {
      const taker = takers[index];
      const before = taker ? filled.get(taker.orderId) : undefined;
      if (taker) filled.set(taker.orderId, taker.tradedQuantity);
      if (seen.has(maker.orderId)) continue;
      const quantity = taker && before !== undefined ? taker.tradedQuantity - before : maker.tradedQuantity;
      priorOrders.push({
        event: maker,
        open: openAfter(maker) + quantity,
        filledBefore: maker.tradedQuantity - quantity,
      });
      seen.add(maker.orderId);
    }
    for (const { orderId } of trades) seen.add(orderId);
  }
  return priorOrders
    .filter(({ open }) => open > 0)
    .sort((a, b) => compareIds(a.event.orderId, b.event.orderId));
}

/** Ids of the orders of direct crosses: two orders that enter and at once fill whole against each other, without an aggressor. */
export function crossesOf(groups: readonly CommandGroup[]): Set<string> {
  const last = new Map<string, OrderEvent>();
  const crosses = new Set<string>();
  for (const { command, trades } of groups) {
    if (command) last.set(command.orderId, command);
    for (const trade of trades) {
      const isWhole = trade.role === 'NONE' && openAfter(trade) === 0;
      const before = last.get(trade.orderId);
      if (isWhole && before?.kind === 'NEW' && before.genId >= trade.genId - CROSS_REACH)
        crosses.add(trade.orderId);
      last.set(trade.orderId, trade);
    }
  }
  return crosses;
}

/** Distance in sequence from an order of a cross to its trade: a cross is two orders, then two trades. */
const CROSS_REACH = 3;

const openAfter = (event: OrderEvent): number => event.totalQuantity - event.tradedQuantity;

const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);
