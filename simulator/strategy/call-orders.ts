import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { Side } from '#domain/orders/order.ts';
import type { Random } from '#platform/random.ts';
import { levelsOf, type Ladder } from './ladder.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { wholeLots } from './quantities.ts';

/** Inputs of a random order for a call. */
export interface CallOrderTools {
  readonly phase: Phase;
  readonly ladder: Ladder;
  readonly commands: OrderCommands;
  readonly random: Random;
  /** In repeated auctions: the side with too little supply, and the multiple of the usual quantity for it. */
  readonly relief: { readonly side: Side; readonly times: number } | null;
}

/** Cumulative shares: day limit orders, then priced orders for the call; the rest are market orders for the call. */
const PLAIN = 0.4;
const PRICED = 0.8;
/** Levels of the opposite side that a priced order may reach. */
const REACH = 5;

/**
 * Creates an order that crosses the makers' quotes, so that the call has a theoretical price. It takes at most a part
 * of a level, so that the price stays near the reference. Orders for the call end with it; limit orders stay for the day.
 */
export function callOrder({ phase, ladder, commands, random, relief }: CallOrderTools): EngineCommand {
  const { fact, quantities, grid } = ladder;
  const side = relief?.side ?? (random() < 0.5 ? 'BUY' : 'SELL');
  const reachable = levelsOf(ladder, side === 'BUY' ? 'SELL' : 'BUY').slice(0, REACH);
  const priceTicks = reachable[Math.floor(random() * reachable.length)] ?? Math.round(grid.referenceTicks);
  const wanted = quantities.next(0) * (0.1 + 0.4 * random()) * (relief?.times ?? 1);
  const quantity = Math.min(wholeLots(wanted, fact.lotSize), fact.maxOrderQuantity);
  const kind = random();
  const timeInForce = phase === 'CLOSING_CALL' ? 'AT_CLOSE' : 'AUCTION';
  return commands.call(fact.ticker, side, {
    timeInForce: kind < PLAIN && !relief ? 'DAY' : timeInForce,
    priceTicks: kind < PRICED ? priceTicks : null,
    quantity,
  });
}
