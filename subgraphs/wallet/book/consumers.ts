import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ParkedMessage, WalletStore } from '../store/store.ts';
import { bookOrderFacts } from './order-facts.ts';

/** The consumer group that all wallet instances share, so that one of them books each fact. */
const GROUP = 'wallet';

/** A fact arrived before its predecessor. The event log delivers the batch again after this error. */
export class MissingOrderFacts extends Error {
  override readonly name = 'MissingOrderFacts';
}

export interface OrderFactsDependencies {
  readonly eventLog: EventLog;
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly wallClock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Called with the earliest settlement day of a booked batch; settles if the market has reached that day. */
  readonly onDue: (settlesOn: string) => Promise<void>;
  /** Called with the earliest trade date of a booked batch; closes that day again if it was closed. */
  readonly onTraded: (tradeDate: string) => void;
}

/**
 * Reads order facts from the event log and books them. A message that cannot be decoded or has no account is parked in a
 * table with its body and the reason, and the consumer goes on. A gap in an account's sequence makes the event log
 * deliver the batch again until the missing fact arrives.
 */
export async function consumeOrderFacts(dependencies: OrderFactsDependencies): Promise<Stop> {
  const { eventLog, ledger, onDue, onTraded, metrics } = dependencies;
  const bookedFacts = metrics.counter('wallet_order_facts_total', 'Order facts booked.');
  await eventLog.declare(TOPICS.orderFacts, { compacted: false });
  return eventLog.read([TOPICS.orderFacts], { group: GROUP }, async (batch) => {
    const facts = await decodeOrPark(batch, dependencies);
    if (facts.length === 0) return;
    const result = await bookOrderFacts(ledger, facts);
    bookedFacts.inc({}, result.bookedCount);
    await park(dependencies, result.withoutAccount.map(messageWithoutAccount));
    if (result.earliestSettlement !== null) await onDue(result.earliestSettlement);
    if (result.earliestTradeDate !== null) onTraded(result.earliestTradeDate);
    if (result.missingBefore) {
      const { accountId, sequence } = result.missingBefore;
      throw new MissingOrderFacts(
        `order facts of ${accountId} before sequence ${sequence} have not arrived; the batch is read again`,
      );
    }
  });
}

/** Decodes a batch. Parks the messages that do not fit the schema and returns the others. */
async function decodeOrPark(
  batch: readonly ReadRecord[],
  dependencies: OrderFactsDependencies,
): Promise<OrderFact[]> {
  const facts: OrderFact[] = [];
  const unreadable: Omit<ParkedMessage, 'atMs'>[] = [];
  for (const { topic, key, value } of batch) {
    try {
      facts.push(orderFactCodec.decode(value));
    } catch (error) {
      if (!(error instanceof UnreadableMessage)) throw error;
      unreadable.push({ topic, key, body: value, reason: error.message });
    }
  }
  await park(dependencies, unreadable);
  return facts;
}

const messageWithoutAccount = (fact: OrderFact): Omit<ParkedMessage, 'atMs'> => ({
  topic: TOPICS.orderFacts,
  key: fact.accountId,
  body: orderFactCodec.encode(fact),
  reason: `account ${fact.accountId} does not exist`,
});

async function park(
  { store, wallClock, log, metrics }: OrderFactsDependencies,
  messages: readonly Omit<ParkedMessage, 'atMs'>[],
): Promise<void> {
  if (messages.length === 0) return;
  const atMs = wallClock.nowMs();
  await store.park(messages.map((message) => ({ ...message, atMs })));
  const parkedMessages = metrics.counter(
    'wallet_parked_messages_total',
    'Messages parked because the wallet cannot book them.',
  );
  parkedMessages.inc({}, messages.length);
  for (const { topic, key, reason } of messages) {
    log.error({ topic, key, reason }, 'parked a message that cannot be booked');
  }
}
