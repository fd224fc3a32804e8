import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Log } from '#platform/observability/log.ts';
import { presentError } from '../errors.ts';
import type { Enrich } from './enrichment.ts';
import { createStreamEvent, placeOf, type StreamEvent } from './event.ts';
import type { SubscriptionPlan } from './plan.ts';

/** Who gets a stream's events. */
export interface Subscriber {
  deliver(event: StreamEvent): void;
  /** The stream is over. */
  fail(errors: readonly GraphQLFormattedError[]): void;
}

/** The middle of a stream: from one upstream to all its subscribers. */
export interface SharedStream {
  readonly size: number;
  /** A stream of states hands over its newest ones at once. */
  join(subscriber: Subscriber): void;
  leave(subscriber: Subscriber): void;
  /** Takes an upstream event. Resolves when the next one may come. */
  push(event: ExecutionResult): Promise<void>;
  end(errors: readonly GraphQLFormattedError[]): void;
}

/** Makes the stream that fits the plan's policy. */
export function createSharedStream(plan: SubscriptionPlan, enrich: Enrich, log: Log): SharedStream {
  const subscribers = new Set<Subscriber>();
  const publish = (event: StreamEvent): void => {
    for (const subscriber of subscribers) subscriber.deliver(event);
  };
  const source =
    plan.policy.delivery === 'newest' ? newestOf(plan, enrich, publish, log) : everyOf(plan, enrich, publish);
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
    end: (errors) => {
      const leaving = [...subscribers];
      subscribers.clear();
      for (const subscriber of leaving) subscriber.fail(errors);
    },
  };
}

interface Source {
  readonly push: SharedStream['push'];
  /** What a joiner gets first. */
  states(): Iterable<StreamEvent>;
}

/** Every event, in order, one at a time. */
function everyOf(plan: SubscriptionPlan, enrich: Enrich, publish: (event: StreamEvent) => void): Source {
  return {
    push: async (event) => {
      publish(createStreamEvent(plan, placeOf(plan, event), 0, await enrich(event)));
    },
    states: () => [],
  };
}

/**
 * The newest state of each key. While one is being enriched, newer ones replace those that wait. What is older than
 * what was published, as after a reconnection, is dropped.
 */
function newestOf(
  plan: SubscriptionPlan,
  enrich: Enrich,
  publish: (event: StreamEvent) => void,
  log: Log,
): Source {
  const waiting = new Map<string | null, ExecutionResult>();
  const published = new Map<string, StreamEvent>();
  let isWorking = false;

  const publishNewest = async (event: ExecutionResult): Promise<void> => {
    const place = placeOf(plan, event);
    const last = place.key === null ? undefined : published.get(place.key);
    const gap = gapBetween(last?.sequence ?? null, place.sequence);
    if (gap < 0) return;
    const made = createStreamEvent(plan, place, gap, await enrich(event));
    if (place.key !== null) published.set(place.key, made);
    publish(made);
  };
  /** Goes on while events arrive. One that cannot be enriched is a bug: it is logged and left out. */
  const work = async (): Promise<void> => {
    isWorking = true;
    for (const [key, event] of waiting) {
      waiting.delete(key);
      await publishNewest(event).catch((error: unknown) => presentError(error, log));
    }
    isWorking = false;
  };
  return {
    push: async (event) => {
      waiting.set(placeOf(plan, event).key, event);
      if (!isWorking) void work();
    },
    states: () => published.values(),
  };
}

/** How many states lie between two; negative when the second is not newer. Without a sequence none is known to. */
export const gapBetween = (last: number | null, next: number | null): number =>
  last === null || next === null ? 0 : next - last - 1;
