import { OrderBook, Side } from 'nodejs-order-book';
import { FLAG, type Flash1Messages } from '#verification/replay/flash1/messages.ts';

type LimitOptions = Parameters<OrderBook['limit']>[0];

/** The package exports the type of the time in force but no value. */
const IMMEDIATE = { timeInForce: 'IOC' } as LimitOptions;

/** A flow in the format of the published book, converted before the measurement. */
export interface PeerFlow {
  readonly messages: Flash1Messages;
  readonly ids: readonly string[];
}

export const peerFlowOf = (messages: Flash1Messages): PeerFlow => ({
  messages,
  ids: Array.from(messages.ids, String),
});

export interface PeerRun {
  /** Messages that the book processed in the time. */
  readonly messages: number;
  readonly trades: number;
}

const CHECK_EVERY = 256;

/**
 * Runs a flow in `nodejs-order-book`, whose return values are its reports, for at most a time. A modify is a cancel and a
 * new order, as in the workload.
 */
export function runPeer({ messages, ids }: PeerFlow, maxMs: number): PeerRun {
  const { flags, quantities, prices, count } = messages;
  const book = new OrderBook();
  const endMs = performance.now() + maxMs;
  let trades = 0;
  for (let at = 0; at < count; at++) {
    if (at % CHECK_EVERY === 0 && performance.now() > endMs) return { messages: at, trades };
    const flag = flags[at]!;
    const id = ids[at]!;
    const type = flag & FLAG.TYPE;
    if (type !== FLAG.NEW && book.cancel(id) === undefined) continue;
    if (type === FLAG.CANCEL) continue;
    const { done, partial } = book.limit({
      id,
      side: (flag & FLAG.SELL) === 0 ? Side.BUY : Side.SELL,
      size: quantities[at]!,
      price: prices[at]!,
      ...((flag & FLAG.IOC) === 0 ? {} : IMMEDIATE),
    });
    for (const order of done) if (order.id !== id) trades++;
    if (partial && partial.id !== id) trades++;
  }
  return { messages: count, trades };
}
