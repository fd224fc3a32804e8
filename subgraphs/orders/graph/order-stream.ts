import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { badInput, cursorExpired, notFound } from '#platform/graphql/errors.ts';
import { ownAccount } from './access.ts';
import type { Context } from './context.ts';
import { readStreamCursor } from './present.ts';

/**
 * Opens the stream of an account's order facts after a cursor, or from now on. Without a cursor it starts at the sequence
 * read before this resolves, so the subscriber misses nothing after the confirmation of the subscription.
 */
export async function followOrders(
  accountId: string,
  after: string | null,
  context: Context,
): Promise<AsyncIterableIterator<OrderFact>> {
  if (!(await ownAccount(accountId, context))) throw notFound(`Account ${accountId}`);
  const cursorSequence = after === null ? null : readStreamCursor(accountId, after);
  const lastSequence = await context.service.store.lastSequence(accountId);
  if (cursorSequence !== null && cursorSequence > lastSequence)
    throw badInput('This cursor is ahead of the stream.');
  if (cursorSequence !== null && cursorSequence < lastSequence)
    await requireKept(accountId, cursorSequence, context);
  return context.streams.follow(accountId, cursorSequence ?? lastSequence);
}

/** Throws CURSOR_EXPIRED when the fact after a cursor has been pruned. Sequences have no gaps. */
async function requireKept(accountId: string, sequence: number, { service }: Context): Promise<void> {
  const [next] = await service.store.facts(accountId, sequence, 1);
  if (next?.sequence !== sequence + 1) throw cursorExpired(service.retention.updateDays);
}
