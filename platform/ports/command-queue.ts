import type { Stop } from '../process/part.ts';

/** A message on its way to a queue. */
export interface OutgoingMessage {
  readonly body: Uint8Array;
  /** Identifies the message in logs and dead-letter queues. */
  readonly messageId: string;
  readonly correlationId: string;
}

/** A message taken from a queue. It is redelivered until it is settled, also after a crash. */
export interface Delivery extends OutgoingMessage {
  readonly redelivered: boolean;
}

/** A handler's result. Deliveries that it does not name are acknowledged. */
export interface Settlement {
  /** Unreadable or impossible deliveries. They move to the queue's dead-letter queue with the reason. */
  readonly dead: readonly { readonly delivery: Delivery; readonly reason: string }[];
}

export interface ConsumeOptions {
  /** Maximum deliveries of a batch. A batch holds what has arrived, without waiting for more. */
  readonly maxBatch: number;
  /**
   * True: while several readers of the process are behind, full batches of this one take turns with theirs. A queue on a server has
   * no such turns.
   */
  readonly waitsWhenFull?: boolean;
}

/**
 * Durable work queues between processes. Delivery is at least once and in order. One consumer of a queue is active at a
 * time; the others stand by.
 */
export interface CommandQueue {
  /** Creates the queue and its dead-letter queue unless they exist. */
  declare(queue: string): Promise<void>;
  /** Resolves once every message is safe on disk, in the order given; rejects when that is uncertain. */
  publish(queue: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /**
   * Delivers batches one at a time, in order, and settles a batch when the handler resolves. When the handler throws, the
   * whole batch is redelivered after a pause.
   */
  consume(
    queue: string,
    options: ConsumeOptions,
    handle: (batch: readonly Delivery[]) => Promise<Settlement | void>,
  ): Promise<Stop>;
  /** The number of messages that are not settled, for auditors and metrics. */
  depth(queue: string): Promise<number>;
  /** Reads at most `limit` dead letters of the queue, oldest first, and leaves them in place. */
  deadLetters(
    queue: string,
    limit: number,
  ): Promise<readonly { readonly message: OutgoingMessage; readonly reason: string }[]>;
  /** Rejects with the reason when the queue cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
