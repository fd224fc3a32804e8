import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { Side } from '#domain/orders/order.ts';
import type { Random } from '#platform/random.ts';
import { levelsOf, type Ladder } from './ladder.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { wholeLots } from './quantities.ts';

/** What an order for a call is drawn from. */
export interface CallOrderTools {
  readonly phase: Phase;
  readonly ladder: Ladder;
  readonly commands: OrderCommands;
  readonly random: Random;
  /** When auctions follow each other: the side that is short, and how many times the usual quantity comes to it. */
  readonly relief: { readonly side: Side; readonly times: number } | null;
}

/** Shares of the kinds: a plain limit order, one for the call with a price, and the rest one at any price. */
const PLAIN = 0.4;
const PRICED = 0.8;

/**
 * An order that crosses the makers' quotes, so that the call has a theoretical price, near the reference: it takes at
 * most a part of a level. Orders for the call end with it, plain ones stay for the day.
 */
export function callOrder({ phase, ladder, commands, random, relief }: CallOrderTools): EngineCommand {
  const side = relief?.side ?? (random() < 0.5 ? 'BUY' : 'SELL');
  const opposite = levelsOf(ladder, side === 'BUY' ? 'SELL' : 'BUY');
  const priceTicks = opposite[Math.floor(random() * opposite.length)] ?? ladder.referenceTicks;
  const wanted = ladder.nextQuantity() * (0.1 + 0.4 * random()) * (relief?.times ?? 1);
  const quantity = Math.min(wholeLots(wanted, ladder.lotSize), ladder.maxOrderQuantity);
  const kind = random();
  const timeInForce = phase === 'CLOSING_CALL' ? 'AT_CLOSE' : 'AUCTION';
  return commands.call(ladder.ticker, side, {
    timeInForce: kind < PLAIN && !relief ? 'DAY' : timeInForce,
    priceTicks: kind < PRICED ? priceTicks : null,
    quantity,
  });
}
