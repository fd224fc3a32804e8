import type { GraphQLFormattedError } from 'graphql';
import type { GatewayMetrics } from '../metrics.ts';
import { gapBetween, type Subscriber } from './shared-stream.ts';
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
  /** Called when the stream has completed and its last event is written. */
  readonly onComplete: () => void;
  /** Called when errors end the stream for this client. */
  readonly onEnd: (errors: readonly GraphQLFormattedError[]) => void;
}

/** A subscriber that its client can leave. */
export interface Delivery extends Subscriber {
  /** Drops the events that wait for the client. */
  cancel(): void;
}

/**
 * Delivers a stream's events to one client at that client's speed, without effect on other clients. While the client does
 * not read, events wait: of a stream of states the newest of each key, of any other stream all, up to `maxWaiting`. A stream
 * whose next event does not fit ends with SLOW_CONSUMER.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { outlet, plan, maxWaiting, metrics } = options;
  const waiting =
    plan.policy.delivery === 'newest'
      ? createStateSlots(outlet, () => metrics.skipped.inc())
      : createEventQueue(outlet, maxWaiting);
  return deliverTo(options, createWriter(options), waiting);
}

type Write = (event: StreamEvent) => void;

/** Writes events as frames of the client's transport, with this client's own count of skipped events. */
function createWriter({ outlet, framing, plan, extensions, metrics }: DeliveryOptions): Write {
  const lastSequences = plan.skippedKeys.length > 0 ? new Map<string, number>() : null;
  let tail = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : null;
  const skippedBefore = ({ key, sequence, skipped }: StreamEvent): number => {
    if (lastSequences === null || key === null || sequence === null) return skipped;
    const gap = Math.max(0, gapBetween(lastSequences.get(key) ?? null, sequence));
    lastSequences.set(key, sequence);
    return gap;
  };
  return (event) => {
    const skipped = skippedBefore(event);
    if (tail === null) outlet.write(event.frame(framing, skipped));
    else {
      const payload = event.payload(skipped);
      outlet.write(framing.frame(Buffer.concat([payload.subarray(0, -1), Buffer.from(tail)])));
      tail = null;
    }
    metrics.delivered.inc();
  };
}

const SLOW_CONSUMER: GraphQLFormattedError = {
  message: 'The stream was read too slowly. Subscribe again after the last cursor.',
  extensions: { code: 'SLOW_CONSUMER' },
};

function deliverTo(options: DeliveryOptions, write: Write, waiting: WaitingEvents): Delivery {
  const { outlet, client, metrics, onComplete, onEnd } = options;
  const becameReady = new Set<() => void>();
  let hasEnded = false;
  let isComplete = false;
  let stopDrain = (): void => undefined;
  const cancel = (): void => {
    hasEnded = true;
    stopDrain();
    waiting.clear();
  };
  const end = (errors: readonly GraphQLFormattedError[]): void => {
    if (hasEnded) return;
    cancel();
    onEnd(errors);
  };
  const flush = (): void => {
    while (waiting.size > 0) {
      if (outlet.isFull) return waitForDrain();
      const next = waiting.take();
      if (next) write(next);
    }
    const callbacks = [...becameReady];
    becameReady.clear();
    if (isComplete && !hasEnded) onComplete();
    else for (const callback of callbacks) callback();
  };
  const waitForDrain = (): void => {
    stopDrain = outlet.onDrain(flush);
  };
  return {
    client,
    get isReady() {
      return !hasEnded && waiting.size === 0 && !outlet.isFull;
    },
    onReady: (callback) => {
      if (hasEnded) return;
      becameReady.add(callback);
      waitForDrain();
    },
    deliver: (event) => {
      if (hasEnded) return;
      if (waiting.size === 0 && !outlet.isFull) return write(event);
      if (waiting.size === 0) waitForDrain();
      if (waiting.add(event)) return;
      metrics.slowConsumers.inc();
      end([SLOW_CONSUMER]);
    },
    complete: () => {
      isComplete = true;
      if (waiting.size === 0 && !hasEnded) onComplete();
    },
    fail: end,
    cancel,
  };
}
