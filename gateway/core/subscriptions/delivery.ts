import type { GraphQLFormattedError } from 'graphql';
import type { GatewayMetrics } from '../metrics.ts';
import type { Subscriber } from './shared-stream.ts';
import type { StreamEvent } from './event.ts';
import type { ResultFraming } from './framing.ts';
import type { SubscriptionPlan } from './plan.ts';
import { createEventQueue, createStateSlots, type Space, type WaitingEvents } from './waiting-events.ts';

/** The output to one client: writes frames in order and reports backpressure. Its space is common to all its streams. */
export interface Outlet extends Space {
  readonly isFull: boolean;
  /** Writes a whole frame of the client's transport. */
  write(frame: Buffer): void;
  /** Calls back once, when the outlet is no longer full. Returns the function that cancels it. */
  onDrain(callback: () => void): () => void;
}

export interface DeliveryOptions {
  readonly outlet: Outlet;
  /** Key of the client in the turns. */
  readonly client: string;
  readonly framing: ResultFraming;
  readonly plan: SubscriptionPlan;
  /** Extensions of the first event; null for none. */
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  /** Events that may wait on a stream that must not skip. */
  readonly maxWaiting: number;
  readonly metrics: GatewayMetrics;
  readonly owner: DeliveryOwner;
}

/** The subscription that a delivery belongs to. */
export interface DeliveryOwner {
  /** Called when the stream has completed and its last event is written. */
  onComplete(): void;
  /** Called when errors end the stream for this client. */
  onEnd(errors: readonly GraphQLFormattedError[]): void;
}

/** A subscriber that its client can leave. */
export interface Delivery extends Subscriber {
  /** Drops the events that wait for the client. */
  cancel(): void;
}

const SLOW_CONSUMER: GraphQLFormattedError = {
  message: 'The stream was read too slowly. Subscribe again after the last cursor.',
  extensions: { code: 'SLOW_CONSUMER' },
};

/**
 * Delivers a stream's events to one client at that client's speed, without effect on other clients. While the client does
 * not read, events wait: of a stream of states the newest of each key, of any other stream all, up to `maxWaiting`. A stream
 * whose next event does not fit ends with SLOW_CONSUMER. A class: an event passes those of thousands of clients, and each object
 * that it touches costs time and memory.
 */
class ClientDelivery implements Delivery {
  readonly client: string;
  readonly #options: DeliveryOptions;
  readonly #outlet: Outlet;
  readonly #framing: ResultFraming;
  /** The text that the first event's extensions add to its payload; null once it is written. */
  #tail: string | null;
  /** Null until an event waits. */
  #waiting: WaitingEvents | null = null;
  /** Null while nobody waits until the client reads. */
  #becameReady: Set<() => void> | null = null;
  #stopDrain: (() => void) | null = null;
  #hasEnded = false;
  #isComplete = false;

  constructor(options: DeliveryOptions) {
    const { client, outlet, framing, extensions } = options;
    this.client = client;
    this.#options = options;
    this.#outlet = outlet;
    this.#framing = framing;
    this.#tail = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : null;
  }

  get isReady(): boolean {
    return !this.#hasEnded && !this.#hasWaiting() && !this.#outlet.isFull;
  }

  onReady(callback: () => void): void {
    if (this.#hasEnded) return;
    this.#becameReady ??= new Set();
    this.#becameReady.add(callback);
    this.#waitForDrain();
  }

  deliver(event: StreamEvent, skipped: number): void {
    if (this.#hasEnded) return;
    const hasWaiting = this.#hasWaiting();
    if (!hasWaiting && !this.#outlet.isFull) return this.#write(event, skipped);
    if (!hasWaiting) this.#waitForDrain();
    this.#waiting ??= createWaiting(this.#options);
    if (this.#waiting.add({ event, skipped })) return;
    this.#options.metrics.slowConsumers.inc();
    this.fail([SLOW_CONSUMER]);
  }

  complete(): void {
    this.#isComplete = true;
    if (!this.#hasWaiting() && !this.#hasEnded) this.#options.owner.onComplete();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    if (this.#hasEnded) return;
    this.cancel();
    this.#options.owner.onEnd(errors);
  }

  cancel(): void {
    this.#hasEnded = true;
    this.#stopDrain?.();
    this.#waiting?.clear();
  }

  #hasWaiting(): boolean {
    return this.#waiting !== null && this.#waiting.size > 0;
  }

  #waitForDrain(): void {
    this.#stopDrain = this.#outlet.onDrain(this.#flush);
  }

  /** One function, so that the outlet knows it again. */
  readonly #flush = (): void => {
    while (this.#waiting !== null && this.#waiting.size > 0) {
      if (this.#outlet.isFull) return this.#waitForDrain();
      const next = this.#waiting.take();
      if (next) this.#write(next.event, next.skipped);
    }
    const callbacks = this.#becameReady;
    this.#becameReady = null;
    if (this.#isComplete && !this.#hasEnded) this.#options.owner.onComplete();
    else for (const callback of callbacks ?? []) callback();
  };

  /** Writes an event as a frame of the client's transport, with this client's own count of skipped events. */
  #write(event: StreamEvent, skipped: number): void {
    if (this.#tail === null) this.#outlet.write(event.frame(this.#framing, skipped));
    else {
      const payload = event.payload(skipped);
      const extended = Buffer.concat([payload.subarray(0, -1), Buffer.from(this.#tail)]);
      this.#tail = null;
      this.#outlet.write(this.#framing.frame(extended));
    }
    this.#options.metrics.delivered.inc();
  }
}

const createWaiting = ({ outlet, plan, maxWaiting, metrics }: DeliveryOptions): WaitingEvents =>
  plan.policy.delivery === 'newest'
    ? createStateSlots(outlet, () => metrics.skipped.inc())
    : createEventQueue(outlet, maxWaiting);

export const createDelivery = (options: DeliveryOptions): Delivery => new ClientDelivery(options);
