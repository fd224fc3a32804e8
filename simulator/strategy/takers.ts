import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { Side } from '#domain/orders/order.ts';
import type { Random } from '#platform/random.ts';
import { normal } from '../model/noise.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import type { SimulatorSettings } from '../settings.ts';
import { wholeLots, type QuoteQuantities } from './quantities.ts';
import { boundOf, type QuoteGrid } from './quote-slots.ts';
import type { QuotedBook } from './quoted-book.ts';
import { leavesOf, type Quote } from './quotes.ts';

/** Investors that trade against the quotes. */
export interface TakerTools {
  readonly settings: SimulatorSettings;
  readonly commands: OrderCommands;
  readonly random: Random;
  readonly quantities: QuoteQuantities;
  readonly grid: QuoteGrid;
  /** Market time, in milliseconds. */
  readonly marketMs: number;
}

/** Share of trades by followers of trends, and the distance from the mean, in spreads, at which they act. */
const TREND_SHARE = 0.15;
const TREND_SPREADS = 2;
/** Probability that a trade without a plan takes the side of the one before: order flow persists. */
const SAME_SIDE = 0.58;
/** Share of a book's trades that belong to its large order. */
const SLICE_SHARE = 0.4;

const opposite = (side: Side): Side => (side === 'BUY' ? 'SELL' : 'BUY');

/** One trade of the takers: a slice of a large order, a follower of the trend, or noise; rarely an iceberg that rests. */
export function takerOrder(state: QuotedBook, tools: TakerTools): EngineCommand[] {
  const { random, settings } = tools;
  if (state.profile.kind !== 'FRACTIONAL' && random() * 1_000 < settings.icebergsPerMille)
    return icebergOrder(state, tools);
  beginLargeOrder(state, tools);
  const { largeOrder } = state;
  if (largeOrder && random() < SLICE_SHARE) {
    const quantity = Math.min(largeOrder.slice, largeOrder.leaves);
    largeOrder.leaves -= quantity;
    if (largeOrder.leaves <= 0) state.largeOrder = null;
    return takeFromQuotes(state, { side: largeOrder.side, wanted: quantity, levels: 1 }, tools);
  }
  const side = random() < TREND_SHARE ? trendSide(state, tools) : noiseSide(state, random);
  const sweeps = random() * 1_000 < settings.sweepsPerMille;
  const wanted = tools.quantities.usual * (sweeps ? 1.2 + random() : 0.12 * Math.exp(normal(random)));
  return takeFromQuotes(state, { side, wanted, levels: sweeps ? 2 : 1 }, tools);
}

/** Begins a large order of ten to sixty slices. */
function beginLargeOrder(state: QuotedBook, { random, settings, quantities }: TakerTools): void {
  if (state.largeOrder || random() * 1_000 >= settings.largeOrdersPerMille) return;
  const slice = wholeLots(quantities.usual * (0.1 + 0.3 * random()), state.fact.lotSize);
  const side = random() < 0.5 ? 'BUY' : 'SELL';
  state.largeOrder = { side, slice, leaves: slice * Math.round(10 + 50 * random() ** 2) };
}

function noiseSide(state: QuotedBook, random: Random): Side {
  if (random() >= SAME_SIDE) state.lastSide = opposite(state.lastSide);
  return state.lastSide;
}

/** The direction of a move away from the mean; noise while there is none. */
function trendSide(state: QuotedBook, { random, grid }: TakerTools): Side {
  const move = state.referenceTicks - state.meanTicks;
  if (Math.abs(move) < TREND_SPREADS * grid.spreadTicks) return noiseSide(state, random);
  return move > 0 ? 'BUY' : 'SELL';
}

/** An IOC order that takes up to `levels` price levels. */
function takeFromQuotes(
  state: QuotedBook,
  { side, wanted, levels }: { readonly side: Side; readonly wanted: number; readonly levels: number },
  { commands }: TakerTools,
): EngineCommand[] {
  const { fact } = state;
  const best = bestLevels(state.quotes.values(), opposite(side), levels);
  const [priceTicks] = best.at(-1) ?? [];
  if (priceTicks === undefined) return [];
  const available = best.reduce((sum, [, quantity]) => sum + quantity, 0);
  const quantity = wholeLots(Math.min(wanted, available, fact.maxOrderQuantity), fact.lotSize);
  const command = commands.take(fact.ticker, side, priceTicks, Math.min(quantity, fact.maxOrderQuantity));
  state.takerOrderIds.add(command.commandId);
  return [command];
}

/** The best price levels of a side of the participants' own quotes, with their open quantities. */
function bestLevels(quotes: Iterable<Quote>, side: Side, levels: number): (readonly [number, number])[] {
  const byPrice = new Map<number, number>();
  for (const quote of quotes)
    if (quote.side === side)
      byPrice.set(quote.priceTicks, (byPrice.get(quote.priceTicks) ?? 0) + leavesOf(quote));
  return [...byPrice].sort(([a], [b]) => (side === 'BUY' ? b - a : a - b)).slice(0, levels);
}

/** An investor's iceberg at the best price; one in a book. */
function icebergOrder(
  state: QuotedBook,
  { commands, random, quantities, grid, marketMs }: TakerTools,
): EngineCommand[] {
  const { fact, quotes } = state;
  if ([...quotes.values()].some(({ slot }) => slot === null)) return [];
  const side: Side = random() < 0.5 ? 'BUY' : 'SELL';
  const displayed = wholeLots(quantities.usual * (0.3 + 0.4 * random()), fact.lotSize);
  const parts = Math.round(4 + 8 * random());
  const quantity = Math.min(displayed * parts, fact.maxOrderQuantity);
  const priceTicks = boundOf(grid, side);
  const command = commands.iceberg(fact.ticker, side, { priceTicks, quantity, displayed });
  const orderId = command.commandId;
  const order = { orderId, side, slot: null, priceTicks, quantity, enteredMs: marketMs };
  quotes.set(orderId, { ...order, filledQuantity: 0, pending: true });
  return [command];
}
