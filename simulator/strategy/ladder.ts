import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Side } from '#domain/orders/order.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import type { QuoteQuantities } from './quantities.ts';
import { isBeyond, targetOf, toleranceOf, type QuoteGrid, type QuoteSlot } from './quote-slots.ts';
import { leavesOf, type Quote } from './quotes.ts';

/** Target quotes of a book. */
export interface Ladder {
  readonly fact: Pick<InstrumentFact, 'ticker' | 'lotSize' | 'maxOrderQuantity'>;
  readonly grid: QuoteGrid;
  readonly slots: readonly QuoteSlot[];
  readonly quantities: QuoteQuantities;
  /** Market time, in milliseconds. */
  readonly marketMs: number;
}

/** An iceberg leaves the book after this market time. */
const ICEBERG_MS = 15 * 60_000;

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

/** Distinct target prices of a side, best first. */
export function levelsOf(ladder: Ladder, side: Side): number[] {
  const prices = new Set(ladder.slots.map((slot) => targetOf(ladder.grid, side, slot)));
  return [...prices].sort((a, b) => (side === 'BUY' ? b - a : a - b));
}

/**
 * Commands that turn the current quotes into the ladder; none when all lie within their tolerance. Updates `quotes`: adds
 * the new ones and marks each quote with a command under way as pending.
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
  const missing = new Set(ladder.slots);
  const steps: Step[] = [];
  for (const quote of quotes.values()) {
    if (quote.side !== side) continue;
    if (quote.slot === null || !missing.delete(quote.slot)) {
      if (quote.slot !== null || isOver(ladder, quote))
        steps.push(cancel(ladder, quote, RANK.away, commands));
      continue;
    }
    steps.push(...adjustQuote(ladder, quote, quote.slot, commands));
  }
  for (const slot of missing) steps.push(make(ladder, side, slot, commands));
  return steps;
}

/** True when an iceberg is on the wrong side of the reference, is nearly filled or has rested for its time. */
const isOver = ({ grid, marketMs, quantities }: Ladder, iceberg: Quote): boolean =>
  isBeyond(grid, iceberg.side, iceberg.priceTicks) ||
  leavesOf(iceberg) < quantities.refillBelow ||
  marketMs - iceberg.enteredMs > ICEBERG_MS;

/** Moves a quote that is too far from its target, and refills one that is nearly filled. */
function adjustQuote(ladder: Ladder, quote: Quote, slot: QuoteSlot, commands: OrderCommands): Step[] {
  const { grid, quantities, fact } = ladder;
  const target = targetOf(grid, quote.side, slot);
  const isFar =
    isBeyond(grid, quote.side, quote.priceTicks) ||
    Math.abs(quote.priceTicks - target) > toleranceOf(grid, slot);
  const isLow = leavesOf(quote) < quantities.refillBelow;
  if (!isFar && !isLow) return [];
  const priceTicks = isFar ? target : quote.priceTicks;
  // A refill raises the order's total quantity. At the limit a new order replaces it.
  if (quote.filledQuantity + quantities.refillBelow <= fact.maxOrderQuantity)
    return [move(ladder, quote, priceTicks, slot, commands)];
  const isWrong = isBeyond(grid, quote.side, quote.priceTicks);
  return [
    make(ladder, quote.side, slot, commands),
    cancel(ladder, quote, isWrong ? RANK.away : RANK.replaced, commands),
  ];
}

function move(
  { fact, quantities }: Ladder,
  quote: Quote,
  priceTicks: number,
  slot: QuoteSlot,
  commands: OrderCommands,
): Step {
  const open = Math.max(quantities.next(slot.depth), quantities.refillBelow);
  const quantity = Math.min(quote.filledQuantity + open, fact.maxOrderQuantity);
  const isAway = quote.side === 'BUY' ? priceTicks < quote.priceTicks : priceTicks > quote.priceTicks;
  const command = commands.move(fact.ticker, quote.orderId, priceTicks, quantity);
  return { command, rank: isAway ? RANK.away : RANK.towards, quote };
}

function make(ladder: Ladder, side: Side, slot: QuoteSlot, commands: OrderCommands): Step {
  const quantity = ladder.quantities.next(slot.depth);
  const priceTicks = targetOf(ladder.grid, side, slot);
  const command = commands.quote(slot.maker, ladder.fact.ticker, side, { priceTicks, quantity });
  const common = { side, slot, priceTicks, quantity, filledQuantity: 0, pending: true };
  const quote = { orderId: command.commandId, enteredMs: ladder.marketMs, ...common };
  return { command, rank: RANK.made, quote };
}

const cancel = (ladder: Ladder, quote: Quote, rank: number, commands: OrderCommands): Step => ({
  command: commands.cancel(ladder.fact.ticker, quote.orderId),
  rank,
  quote,
});
