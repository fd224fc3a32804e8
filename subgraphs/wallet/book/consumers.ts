import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { Ledger } from './ledger.ts';
import { bookOrderFacts, FactsMissing } from './order-facts.ts';
import type { ParkedMessage, WalletStore } from '../store/store.ts';

/** The group as which all instances together book each fact of orders. */
const GROUP = 'wallet';

export interface OrderFactsDependencies {
  readonly eventLog: EventLog;
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly wallClock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Something was booked that settles on this day; the settlement run decides whether that has come. */
  readonly onDue: (settlesOn: string) => Promise<void>;
}

/**
 * Books facts of orders as they come. A fact that cannot be read, or of an account that is not ours, is parked in a table
 * with the reason and the consumer lives on: the log keeps what it was for whoever looks into it. A missing fact is
 * waited for: the batch comes again until it is there.
 */
export async function consumeOrderFacts(dependencies: OrderFactsDependencies): Promise<Stop> {
  const { eventLog, ledger, onDue, metrics } = dependencies;
  const applied = metrics.counter('wallet_order_facts_total', 'Facts of orders that were booked.');
  await eventLog.declare(TOPICS.orderFacts, { compacted: false });
  return eventLog.read([TOPICS.orderFacts], { group: GROUP }, async (batch) => {
    const facts = await readable(batch, dependencies);
    if (facts.length === 0) return;
    const booked = await bookOrderFacts(ledger, facts);
    applied.inc({}, booked.count);
    await parkAll(dependencies, booked.foreign.map(foreignMessage));
    if (booked.earliestSettlement !== null) await onDue(booked.earliestSettlement);
    if (booked.missingBefore) {
      const { accountId, sequence } = booked.missingBefore;
      throw new FactsMissing(`facts of ${accountId} before ${sequence} are missing`);
    }
  });
}

/** The facts of a batch that can be read; the others are parked. */
async function readable(
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
  await parkAll(dependencies, unreadable);
  return facts;
}

const foreignMessage = (fact: OrderFact): Omit<ParkedMessage, 'atMs'> => ({
  topic: TOPICS.orderFacts,
  key: fact.accountId,
  body: orderFactCodec.encode(fact),
  reason: `there is no account ${fact.accountId}`,
});

async function parkAll(
  { store, wallClock, log, metrics }: OrderFactsDependencies,
  messages: readonly Omit<ParkedMessage, 'atMs'>[],
): Promise<void> {
  if (messages.length === 0) return;
  const atMs = wallClock.nowMs();
  await store.park(messages.map((message) => ({ ...message, atMs })));
  const parked = metrics.counter('wallet_parked_messages_total', 'Messages that could not be booked.');
  parked.inc({}, messages.length);
  for (const { topic, key, reason } of messages) log.error({ topic, key, reason }, 'a message was parked');
}
