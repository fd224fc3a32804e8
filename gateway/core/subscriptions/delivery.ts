import type { GraphQLFormattedError } from 'graphql';
import type { GatewayMetrics } from '../metrics.ts';
import { gapBetween, type Subscriber } from './shared-stream.ts';
import type { StreamEvent } from './event.ts';
import type { SubscriptionPlan } from './plan.ts';

/** The output to one client: writes frames in order and reports backpressure. */
export interface Outlet {
  readonly isFull: boolean;
  write(frame: string): void;
  /** Calls back once, when the outlet is no longer full. */
  onDrain(callback: () => void): void;
}

export interface DeliveryOptions {
  readonly outlet: Outlet;
  /** The client's id of the operation. */
  readonly operationId: string;
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
 * Delivers a stream's events to one client at that client's speed, without effect on other clients. A stream of states
 * skips for a slow client; any other stream ends with SLOW_CONSUMER.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const write = createWriter(options);
  return options.plan.policy.delivery === 'newest' ? newestTo(options, write) : everyTo(options, write);
}

type Write = (event: StreamEvent) => void;

/** Writes events as graphql-transport-ws frames, with this client's own count of skipped events. */
function createWriter({ outlet, operationId, plan, extensions, metrics }: DeliveryOptions): Write {
  const head = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
  const countsSkipped = plan.skippedKeys.length > 0;
  const lastSequences = new Map<string, number>();
  let tail = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : null;
  const jsonOf = (event: StreamEvent): string => {
    const { key, sequence } = event;
    if (!countsSkipped || key === null || sequence === null) return event.json;
    const skipped = Math.max(0, gapBetween(lastSequences.get(key) ?? null, sequence));
    lastSequences.set(key, sequence);
    return skipped === event.skipped ? event.json : event.jsonWithSkipped(skipped);
  };
  return (event) => {
    const json = jsonOf(event);
    outlet.write(`${head}${tail === null ? json : json.slice(0, -1) + tail}}`);
    tail = null;
    metrics.delivered.inc();
  };
}

/** States: while the client does not read, one slot per key holds the newest. */
function newestTo({ outlet, metrics, onComplete, onEnd }: DeliveryOptions, write: Write): Delivery {
  const slots = new Map<string | null, StreamEvent>();
  let isComplete = false;
  const flush = (): void => {
    for (const [key, event] of slots) {
      if (outlet.isFull) return outlet.onDrain(flush);
      slots.delete(key);
      write(event);
    }
    if (isComplete) onComplete();
  };
  return {
    deliver: (event) => {
      if (slots.size === 0 && !outlet.isFull) return write(event);
      if (slots.size === 0) outlet.onDrain(flush);
      if (slots.has(event.key)) metrics.skipped.inc();
      slots.set(event.key, event);
    },
    complete: () => {
      isComplete = true;
      if (slots.size === 0) onComplete();
    },
    fail: (errors) => {
      slots.clear();
      onEnd(errors);
    },
    cancel: () => slots.clear(),
  };
}

const SLOW_CONSUMER: GraphQLFormattedError = {
  message: 'The stream was read too slowly. Subscribe again after the last cursor.',
  extensions: { code: 'SLOW_CONSUMER' },
};

/** Events that must not be skipped: they wait up to `maxWaiting`, then the client's stream ends. */
function everyTo(options: DeliveryOptions, write: Write): Delivery {
  const { outlet, metrics, maxWaiting, onComplete, onEnd } = options;
  const waiting: StreamEvent[] = [];
  let hasEnded = false;
  let isComplete = false;
  const cancel = (): void => {
    hasEnded = true;
    waiting.length = 0;
  };
  const end = (errors: readonly GraphQLFormattedError[]): void => {
    cancel();
    onEnd(errors);
  };
  const flush = (): void => {
    while (waiting.length > 0) {
      if (outlet.isFull) return outlet.onDrain(flush);
      const next = waiting.shift();
      if (next) write(next);
    }
    if (isComplete && !hasEnded) onComplete();
  };
  return {
    deliver: (event) => {
      if (hasEnded) return;
      if (waiting.length === 0 && !outlet.isFull) return write(event);
      if (waiting.length === 0) outlet.onDrain(flush);
      waiting.push(event);
      if (waiting.length <= maxWaiting) return;
      metrics.slowConsumers.inc();
      end([SLOW_CONSUMER]);
    },
    complete: () => {
      isComplete = true;
      if (waiting.length === 0 && !hasEnded) onComplete();
    },
    fail: (errors) => {
      if (!hasEnded) end(errors);
    },
    cancel,
  };
}
