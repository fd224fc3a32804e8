import { BUY, isCall, SELL } from '../../core/codes.ts';
import { emitMarketData, type CommandContext } from '../command-context.ts';
import type { PublishBook } from '../commands.ts';
import { phaseOf } from '../state.ts';

/** Emits the whole book, from which a consumer that lost messages resumes. */
export function publishBook(context: CommandContext, command: PublishBook): void {
  const listing = context.state.listings.get(command.ticker);
  if (!listing) return;
  const { book } = listing;
  const { priceTicks, quantity } = isCall(book.phase) ? book.theoretical() : { priceTicks: 0, quantity: 0 };
  emitMarketData(context, listing, {
    type: 'BOOK_SNAPSHOT',
    phase: phaseOf(listing),
    bids: [...book.levels(BUY, Infinity)],
    asks: [...book.levels(SELL, Infinity)],
    ...(book.lastTicks === 0 ? {} : { lastTradeTicks: book.lastTicks }),
    ...(book.previousCloseTicks === 0 ? {} : { previousCloseTicks: book.previousCloseTicks }),
    tradeSequence: listing.tradeSequence,
    ...(quantity > 0 ? { theoretical: { priceTicks, quantity } } : {}),
  });
}
