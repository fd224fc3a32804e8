import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import { cursorExpired } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { startTopicStreams, type TopicStreams } from '#platform/streams/topic-streams.ts';
import type { OrdersRetention } from '../retention/pruning.ts';
import { sequenceOf } from '../store/store-messages.ts';
import type { OrderStore } from '../store/store.ts';

/** The live streams of order facts, by account. */
export type OrderStreams = TopicStreams<OrderFact>;

/**
 * Step "push" of an order's way: sends the facts of an account to its subscribers, in sequence and without a gap.
 *
 * 1. Every instance offers the facts of its own transactions to the account's streams after the commit. It also reads the topic of
 *    order facts from now on and offers each fact, for those of other instances (`platform/streams/topic-streams.ts`).
 * 2. A subscriber follows the stream from a cursor. The stream emits an offered fact when its sequence is the next one,
 *    and reads the store when facts are missing in between (`platform/streams/resumable-stream.ts`).
 * 3. `graph/order-stream.ts` makes the subscription of the graph; the gateway sends it to the client.
 */
export const startOrderStreams = (
  store: Pick<OrderStore, 'facts'>,
  eventLog: EventLog,
  log: Log,
  { updateDays }: Pick<OrdersRetention, 'updateDays'>,
): Promise<OrderStreams> =>
  startTopicStreams<OrderFact>({
    eventLog,
    topic: TOPICS.orderFacts,
    // Of this instance's own facts, which came before, the sequence alone is read.
    sequenceOf: ({ value }) => sequenceOf(value),
    decode: ({ value }) => decodeFact(value, log),
    readPage: async (accountId, after, limit) => {
      const facts = await store.facts(accountId, after, limit);
      // Facts have no gaps: what is missing here was pruned while a slow reader had not come so far.
      if (facts[0] && facts[0].sequence !== after + 1) throw cursorExpired(updateDays);
      return facts;
    },
  });

/** Decodes a fact. Logs and skips an unreadable record: the store has every fact. */
function decodeFact(value: Uint8Array, log: Log): OrderFact | null {
  try {
    return orderFactCodec.decodeOwn(value);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error({ err: error }, 'skipped an unreadable record of the topic of order facts');
    return null;
  }
}
