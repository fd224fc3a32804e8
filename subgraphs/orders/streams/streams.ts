import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createResumableStreams, type ResumableStreams } from '#platform/streams/resumable-stream.ts';
import type { OrderStore } from '../store/store.ts';

/** Streams of order facts by account. */
export interface OrderStreams extends Pick<ResumableStreams<OrderFact>, 'follow' | 'count'> {
  stop(): Promise<void>;
}

/**
 * Opens the streams of order facts. The store is their source; the event log wakes them, and saves a read of the store
 * when it brings the next fact.
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
    follow: streams.follow,
    count: streams.count,
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
    log.error({ err: error }, 'a record of the topic of order facts is unreadable');
    return null;
  }
}
