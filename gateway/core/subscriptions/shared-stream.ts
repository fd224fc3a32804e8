import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { createCounts } from '#platform/counts.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Enrich } from './enrichment.ts';
import { createStreamEvent, positionOf, type StreamEvent } from './event.ts';
import type { DeliveryPace } from '../turns/delivery-pace.ts';
import type { SubscriptionPlan } from './plan.ts';

/** A receiver of a stream's events. */
export interface Subscriber {
  /** Key of its client in the turns; null for one that stands for many. */
  readonly client: string | null;
  /** False while its client does not read: an event would wait. */
  readonly isReady: boolean;
  /** Calls back once when it becomes ready, however often it is called with the same function. */
  onReady(callback: () => void): void;
  /** @param skipped states of the event's key that were skipped for this subscriber since the one before; 0 for the first */
  deliver(event: StreamEvent, skipped: number): void;
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

/** Successive keys of a stream that may wait until a client reads. */
const MAX_SUCCESSIVE_KEYS = 16;

export interface SharedStreamOptions {
  readonly plan: SubscriptionPlan;
  readonly enrich: Enrich;
  /** Runs the work for an event when it is the turn of its client; null for several clients. */
  readonly turns: <T>(client: string | null, task: () => Promise<T>) => Promise<T>;
  readonly pace: DeliveryPace;
  readonly log: Log;
}

/** Creates the stream for the plan's policy. The work for its events runs in turn with that of other clients' streams. */
export function createSharedStream(options: SharedStreamOptions): SharedStream {
  const { pace } = options;
  const subscribers = new Subscribers();
  /** Delivers to those who have subscribed now, a part of them in each turn of the event loop. */
  const publish = async (event: StreamEvent): Promise<void> => {
    const isPaced = pace.holds(subscribers.size);
    const isGone = subscribers.watchLeaving();
    for (const subscriber of subscribers.now()) {
      while (isPaced && !pace.take()) await pace.next();
      if (!isGone(subscriber)) subscriber.deliver(event, event.skipped);
    }
    subscribers.endWatch();
    event.forgetFrame();
  };
  const source = createSource({
    ...options,
    inTurn: (task) => options.turns(subscribers.onlyClient(), task),
    isWanted: () => {
      for (const subscriber of subscribers.all) if (subscriber.isReady) return true;
      for (const subscriber of subscribers.all) subscriber.onReady(source.wake);
      return false;
    },
    publish,
  });
  return {
    get size() {
      return subscribers.size;
    },
    join: (subscriber) => {
      subscribers.add(subscriber);
      for (const event of source.states()) subscriber.deliver(event, 0);
      source.wake();
    },
    leave: (subscriber) => subscribers.remove(subscriber),
    push: source.push,
    complete: async () => {
      await source.idle();
      for (const subscriber of subscribers.takeAll()) subscriber.complete();
    },
    end: (errors) => {
      for (const subscriber of subscribers.takeAll()) subscriber.fail(errors);
    },
  };
}

/** The subscribers of a stream, in no order. In an array: a set takes three times the memory, and a list has a place in many streams. */
class Subscribers {
  #all: Subscriber[] = [];
  /** Those who have left since the watch began; null without one. */
  #gone: Set<Subscriber> | null = null;
  readonly #clients = createCounts<string | null>();

  get all(): readonly Subscriber[] {
    return this.#all;
  }

  get size(): number {
    return this.#all.length;
  }

  now(): readonly Subscriber[] {
    return this.#all.slice();
  }

  /** Begins to note who leaves; the returned function says whether a subscriber has left since. */
  watchLeaving(): (subscriber: Subscriber) => boolean {
    const gone = (this.#gone = new Set<Subscriber>());
    return (subscriber) => gone.has(subscriber);
  }

  endWatch(): void {
    this.#gone = null;
  }

  /** The key of the client that alone has subscribed; null for several. */
  onlyClient(): string | null {
    return this.#clients.only();
  }

  add(subscriber: Subscriber): void {
    this.#all.push(subscriber);
    this.#clients.add(subscriber.client);
  }

  remove(subscriber: Subscriber): void {
    const place = this.#all.indexOf(subscriber);
    if (place < 0) return;
    const last = this.#all.pop();
    if (last && last !== subscriber) this.#all[place] = last;
    this.#gone?.add(subscriber);
    this.#clients.remove(subscriber.client);
  }

  takeAll(): readonly Subscriber[] {
    const leaving = this.#all;
    this.#all = [];
    for (const subscriber of leaving) this.#gone?.add(subscriber);
    return leaving;
  }
}

interface SourceOptions extends Omit<SharedStreamOptions, 'turns'> {
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  /** True when a subscriber would write an event now. If not, the source is woken when one does. */
  readonly isWanted: () => boolean;
  /** Resolves when every subscriber has got the event. */
  readonly publish: (event: StreamEvent) => Promise<void>;
}

interface Source {
  readonly push: SharedStream['push'];
  /** The first events of a new subscriber. */
  states(): Iterable<StreamEvent>;
  /** Resolves when every event is published. */
  idle(): Promise<void>;
  /** Goes on with events that no subscriber wanted. */
  readonly wake: () => void;
}

const createSource = (options: SourceOptions): Source =>
  options.plan.policy.delivery === 'newest' ? newestOf(options) : everyOf(options);

/** Enriches and publishes every event in order, one at a time. */
function everyOf({ plan, enrich, inTurn, publish, pace }: SourceOptions): Source {
  return {
    push: (event) =>
      pace.during(async () => {
        const result = await inTurn(() => enrich(event));
        await publish(createStreamEvent(plan, positionOf(plan, event), 0, result));
      }),
    states: () => [],
    idle: async () => undefined,
    wake: () => undefined,
  };
}

/**
 * Publishes the newest state of each key. While one state is being enriched, and while no client reads, newer ones replace those
 * that wait. A state older than the published one, as after a reconnection, is dropped.
 */
function newestOf({ plan, enrich, inTurn, isWanted, publish, pace, log }: SourceOptions): Source {
  const waiting = new Map<string | null, ExecutionResult>();
  const published = new Map<string, StreamEvent>();
  let work: Promise<void> | null = null;

  const publishNewest = async (event: ExecutionResult): Promise<void> => {
    const position = positionOf(plan, event);
    const last = position.key === null ? undefined : published.get(position.key);
    const gap = gapBetween(last?.sequence ?? null, position.sequence);
    if (gap < 0) return;
    const made = createStreamEvent(plan, position, gap, await inTurn(() => enrich(event)));
    if (plan.policy.isSuccessive) published.clear();
    if (position.key !== null) published.set(position.key, made);
    await publish(made);
  };
  let isCompleting = false;
  /** Successive keys that no client reads go on to the clients' own limits. */
  const isFull = (): boolean => plan.policy.isSuccessive && waiting.size > MAX_SUCCESSIVE_KEYS;
  const mayPublish = (): boolean => isCompleting || isFull() || isWanted();
  /** Runs while wanted events wait. An event whose enrichment fails is a bug: it is logged and skipped. */
  const drain = async (): Promise<void> => {
    for (const [key, event] of waiting) {
      if (!mayPublish()) break;
      waiting.delete(key);
      await publishNewest(event).catch((error: unknown) =>
        log.error({ err: error }, 'an event could not be enriched'),
      );
    }
    work = null;
  };
  const wake = (): void => {
    if (waiting.size > 0 && mayPublish()) work ??= pace.during(drain);
  };
  return {
    push: async (event) => {
      const { key } = positionOf(plan, event);
      const isBehind = waiting.has(key);
      waiting.set(key, event);
      wake();
      // The subgraph keeps the newest states of a stream that is not read: its work for them is saved too.
      if (isBehind) await (work ?? inTurn(async () => undefined));
    },
    states: () => published.values(),
    idle: async () => {
      isCompleting = true;
      wake();
      await work;
    },
    wake,
  };
}

/** The number of states between two sequences; negative when the second is not newer, 0 without sequences. */
const gapBetween = (last: number | null, next: number | null): number =>
  last === null || next === null ? 0 : next - last - 1;
