import { crosses, limitOf, openQuantity, opposite, type Order } from './order.ts';
import { fill } from './life.ts';
import type { Listing } from './state.ts';
import { report, standingOf, tell, touch, type Turn } from './turn.ts';

/**
 * Trades an incoming order against the book as long as its limit allows: best price first, within a price whoever came
 * first, always at the price of the resting order.
 */
export function match(turn: Turn, listing: Listing, taker: Order): void {
  const side = opposite(taker.side);
  while (openQuantity(taker) > 0) {
    const maker = listing.book.first(side);
    if (!maker || !crosses(taker.side, limitOf(taker), limitOf(maker))) return;
    trade(turn, listing, maker, taker);
  }
}

function trade(turn: Turn, listing: Listing, maker: Order, taker: Order): void {
  const quantity = Math.min(openQuantity(maker), openQuantity(taker));
  const priceTicks = limitOf(maker);
  listing.tradeSequence += 1;
  listing.lastTradeTicks = priceTicks;
  if (quantity === openQuantity(maker)) listing.book.remove(maker);
  else listing.book.reduce(maker, quantity);
  touch(turn, listing, maker.side, priceTicks);
  fill(turn, maker, quantity);
  fill(turn, taker, quantity);

  const tradeId = tradeIdOf(listing.facts.ticker, listing.tradeSequence);
  const execution = { tradeId, priceTicks, quantity };
  reportFill(turn, maker, 'MAKER', execution);
  reportFill(turn, taker, 'TAKER', execution);
  tell(turn, listing, {
    type: 'TRADE',
    tradeId,
    tradeSequence: listing.tradeSequence,
    priceTicks,
    quantity,
    aggressor: taker.side,
  });
}

/** Unique for ever, and the same in every replay: a ticker's trades are numbered and the numbers never restart. */
const tradeIdOf = (ticker: string, tradeSequence: number): string => `${ticker}-${tradeSequence}`;

function reportFill(
  turn: Turn,
  order: Order,
  liquidity: 'MAKER' | 'TAKER',
  execution: { readonly tradeId: string; readonly priceTicks: number; readonly quantity: number },
): void {
  report(turn, order.member, {
    type: 'FILLED',
    orderId: order.orderId,
    ticker: order.ticker,
    correlationId: order.correlationId,
    ...standingOf(order),
    executionId: `${execution.tradeId}-${order.side}`,
    tradeId: execution.tradeId,
    priceTicks: execution.priceTicks,
    fillQuantity: execution.quantity,
    liquidity,
    limitPriceTicks: order.limitPriceTicks,
  });
}
