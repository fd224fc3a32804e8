import { UnreadableMessage } from '#contracts/codec.ts';
import type { OrdersRpc } from '#contracts/calls/orders.ts';
import { bookableFactCodec, type BookableFact } from '#contracts/messages/order-facts.ts';
import type { Log } from '#platform/observability/log.ts';
import type { WallClock } from '#platform/time/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BookingQuarantine } from '../store/booking-quarantine.prisma.ts';
import { throwIfUnavailable } from '../store/outage.ts';
import { bookOrderFacts, joinResults, NOTHING_BOOKED, type BookingResult } from './order-facts.ts';

/** Facts that one call fetches. */
const PAGE = 200;

/** The dependencies of booking facts account by account. */
export interface ApartDependencies {
  readonly ledger: Ledger;
  readonly orders: Pick<OrdersRpc, 'facts'>;
  readonly quarantine: BookingQuarantine;
  readonly wallClock: WallClock;
  readonly log: Log;
}

/**
 * Books a batch of facts so that an account that cannot be booked stops no other. What an account misses is fetched from orders,
 * which keeps every fact. An account of which a fact is unreadable, missing there too, or impossible goes to quarantine.
 *
 * @param behind further accounts that miss a fact, since the log's was unreadable
 */
export async function bookApart(
  dependencies: ApartDependencies,
  facts: readonly BookableFact[],
  behind: readonly string[],
): Promise<BookingResult> {
  let result = facts.length === 0 ? NOTHING_BOOKED : await bookEach(dependencies, facts);
  const missing = new Set(result.behind);
  const accounts = new Set([...behind, ...missing]);
  if (accounts.size === 0) return result;
  const quarantined = await dependencies.quarantine.among([...accounts]);
  for (const accountId of accounts)
    if (!quarantined.has(accountId))
      result = joinResults(result, await catchUp(dependencies, accountId, missing.has(accountId)));
  return result;
}

/** Books all facts together or, when one is impossible, those of each account alone. */
async function bookEach(
  dependencies: ApartDependencies,
  facts: readonly BookableFact[],
): Promise<BookingResult> {
  try {
    return await bookOrderFacts(dependencies, facts);
  } catch (error) {
    throwIfUnavailable(error);
  }
  let result = NOTHING_BOOKED;
  for (const accountId of new Set(facts.map((fact) => fact.accountId))) {
    const ofAccount = facts.filter((fact) => fact.accountId === accountId);
    try {
      result = joinResults(result, await bookOrderFacts(dependencies, ofAccount));
    } catch (error) {
      throwIfUnavailable(error);
      await putInQuarantine(dependencies, accountId, error.message);
    }
  }
  return result;
}

/**
 * Books the facts of an account that orders has and the wallet has not. Throws when orders does not answer.
 *
 * @param isMissing whether a fact is known to be missing: orders must have one
 */
export async function catchUp(
  dependencies: ApartDependencies,
  accountId: string,
  isMissing: boolean,
): Promise<BookingResult> {
  const { ledger, orders } = dependencies;
  let result = NOTHING_BOOKED;
  for (;;) {
    const after = await bookedUntil(ledger, accountId);
    if (after === null) return result;
    const bodies = await orders.facts({ accountId, after, limit: PAGE });
    if (bodies.length === 0 && !(isMissing && result.bookedCount === 0)) return result;
    try {
      const facts = bodies.map((body) => bookableFactCodec.decode(Buffer.from(body)));
      const booked = await bookOrderFacts(dependencies, facts);
      if (booked.bookedCount === 0) throw new Error(`orders has no fact ${after + 1} of the account`);
      result = joinResults(result, booked);
    } catch (error) {
      throwIfUnavailable(error);
      await putInQuarantine(dependencies, accountId, reasonOf(error, after));
      return result;
    }
  }
}

const reasonOf = (error: unknown, after: number): string =>
  error instanceof UnreadableMessage
    ? `a fact after ${after} is unreadable: ${error.message}`
    : (error as Error).message;

/** Sequence of the last booked fact of an account; null for an unknown account. */
const bookedUntil = (ledger: Ledger, accountId: string): Promise<number | null> =>
  ledger.transact(
    { accountIds: [accountId], assets: [] },
    (unit) => unit.account(accountId)?.orderFactSequence ?? null,
  );

async function putInQuarantine(
  { quarantine, wallClock, log }: ApartDependencies,
  accountId: string,
  reason: string,
): Promise<void> {
  await quarantine.add({ accountId, reason, atMs: wallClock.nowMs() });
  log.error({ accountId, reason }, 'an account is in quarantine: its order facts cannot be booked');
}
