import { UnreadableMessage } from '#contracts/codec.ts';
import { GROUPS, TOPICS } from '#contracts/names.ts';
import { bookableFactCodec, type BookableFact } from '#contracts/messages/order-facts.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import { inSlices } from '#platform/time/slice-turns.ts';
import type { WallClock } from '#platform/time/clock.ts';
import type { ParkedMessage, WalletStore } from '../store/store.ts';
import { bookApart, type ApartDependencies } from './missing-facts.ts';
import { inPieces } from './pieces.ts';

export interface OrderFactsDependencies extends ApartDependencies {
  readonly eventLog: EventLog;
  readonly store: WalletStore;
  readonly metrics: Metrics;
  /** Called with the earliest settlement day of a booked batch; settles if the market has reached that day. */
  readonly onDue: (settlesOn: string) => Promise<void>;
  /** Called with the earliest trade date of a booked batch; closes that day again if it was closed. */
  readonly onTraded: (tradeDate: string) => void;
}

/**
 * Reads order facts from the event log and books them. A message that cannot be decoded or has no account is parked in a
 * table with its body and the reason, and the consumer goes on. What is missing is fetched from orders (`missing-facts.ts`).
 */
export async function consumeOrderFacts(dependencies: OrderFactsDependencies): Promise<Stop> {
  const { eventLog, onDue, onTraded, metrics, wallClock } = dependencies;
  const bookedFacts = metrics.counter('wallet_order_facts_total', 'Order facts booked.');
  const park = createParking(dependencies);
  await eventLog.declare(TOPICS.orderFacts, { compacted: false });
  return eventLog.read([TOPICS.orderFacts], { group: GROUPS.wallet }, async (batch) => {
    const { facts, bodies, unreadable } = await decodeBatch(batch, wallClock);
    await park(unreadable);
    let behind = unreadable.map(({ key }) => key);
    for (const [number, piece] of inPieces(facts).entries()) {
      if (number > 0) await wallClock.turns.betweenSlices();
      const result = await bookApart(dependencies, piece, behind);
      behind = [];
      bookedFacts.inc({}, result.bookedCount);
      await park(result.withoutAccount.flatMap((fact) => messageWithoutAccount(fact, bodies.get(fact))));
      if (result.earliestSettlement !== null) await onDue(result.earliestSettlement);
      if (result.earliestTradeDate !== null) onTraded(result.earliestTradeDate);
    }
  });
}

/** Facts that are decoded in one run of the event loop. */
const DECODED_AT_ONCE = 100;

interface DecodedBatch {
  readonly facts: readonly BookableFact[];
  /** The messages of the facts. */
  readonly bodies: ReadonlyMap<BookableFact, Uint8Array>;
  /** Messages that do not fit the schema. */
  readonly unreadable: readonly Omit<ParkedMessage, 'atMs'>[];
}

async function decodeBatch(batch: readonly ReadRecord[], wallClock: WallClock): Promise<DecodedBatch> {
  const bodies = new Map<BookableFact, Uint8Array>();
  const unreadable: Omit<ParkedMessage, 'atMs'>[] = [];
  await inSlices(batch, { size: DECODED_AT_ONCE, wallClock }, (slice) => {
    for (const { topic, key, value } of slice) {
      const fact = bookableFactCodec.read(value);
      if (fact instanceof UnreadableMessage)
        unreadable.push({ topic, key, body: value, reason: fact.message });
      else bodies.set(fact, value);
    }
  });
  return { facts: [...bodies.keys()], bodies, unreadable };
}

/** None for a fact that was not in the batch: its account exists, since the wallet has fetched it. */
const messageWithoutAccount = (
  { accountId }: BookableFact,
  body: Uint8Array | undefined,
): Omit<ParkedMessage, 'atMs'>[] =>
  body
    ? [{ topic: TOPICS.orderFacts, key: accountId, body, reason: `account ${accountId} does not exist` }]
    : [];

/** Creates the function that parks messages. Their counter is registered at once: it reads 0 before the first. */
function createParking({ store, wallClock, log, metrics }: OrderFactsDependencies) {
  const parkedMessages = metrics.counter(
    'wallet_parked_messages_total',
    'Messages parked because the wallet cannot book them.',
  );
  return async (messages: readonly Omit<ParkedMessage, 'atMs'>[]): Promise<void> => {
    if (messages.length === 0) return;
    const atMs = wallClock.nowMs();
    await store.park(messages.map((message) => ({ ...message, atMs })));
    parkedMessages.inc({}, messages.length);
    for (const { topic, key, reason } of messages) {
      log.error({ topic, key, reason }, 'parked a message that cannot be booked');
    }
  };
}
