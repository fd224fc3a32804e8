import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createResumableStreams, type ResumableStreams } from '#platform/streams/resumable-stream.ts';
import type { OrderStore } from '../store/store.ts';

/** The live streams of order facts, by account. */
export interface OrderStreams extends Pick<ResumableStreams<OrderFact>, 'follow' | 'count'> {
  stop(): Promise<void>;
}

/**
 * Step "push" of an order's way: sends the facts of an account to its subscribers, in sequence and without a gap.
 *
 * 1. Every instance reads the topic of order facts from now on and offers each fact to the account's stream.
 * 2. A subscriber follows the stream from a cursor. The stream emits an offered fact when its sequence is the next one,
 *    and reads the store when facts are missing in between (`platform/streams/resumable-stream.ts`).
 * 3. `graph/order-stream.ts` makes the subscription of the graph; the gateway sends it to the client.
 */
export async function startOrderStreams(
  store: Pick<OrderStore, 'facts'>,
  eventLog: EventLog,
  log: Log,
): Promise<OrderStreams> {
  const streams = createResumableStreams<OrderFact>((accountId, after, limit) =>
    store.facts(accountId, after, limit),
  );
  const stopReading = await eventLog.read([TOPICS.orderFacts], { from: 'now' }, async (records) => {
    for (const record of records) {
      const fact = readFact(record.value, log);
      if (fact) streams.offer(fact.accountId, fact);
    }
  });
  return {
    follow: (accountId, after) => streams.follow(accountId, after),
    count: () => streams.count(),
    stop: async () => {
      await stopReading();
      await streams.end();
    },
  };
}

/** Decodes a fact; logs and skips an unreadable record, since the store has every fact. */
function readFact(value: Uint8Array, log: Log): OrderFact | null {
  try {
    return orderFactCodec.decode(value);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error({ err: error }, 'a record in the topic of order facts is unreadable');
    return null;
  }
}
