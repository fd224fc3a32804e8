import { OrderBook, Side } from 'nodejs-order-book';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';

type LimitOptions = Parameters<OrderBook['limit']>[0];

/** It names no value for what an order lives, only the type. */
const IMMEDIATE = { timeInForce: 'IOC' } as LimitOptions;

/** A flow as the published book wants it, made before the time is taken. */
export interface PeerFlow {
  readonly messages: Flash1Messages;
  readonly ids: readonly string[];
}

export const peerFlowOf = (messages: Flash1Messages): PeerFlow => ({
  messages,
  ids: Array.from(messages.ids, String),
});

export interface PeerRun {
  /** Messages that fitted in the time. */
  readonly messages: number;
  readonly trades: number;
}

const CHECK_EVERY = 256;

/**
 * The flow through `nodejs-order-book`, whose answers are its reports. A modify is a cancel and a new order, as in the
 * workload. It ends with the message at which the time is over.
 */
export function runPeer({ messages, ids }: PeerFlow, mostMs: number): PeerRun {
  const { flags, quantities, prices, count } = messages;
  const book = new OrderBook();
  const endMs = performance.now() + mostMs;
  let trades = 0;
  for (let at = 0; at < count; at++) {
    if (at % CHECK_EVERY === 0 && performance.now() > endMs) return { messages: at, trades };
    const flag = flags[at]!;
    const id = ids[at]!;
    const type = flag & 3;
    if (type !== 0 && book.cancel(id) === undefined) continue;
    if (type === 1) continue;
    const { done, partial } = book.limit({
      id,
      side: (flag & 4) === 0 ? Side.BUY : Side.SELL,
      size: quantities[at]!,
      price: prices[at]!,
      ...((flag & 8) === 0 ? {} : IMMEDIATE),
    });
    for (const order of done) if (order.id !== id) trades++;
    if (partial && partial.id !== id) trades++;
  }
  return { messages: count, trades };
}
