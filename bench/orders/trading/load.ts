import { createWallClock, delay } from '#platform/time/clock.ts';
import { quantile } from '../../measure.ts';
import type { StreamedOrder } from './order-stream.ts';
import type { Trader } from './trader.ts';

/** One request of a client: the orders that it places or changes. */
export interface OrderRequest {
  /** Client order ids whose updates the stream will show. */
  readonly ids: readonly string[];
  readonly send: () => Promise<unknown>;
}

export interface LoadOptions {
  readonly traders: readonly Trader[];
  /** Clients; they share the traders evenly. */
  readonly clients: number;
  readonly seconds: number;
  /** The next request of a client; null when it has none. */
  readonly next: (trader: Trader, client: number) => OrderRequest | null;
  /** The state in which the stream must show each order. */
  readonly isReached: (order: StreamedOrder) => boolean;
  /** Ends what the clients have left open, after their last answer. */
  readonly finish?: () => Promise<unknown>;
}

export interface LoadResult {
  /** Orders until the last of them was seen on its stream, per second: no hidden backlog. */
  readonly ordersPerSecond: number;
  /** Orders per second that were answered while the clients sent. */
  readonly answeredPerSecond: number;
  readonly orders: number;
  /** From sending a request to its answer, and to each of its orders' states on the stream. Milliseconds. */
  readonly answerMs: Quantiles;
  readonly firstSeenMs: Quantiles;
  readonly seenMs: Quantiles;
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

const quantilesOf = (values: readonly number[]): Quantiles => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
});

/** An order of the load, by its client order id. */
interface SentOrder {
  readonly trader: Trader;
  readonly id: string;
  readonly sentMs: number;
}

/** Longest wait for the streams after the last answer. */
const SEEN_WITHIN_MS = 120_000;

/** Lets clients send requests one after the other for some seconds, then waits until the streams show all of their orders. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { traders, clients, seconds, next, isReached } = options;
  for (const { stream } of traders) stream.want(isReached);
  const startMs = performance.now();
  const endMs = startMs + seconds * 1_000;
  const answers: number[] = [];
  const sent: SentOrder[] = [];
  const client = async (number: number): Promise<void> => {
    const trader = traders[number % traders.length];
    if (!trader) return;
    while (performance.now() < endMs) {
      const request = next(trader, number);
      if (!request) return;
      const sentMs = performance.now();
      await request.send();
      answers.push(performance.now() - sentMs);
      for (const id of request.ids) sent.push({ trader, id, sentMs });
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  const answeredMs = performance.now();
  await options.finish?.();
  await untilSeen(sent, answeredMs + SEEN_WITHIN_MS);
  const seen = sent.map(({ trader, id, sentMs }) => ({ ...trader.stream.sightingOf(id), sentMs }));
  const lastMs = Math.max(...seen.map(({ reachedMs }) => reachedMs ?? Infinity));
  return {
    orders: sent.length,
    ordersPerSecond: sent.length / ((lastMs - startMs) / 1_000),
    answeredPerSecond: sent.length / ((answeredMs - startMs) / 1_000),
    answerMs: quantilesOf(answers),
    firstSeenMs: quantilesOf(seen.map(({ firstMs, sentMs }) => (firstMs ?? Infinity) - sentMs)),
    seenMs: quantilesOf(seen.map(({ reachedMs, sentMs }) => (reachedMs ?? Infinity) - sentMs)),
  };
}

/** Waits until every order of the load has reached its state. */
async function untilSeen(sent: readonly SentOrder[], limitMs: number): Promise<void> {
  const clock = createWallClock();
  let seen = 0;
  const isSeen = ({ trader, id }: SentOrder): boolean => trader.stream.sightingOf(id).reachedMs !== null;
  for (;;) {
    for (let next = sent[seen]; next && isSeen(next); next = sent[seen]) seen += 1;
    if (seen === sent.length) return;
    if (performance.now() > limitMs) throw new Error(`the streams showed ${seen} of ${sent.length} orders`);
    await delay(clock, 5);
  }
}
