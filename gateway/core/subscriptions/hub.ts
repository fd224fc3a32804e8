import type { GraphQLFormattedError } from 'graphql';
import type { PreparedOperation } from '../operations/prepare.ts';
import { ListSubscriber, type Membership } from './list-subscriber.ts';
import { leaveStream, openStream, type OpenStream } from './open-stream.ts';
import type { UpstreamLimit } from './upstreams/upstream-places.ts';
import type { Subscriber } from './shared-stream.ts';
import type { HubDependencies, Subscription } from './subscription.ts';

/** Joins subscriptions to streams: equal public subscriptions share one, any other has its own. */
export interface Hub {
  /** Returns the membership in the stream; null when `subscriber.fail` was called at once, as it is when the stream ends first. */
  subscribe(subscription: Subscription): Membership | null;
  /** Ends every stream with these errors, and each later subscription too. */
  end(errors: readonly GraphQLFormattedError[]): void;
  /**
   * Ends every upstream. Streams of states end without an error for their clients: the socket closes next, and a plain client
   * comes back after a close, but takes an error of a subscription as final.
   */
  close(): void;
}

const NO_PLACE: Readonly<Record<UpstreamLimit, GraphQLFormattedError>> = {
  all: {
    message: 'The gateway has as many streams open as it takes. Try again.',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  },
  address: {
    message: 'Your network address has as many streams open as it may. End some.',
    extensions: { code: 'LIMIT_EXCEEDED' },
  },
  share: {
    message: 'Few streams are left, and your network address has its share. End some, or try again later.',
    extensions: { code: 'LIMIT_EXCEEDED' },
  },
  user: {
    message: 'You have as many streams of your accounts open as one user may. End some.',
    extensions: { code: 'LIMIT_EXCEEDED' },
  },
};

/**
 * Step "deliver" of a quote's way. A subscription that matches an open stream joins it; any other opens one. A subscription to a
 * list of keys joins the stream of each (list-subscriber.ts).
 *
 * 1. upstreams/upstream.ts reads the subgraph's stream and resumes it when it breaks.
 * 2. event.ts reads each event's key, sequence and cursor.
 * 3. enrichment.ts adds the fields of other subgraphs, once per event for all subscribers.
 * 4. shared-stream.ts keeps the newest state per key and publishes to every subscriber.
 * 5. delivery.ts writes to one client, and skips or ends when the client reads too slowly.
 */
export function createHub(dependencies: HubDependencies): Hub {
  const open = new Map<string, OpenStream>();
  let ended: readonly GraphQLFormattedError[] | null = null;
  const openAt = (key: string, subscription: Subscription, keys: Keys): OpenStream | UpstreamLimit => {
    const { context, plan } = subscription;
    const place = dependencies.upstreams.take(context.client, plan.policy.audience === 'caller');
    if (typeof place === 'string') return place;
    const onEnd = (): void => {
      place();
      if (open.get(key) === opened) open.delete(key);
    };
    const opened = openStream(dependencies, subscription, keys, onEnd);
    open.set(key, opened);
    return opened;
  };
  /** Joins the stream of these keys, or refuses. */
  const join = (subscription: Subscription, keys: Keys, subscriber: Subscriber): OpenStream | null => {
    const key = shareKey(subscription, dependencies, keys);
    const found = ended === null ? (open.get(key) ?? openAt(key, subscription, keys)) : null;
    if (found === null || typeof found === 'string') {
      subscriber.fail(found === null ? (ended ?? []) : [NO_PLACE[found]]);
      return null;
    }
    found.stream.join(subscriber);
    if (subscriber instanceof ListSubscriber) found.acceptance.wait(subscriber);
    return found;
  };
  const stopAll = (): OpenStream[] => {
    const all = [...open.values()];
    for (const { upstream, onEnd } of all) {
      upstream.stop();
      onEnd();
    }
    return all;
  };
  return {
    subscribe: (subscription) => {
      const { plan, operation, subscriber } = subscription;
      const keys = plan.keysOf(operation);
      if (keys === null || keys.length === 1)
        return membershipIn(join(subscription, keys, subscriber), subscriber);
      const list = new ListSubscriber(subscriber, keys.length);
      list.join(keys, (key, part) => join(subscription, [key], part));
      return list;
    },
    end: (errors) => {
      ended = errors;
      for (const { stream } of stopAll()) stream.end(errors);
    },
    close: () => {
      for (const { stream, isOfStates } of stopAll()) {
        if (isOfStates) continue;
        stream.end([{ message: 'The gateway is stopping.', extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
      }
    },
  };
}

/** The membership in one stream. A class: there are thousands. */
class StreamMembership implements Membership {
  readonly #opened: OpenStream;
  readonly #subscriber: Subscriber;

  constructor(opened: OpenStream, subscriber: Subscriber) {
    this.#opened = opened;
    this.#subscriber = subscriber;
  }

  leave(): void {
    leaveStream(this.#opened, this.#subscriber);
  }
}

const membershipIn = (joined: OpenStream | null, subscriber: Subscriber): Membership | null =>
  joined && new StreamMembership(joined, subscriber);

/** The keys of an upstream; null for a stream that its keys do not divide. */
type Keys = readonly string[] | null;

/**
 * The key under which subscriptions share a stream: schema version, authorisation scope, operation name, upstream document and
 * the variables and keys that it uses. Only public events have the common scope; any other subscription gets a unique one.
 */
export function shareKey(
  { plan, operation }: Pick<Subscription, 'plan'> & { readonly operation: PreparedOperation },
  { engine, ids }: Pick<HubDependencies, 'engine' | 'ids'>,
  keys: Keys,
): string {
  const { policy } = plan;
  // A subscription that resumes from a cursor replays history, which other subscribers must not share.
  const isShared = policy.isShareable && policy.audience === 'everyone' && plan.cursorOf(operation) === null;
  const scope = isShared ? 'everyone' : ids('stream');
  return JSON.stringify([
    engine.supergraph.version,
    scope,
    operation.operation.name?.value ?? null,
    plan.variables.map((name) => operation.variables[name] ?? null),
    plan.policy.keys === null ? null : (keys ?? plan.keysValue(operation) ?? null),
    plan.printed,
  ]);
}
