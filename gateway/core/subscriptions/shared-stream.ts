import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Log } from '#platform/observability/log.ts';
import type { Enrich } from './enrichment.ts';
import { createStreamEvent, positionOf, type StreamEvent } from './event.ts';
import type { SubscriptionPlan } from './plan.ts';

/** A receiver of a stream's events. */
export interface Subscriber {
  deliver(event: StreamEvent): void;
  /** Called when the stream has completed, after its last event. */
  complete(): void;
  /** Called when errors end the stream. */
  fail(errors: readonly GraphQLFormattedError[]): void;
}

/** Distributes one upstream to all its subscribers. */
export interface SharedStream {
  readonly size: number;
  /** Adds a subscriber. A stream of states delivers its newest states at once. */
  join(subscriber: Subscriber): void;
  leave(subscriber: Subscriber): void;
  /** Takes an upstream event. Resolves when it is ready for the next. */
  push(event: ExecutionResult): Promise<void>;
  /** Ends the stream once every event is published. */
  complete(): Promise<void>;
  end(errors: readonly GraphQLFormattedError[]): void;
}

/** Creates the stream for the plan's policy. */
export function createSharedStream(plan: SubscriptionPlan, enrich: Enrich, log: Log): SharedStream {
  const subscribers = new Set<Subscriber>();
  const publish = (event: StreamEvent): void => {
    for (const subscriber of subscribers) subscriber.deliver(event);
  };
  const source =
    plan.policy.delivery === 'newest' ? newestOf(plan, enrich, publish, log) : everyOf(plan, enrich, publish);
  const takeSubscribers = (): Subscriber[] => {
    const leaving = [...subscribers];
    subscribers.clear();
    return leaving;
  };
  return {
    get size() {
      return subscribers.size;
    },
    join: (subscriber) => {
      subscribers.add(subscriber);
      for (const event of source.states()) subscriber.deliver(event);
    },
    leave: (subscriber) => void subscribers.delete(subscriber),
    push: source.push,
    complete: async () => {
      await source.idle();
      for (const subscriber of takeSubscribers()) subscriber.complete();
    },
    end: (errors) => {
      for (const subscriber of takeSubscribers()) subscriber.fail(errors);
    },
  };
}

interface Source {
  readonly push: SharedStream['push'];
  /** The first events of a new subscriber. */
  states(): Iterable<StreamEvent>;
  /** Resolves when every event is published. */
  idle(): Promise<void>;
}

/** Enriches and publishes every event in order, one at a time. */
function everyOf(plan: SubscriptionPlan, enrich: Enrich, publish: (event: StreamEvent) => void): Source {
  return {
    push: async (event) => {
      publish(createStreamEvent(plan, positionOf(plan, event), 0, await enrich(event)));
    },
    states: () => [],
    idle: async () => undefined,
  };
}

/**
 * Publishes the newest state of each key. While one state is being enriched, newer ones replace those that wait. A state
 * older than the published one, as after a reconnection, is dropped.
 */
function newestOf(
  plan: SubscriptionPlan,
  enrich: Enrich,
  publish: (event: StreamEvent) => void,
  log: Log,
): Source {
  const waiting = new Map<string | null, ExecutionResult>();
  const published = new Map<string, StreamEvent>();
  let work: Promise<void> | null = null;

  const publishNewest = async (event: ExecutionResult): Promise<void> => {
    const position = positionOf(plan, event);
    const last = position.key === null ? undefined : published.get(position.key);
    const gap = gapBetween(last?.sequence ?? null, position.sequence);
    if (gap < 0) return;
    const made = createStreamEvent(plan, position, gap, await enrich(event));
    if (position.key !== null) published.set(position.key, made);
    publish(made);
  };
  /** Runs while events wait. An event whose enrichment fails is a bug: it is logged and skipped. */
  const drain = async (): Promise<void> => {
    for (const [key, event] of waiting) {
      waiting.delete(key);
      await publishNewest(event).catch((error: unknown) =>
        log.error({ err: error }, 'an event could not be enriched'),
      );
    }
    work = null;
  };
  return {
    push: async (event) => {
      waiting.set(positionOf(plan, event).key, event);
      work ??= drain();
    },
    states: () => published.values(),
    idle: async () => {
      await work;
    },
  };
}

/** The number of states between two sequences; negative when the second is not newer, 0 without sequences. */
export const gapBetween = (last: number | null, next: number | null): number =>
  last === null || next === null ? 0 : next - last - 1;
