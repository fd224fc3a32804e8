import { CANCEL } from '../../core/codes.ts';
import { emitPending, type CommandContext } from '../command-context.ts';
import type { Renumber } from '../commands.ts';
import { publishBook } from '../listings/publish-book.ts';
import { memberOf } from '../state.ts';
import { cancelAll } from './requests.ts';

/**
 * Makes the journal go on for one that was lost, or for a newer copy of itself, after its member has ended its orders: cancels those that
 * the journal still has open, lets all later reports, market data and trades count above those that members and readers know, and
 * publishes the books, from which readers go on.
 */
export function renumber(context: CommandContext, { forMember, from, commandNumber }: Renumber): void {
  const { state } = context;
  const own = memberOf(context.state, forMember);
  const request = { requestId: null, correlationId: 'renumber' };
  cancelAll(context, request, { member: forMember, chosen: () => true, reason: CANCEL.MASS_CANCEL });
  own.commandNumber = Math.max(own.commandNumber, commandNumber);
  state.sequenceFloor = Math.max(state.sequenceFloor, from);
  for (const one of state.members.values()) one.reportSequence = Math.max(one.reportSequence, from);
  for (const listing of state.listings.values()) {
    listing.marketDataSequence = Math.max(listing.marketDataSequence, from);
    listing.tradeSequence = Math.max(listing.tradeSequence, from);
  }
  emitPending(context);
  for (const ticker of state.listings.keys()) publishBook(context, { v: 1, type: 'PUBLISH_BOOK', ticker });
}
