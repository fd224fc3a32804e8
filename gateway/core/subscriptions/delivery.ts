import type { GraphQLFormattedError } from 'graphql';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Subscriber } from './shared-stream.ts';
import type { StreamEvent } from './event.ts';
import type { ResultFraming } from './framing.ts';
import type { SubscriptionPlan } from './plan.ts';
import { createEventQueue, createStateSlots, type Space, type WaitingEvents } from './waiting-events.ts';

/** Something that waits until an outlet is no longer full. */
export interface DrainWaiter {
  onDrained(): void;
}

/** The output to one client: writes frames in order and reports backpressure. Its space is common to all its streams. */
export interface Outlet extends Space {
  readonly isFull: boolean;
  /** Writes a whole frame of the client's transport. */
  write(frame: Buffer): void;
  /** Calls back once, when the outlet is no longer full. */
  waitForDrain(waiter: DrainWaiter): void;
  cancelDrain(waiter: DrainWaiter): void;
}

export interface DeliveryOptions {
  readonly outlet: Outlet;
  /** See `Subscriber`. */
  readonly client: string | null;
  readonly framing: ResultFraming;
  readonly plan: SubscriptionPlan;
  /** Extensions of the first event; null for none. */
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  readonly owner: DeliveryOwner;
}

/** Common to all deliveries. */
export interface DeliverySettings {
  /** Of these, the events that may wait on a stream that must not skip. */
  readonly limits: Pick<Limits, 'waitingEvents'>;
  readonly metrics: GatewayMetrics;
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
 * not read, events wait: of a stream of states the newest of each key, of any other stream all, up to a limit. A stream
 * whose next event does not fit ends with SLOW_CONSUMER. A class: an event passes those of thousands of clients, and each object
 * that it touches costs time and memory.
 */
class ClientDelivery implements Delivery, DrainWaiter {
  readonly client: string | null;
  readonly #outlet: Outlet;
  readonly #framing: ResultFraming;
  readonly #plan: SubscriptionPlan;
  readonly #owner: DeliveryOwner;
  readonly #settings: DeliverySettings;
  /** The text that the first event's extensions add to its payload; null once it is written. */
  #tail: string | null;
  /** Null until an event waits. */
  #waiting: WaitingEvents | null = null;
  /** Null while nobody waits until the client reads. */
  #becameReady: Set<() => void> | null = null;
  #hasEnded = false;
  #isComplete = false;

  constructor(
    { client, outlet, framing, plan, owner, extensions }: DeliveryOptions,
    settings: DeliverySettings,
  ) {
    this.client = client;
    this.#outlet = outlet;
    this.#framing = framing;
    this.#plan = plan;
    this.#owner = owner;
    this.#settings = settings;
    this.#tail = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : null;
  }

  get isReady(): boolean {
    return !this.#hasEnded && !this.#hasWaiting() && !this.#outlet.isFull;
  }

  onReady(callback: () => void): void {
    if (this.#hasEnded) return;
    this.#becameReady ??= new Set();
    this.#becameReady.add(callback);
    this.#outlet.waitForDrain(this);
  }

  deliver(event: StreamEvent, skipped: number): void {
    if (this.#hasEnded) return;
    const hasWaiting = this.#hasWaiting();
    if (!hasWaiting && !this.#outlet.isFull) return this.#write(event, skipped);
    if (!hasWaiting) this.#outlet.waitForDrain(this);
    this.#waiting ??= this.#createWaiting();
    if (this.#waiting.add({ event, skipped })) return;
    this.#settings.metrics.slowConsumers.inc();
    this.fail([SLOW_CONSUMER]);
  }

  complete(): void {
    this.#isComplete = true;
    if (!this.#hasWaiting() && !this.#hasEnded) this.#owner.onComplete();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    if (this.#hasEnded) return;
    this.cancel();
    this.#owner.onEnd(errors);
  }

  cancel(): void {
    this.#hasEnded = true;
    this.#outlet.cancelDrain(this);
    this.#waiting?.clear();
  }

  #hasWaiting(): boolean {
    return this.#waiting !== null && this.#waiting.size > 0;
  }

  #createWaiting(): WaitingEvents {
    const { limits, metrics } = this.#settings;
    return this.#plan.policy.delivery === 'newest'
      ? createStateSlots(this.#outlet, () => metrics.skipped.inc())
      : createEventQueue(this.#outlet, limits.waitingEvents);
  }

  onDrained(): void {
    while (this.#waiting !== null && this.#waiting.size > 0) {
      if (this.#outlet.isFull) return this.#outlet.waitForDrain(this);
      const next = this.#waiting.take();
      if (next) this.#write(next.event, next.skipped);
    }
    const callbacks = this.#becameReady;
    this.#becameReady = null;
    if (this.#isComplete && !this.#hasEnded) this.#owner.onComplete();
    else for (const callback of callbacks ?? []) callback();
  }

  /** Writes an event as a frame of the client's transport, with this client's own count of skipped events. */
  #write(event: StreamEvent, skipped: number): void {
    if (this.#tail === null) this.#outlet.write(event.frame(this.#framing, skipped));
    else {
      const payload = event.payload(skipped);
      const extended = Buffer.concat([payload.subarray(0, -1), Buffer.from(this.#tail)]);
      this.#tail = null;
      this.#outlet.write(this.#framing.frame(extended));
    }
    this.#settings.metrics.delivered.inc();
  }
}

export const createDelivery = (options: DeliveryOptions, settings: DeliverySettings): Delivery =>
  new ClientDelivery(options, settings);
