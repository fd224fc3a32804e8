import type { Stop } from '../process/part.ts';

/** A message on its way to a queue. */
export interface OutgoingMessage {
  readonly body: Uint8Array;
  /** Identifies the message in logs and dead-letter queues. */
  readonly messageId: string;
  readonly correlationId: string;
}

/** A message taken from a queue. It comes again until it is settled, also after a crash. */
export interface Delivery extends OutgoingMessage {
  readonly redelivered: boolean;
}

/** How a handler settles the deliveries that it was given; those it does not name are acknowledged. */
export interface Settlement {
  /** Unreadable or impossible ones: they go to the queue's dead-letter queue with the reason, and are done. */
  readonly dead: readonly { readonly delivery: Delivery; readonly reason: string }[];
}

export interface ConsumeOptions {
  /** The most deliveries handed over at once. What has arrived is handed over without waiting for more. */
  readonly maxBatch: number;
}

/**
 * Durable work queues between processes. At least once, in order; one consumer of a queue is active at a time, others
 * stand by.
 */
export interface CommandQueue {
  /** Makes the queue and its dead-letter queue where they are not there yet. */
  declare(queue: string): Promise<void>;
  /** Resolves once every message is safe on disk, in the order given; rejects when that is not known. */
  publish(queue: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /**
   * Hands over batches one at a time, in order, and settles a batch when the handler has resolved. When it throws, the
   * whole batch comes again after a pause.
   */
  consume(
    queue: string,
    options: ConsumeOptions,
    handle: (batch: readonly Delivery[]) => Promise<Settlement | void>,
  ): Promise<Stop>;
  /** Messages waiting and not settled: for auditors and metrics. */
  depth(queue: string): Promise<number>;
  /** What lies in the queue's dead-letter queue, oldest first, at most `limit`; it stays there. */
  deadLetters(
    queue: string,
    limit: number,
  ): Promise<readonly { readonly message: OutgoingMessage; readonly reason: string }[]>;
  /** Throws, saying why, when the queue cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
