import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { OrderStore } from '../store/store.ts';

/** Facts that may wait in memory for a reader who is slow; what comes beyond is read from the store again. */
const MAX_WAITING = 256;
/** Facts read from the store at once. */
const PAGE = 200;

/** The streams of accounts: every fact of each, in order, none missed or repeated. */
export interface OrderStreams {
  /** Facts after a sequence, from the store and then as they happen, until the reader stops or the part does. */
  follow(accountId: string, afterSequence: number): AsyncIterableIterator<OrderFact>;
  /** How many streams are open. */
  count(): number;
  stop(): Promise<void>;
}

/**
 * Opens the streams. The store is the truth; the event log tells when to look there, and spares the look when the fact
 * that it brings is the very next one.
 */
export async function startOrderStreams(
  store: Pick<OrderStore, 'facts'>,
  eventLog: EventLog,
  log: Log,
): Promise<OrderStreams> {
  const readers = new Map<string, Set<Reader>>();
  const stopReading = await eventLog.read([TOPICS.orderFacts], { from: 'now' }, async (records) => {
    for (const record of records) {
      const followers = readers.get(record.key);
      if (!followers) continue;
      const fact = readFact(record.value, log);
      if (fact) for (const reader of followers) reader.offer(fact);
    }
  });
  return {
    follow: (accountId, afterSequence) => {
      const reader = createReader(store, accountId, afterSequence, () => {
        const others = readers.get(accountId);
        others?.delete(reader);
        if (others?.size === 0) readers.delete(accountId);
      });
      readers.set(accountId, (readers.get(accountId) ?? new Set()).add(reader));
      return reader.facts;
    },
    count: () => [...readers.values()].reduce((sum, followers) => sum + followers.size, 0),
    stop: async () => {
      await stopReading();
      for (const followers of readers.values()) for (const reader of [...followers]) reader.end();
    },
  };
}

/** A record that cannot be read is somebody else's mistake: the store has the fact, if it was one. */
function readFact(value: Uint8Array, log: Log): OrderFact | null {
  try {
    return orderFactCodec.decode(value);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error({ err: error }, 'a record of the topic of order facts cannot be read');
    return null;
  }
}

interface Reader {
  readonly facts: AsyncIterableIterator<OrderFact>;
  offer(fact: OrderFact): void;
  end(): void;
}

function createReader(
  store: Pick<OrderStore, 'facts'>,
  accountId: string,
  afterSequence: number,
  onEnd: () => void,
): Reader {
  const waiting: OrderFact[] = [];
  let last = afterSequence;
  let behind = true;
  let ended = false;
  const sleepers: (() => void)[] = [];
  const rouse = (): void => sleepers.splice(0).forEach((wake) => wake());

  const readStore = async (): Promise<void> => {
    behind = false;
    try {
      const facts = await store.facts(accountId, last, PAGE);
      for (const fact of facts) enqueue(fact);
      if (facts.length === PAGE) behind = true;
    } catch (error) {
      behind = true;
      throw error;
    }
  };
  const enqueue = (fact: OrderFact): void => {
    if (fact.sequence !== last + 1) return;
    last = fact.sequence;
    waiting.push(fact);
  };
  const end = (): void => {
    if (ended) return;
    ended = true;
    onEnd();
    rouse();
  };
  /** One reading at a time: a second `next` waits for its turn. */
  let turn: Promise<unknown> = Promise.resolve();
  const take = async (): Promise<IteratorResult<OrderFact, undefined>> => {
    while (!ended) {
      const fact = waiting.shift();
      if (fact) return { done: false, value: fact };
      if (behind) await readStore();
      else await new Promise<void>((resolve) => sleepers.push(resolve));
    }
    return { done: true, value: undefined };
  };
  const facts: AsyncIterableIterator<OrderFact> = {
    [Symbol.asyncIterator]: () => facts,
    next: () => {
      const taken = turn.then(take);
      turn = taken.catch(() => undefined);
      return taken;
    },
    return: async () => {
      end();
      return { done: true, value: undefined };
    },
  };
  return {
    facts,
    end,
    offer: (fact) => {
      if (fact.sequence <= last) return;
      if (fact.sequence === last + 1 && !behind && waiting.length < MAX_WAITING) enqueue(fact);
      else behind = true;
      rouse();
    },
  };
}
