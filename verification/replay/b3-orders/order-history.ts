import type { CommandGroup, OrderEvent } from './order-events.ts';

/** An order that existed before the file begins. */
export interface Seed {
  readonly event: OrderEvent;
  readonly open: number;
  readonly filledBefore: number;
}

/**
 * The orders that existed before the file begins: those of which it first tells a trade as the resting side or an end.
 * In order of their numbers, which rise with the time of entry. The first trade tells how much was open before it: what
 * is open after it and what the other side filled.
 */
export function seedsOf(groups: readonly CommandGroup[]): Seed[] {
  const seen = new Set<string>();
  const seeds: Seed[] = [];
  const filled = new Map<string, number>();
  for (const { command, trades } of groups) {
    if (command && !seen.has(command.orderId) && command.kind === 'END')
      seeds.push({ event: command, open: openAfter(command), filledBefore: command.tradedQuantity });
    if (command) {
      seen.add(command.orderId);
      filled.set(command.orderId, command.tradedQuantity);
    }
    const takers = trades.filter(({ role }) => role === 'TAKER');
    const makers = trades.filter(({ role }) => role === 'MAKER');
    for (const [place, maker] of makers.entries()) {
      const taker = takers[place];
      const before = taker ? filled.get(taker.orderId) : undefined;
      if (taker) filled.set(taker.orderId, taker.tradedQuantity);
      if (seen.has(maker.orderId)) continue;
      const quantity = taker && before !== undefined ? taker.tradedQuantity - before : maker.tradedQuantity;
      seeds.push({
        event: maker,
        open: openAfter(maker) + quantity,
        filledBefore: maker.tradedQuantity - quantity,
      });
      seen.add(maker.orderId);
    }
    for (const { orderId } of trades) seen.add(orderId);
  }
  return seeds.filter(({ open }) => open > 0).sort((a, b) => compareIds(a.event.orderId, b.event.orderId));
}

/** The orders of direct crosses: entered and at once filled whole against each other, with no side that took. */
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

/** Events of the symbol within which a cross is told: two orders and two trades. */
const CROSS_REACH = 3;

const openAfter = (event: OrderEvent): number => event.totalQuantity - event.tradedQuantity;

const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);
