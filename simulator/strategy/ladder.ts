import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { Side } from '#domain/orders/order.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { leavesOf, type Quote } from './quotes.ts';

/** Target quotes of a book. */
export interface Ladder {
  readonly ticker: string;
  readonly lotSize: number;
  readonly referenceTicks: number;
  readonly stepTicks: number;
  /** Levels per side: bids from the reference down, asks from one step above it up. */
  readonly levels: number;
  /** A quote with a smaller open quantity is refilled. */
  readonly refillBelow: number;
  /** Maximum total quantity of an order, filled quantity included. */
  readonly maxOrderQuantity: number;
  /** Quantity of the next new or refilled quote. */
  readonly nextQuantity: () => number;
}

/** A command and the quote that it creates or changes. */
interface Step {
  readonly command: EngineCommand;
  /** Steps of a lower rank are sent first. */
  readonly rank: number;
  readonly quote: Quote;
}

/**
 * Ranks of the steps. In this order the makers' bids and asks never cross and no side is ever empty: moves away from the
 * middle first, then moves towards it, then new quotes; quotes replaced by new ones are canceled last.
 */
const RANK = { away: 0, towards: 1, made: 2, replaced: 3 } as const;

/** The levels of a side, best first. */
export function levelsOf(ladder: Ladder, side: Side): number[] {
  const { referenceTicks, stepTicks, levels } = ladder;
  return Array.from({ length: levels }, (_, level) =>
    side === 'BUY' ? referenceTicks - level * stepTicks : referenceTicks + (level + 1) * stepTicks,
  );
}

/**
 * Commands that turn the current quotes into the ladder; none when they already match. Updates `quotes`: adds the new
 * ones and marks each quote with a command under way as pending.
 */
export function adjust(ladder: Ladder, quotes: Map<string, Quote>, commands: OrderCommands): EngineCommand[] {
  const steps = [
    ...adjustSide(ladder, 'BUY', quotes, commands),
    ...adjustSide(ladder, 'SELL', quotes, commands),
  ];
  steps.sort((a, b) => a.rank - b.rank);
  for (const { quote } of steps) {
    quote.pending = true;
    quotes.set(quote.orderId, quote);
  }
  return steps.map((step) => step.command);
}

function adjustSide(
  ladder: Ladder,
  side: Side,
  quotes: ReadonlyMap<string, Quote>,
  commands: OrderCommands,
): Step[] {
  const missing = new Set(levelsOf(ladder, side));
  const misplaced: Quote[] = [];
  const steps: Step[] = [];
  for (const quote of quotes.values()) {
    if (quote.side !== side) continue;
    if (!missing.delete(quote.priceTicks)) misplaced.push(quote);
    else if (leavesOf(quote) < ladder.refillBelow) steps.push(...refill(ladder, quote, commands));
  }
  for (const priceTicks of missing) {
    const usable = misplaced.findIndex((quote) => hasRoom(ladder, quote));
    const [quote] = usable < 0 ? [] : misplaced.splice(usable, 1);
    steps.push(quote ? move(ladder, quote, priceTicks, commands) : make(ladder, side, priceTicks, commands));
  }
  return [...steps, ...misplaced.map((quote) => cancel(ladder, quote, RANK.away, commands))];
}

/** A refill raises the order's total quantity. At the limit a new order replaces it. */
const hasRoom = (ladder: Ladder, quote: Quote): boolean =>
  quote.filledQuantity + ladder.refillBelow <= ladder.maxOrderQuantity;

const refill = (ladder: Ladder, quote: Quote, commands: OrderCommands): Step[] =>
  hasRoom(ladder, quote)
    ? [move(ladder, quote, quote.priceTicks, commands)]
    : [make(ladder, quote.side, quote.priceTicks, commands), cancel(ladder, quote, RANK.replaced, commands)];

function move(ladder: Ladder, quote: Quote, priceTicks: number, commands: OrderCommands): Step {
  const quantity = Math.min(quote.filledQuantity + ladder.nextQuantity(), ladder.maxOrderQuantity);
  const isAway = quote.side === 'BUY' ? priceTicks < quote.priceTicks : priceTicks > quote.priceTicks;
  const command = commands.move(ladder.ticker, quote.orderId, priceTicks, quantity);
  return { command, rank: isAway ? RANK.away : RANK.towards, quote };
}

function make(ladder: Ladder, side: Side, priceTicks: number, commands: OrderCommands): Step {
  const quantity = ladder.nextQuantity();
  const command = commands.quote(ladder.ticker, side, priceTicks, quantity);
  const quote = { orderId: command.commandId, side, priceTicks, quantity, filledQuantity: 0, pending: true };
  return { command, rank: RANK.made, quote };
}

const cancel = (ladder: Ladder, quote: Quote, rank: number, commands: OrderCommands): Step => ({
  command: commands.cancel(ladder.ticker, quote.orderId),
  rank,
  quote,
});
