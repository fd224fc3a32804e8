import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { Side } from '#domain/orders/order.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { leavesOf, type Quote } from './quotes.ts';

/** What should stand in a book. */
export interface Ladder {
  readonly ticker: string;
  readonly lotSize: number;
  readonly referenceTicks: number;
  readonly stepTicks: number;
  /** Levels a side: bids from the reference down, asks from a step above it up. */
  readonly levels: number;
  /** A quote that holds less is filled up. */
  readonly refillBelow: number;
  /** The most that an order may have in all, what has filled included. */
  readonly maxOrderQuantity: number;
  /** Shares of the next quote that is made or filled up. */
  readonly nextQuantity: () => number;
}

/** A command, with the quote that it makes or is about. */
interface Step {
  readonly command: EngineCommand;
  /** Steps of a lower rank go first. */
  readonly rank: number;
  readonly quote: Quote;
}

/**
 * Steps in an order in which the makers' bids and asks never meet and no side stands empty: away from the middle first,
 * then towards it, then what is new; what was replaced by something new goes last.
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
 * The commands that turn what stands into the ladder, none when it is the ladder. `quotes` is brought up to what was
 * commanded: new ones are added, and all that is under way is pending.
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

/** The total of an order grows with what it fills, up to a limit: then another takes its place. */
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
