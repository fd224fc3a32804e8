import type { EngineCommand } from '#contracts/engine-commands.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { Side } from '#domain/orders/order.ts';
import type { Random } from '#platform/random.ts';
import { levelsOf, type Ladder } from './ladder.ts';
import type { OrderCommands } from './order-commands.ts';
import { wholeLots } from './quantities.ts';

/** What an order for a call is drawn from. */
export interface CallOrderTools {
  readonly phase: Phase;
  readonly ladder: Ladder;
  readonly commands: OrderCommands;
  readonly random: Random;
}

/** Shares of the kinds: a plain limit order, one for the call with a price, and the rest one at any price. */
const PLAIN = 0.4;
const PRICED = 0.8;

/**
 * An order that crosses the makers' quotes, so that the call has a theoretical price, near the reference: it takes at
 * most a part of a level. Orders for the call end with it, plain ones stay for the day.
 */
export function callOrder({ phase, ladder, commands, random }: CallOrderTools): EngineCommand {
  const side: Side = random() < 0.5 ? 'BUY' : 'SELL';
  const opposite = levelsOf(ladder, side === 'BUY' ? 'SELL' : 'BUY');
  const priceTicks = opposite[Math.floor(random() * opposite.length)] ?? ladder.referenceTicks;
  const quantity = wholeLots(ladder.nextQuantity() * (0.1 + 0.4 * random()), ladder.lotSize);
  const kind = random();
  const timeInForce = phase === 'CLOSING_CALL' ? 'AT_CLOSE' : 'AUCTION';
  return commands.call(ladder.ticker, side, {
    timeInForce: kind < PLAIN ? 'DAY' : timeInForce,
    priceTicks: kind < PRICED ? priceTicks : null,
    quantity,
  });
}
