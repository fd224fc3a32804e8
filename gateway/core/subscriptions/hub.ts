import type { GraphQLFormattedError } from 'graphql';
import type { SubscriptionPlan } from './plan.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { RequestContext } from '../federation/request-context.ts';
import { createRequestContext, NO_CLIENT } from '../federation/request-context.ts';
import type { GatewayHooks } from '../hooks.ts';
import type { FederationEngine } from '../federation/engine.ts';
import { subgraphRequest } from '../federation/data-source.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Random } from '#platform/random.ts';
import type { Log } from '#platform/observability/log.ts';
import type { PresentError } from '../errors.ts';
import type { PlaceLimit, Places } from '../places.ts';
import type { EventTurns } from '../turns/event-turns.ts';
import { createEnrichment } from './enrichment.ts';
import { cursorOf } from './event.ts';
import { createSharedStream, type SharedStream, type Subscriber } from './shared-stream.ts';
import { openUpstream, type Upstream } from './upstream.ts';

export interface HubDependencies {
  /** Common to the hubs of all graphs. */
  readonly upstreams: Places;
  /** Turns of the work for events, common to the hubs of all graphs. */
  readonly eventTurns: EventTurns;
  readonly hooks: Pick<GatewayHooks, 'anonymousStatement'>;
  readonly engine: FederationEngine;
  readonly presentError: PresentError;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly random: Random;
  readonly log: Log;
}

/** One subscription of one client. */
export interface Subscription {
  readonly plan: SubscriptionPlan;
  readonly operation: PreparedOperation;
  readonly context: RequestContext;
  readonly subscriber: Subscriber;
}

/** Joins subscriptions to streams: equal public subscriptions share one, any other has its own. */
export interface Hub {
  /** Returns the function that leaves the stream. `subscriber.fail` is called when the stream ends first. */
  subscribe(subscription: Subscription): () => void;
  /** Ends every stream with these errors, and each later subscription too. */
  end(errors: readonly GraphQLFormattedError[]): void;
  /**
   * Ends every upstream. Streams of states end without an error for their clients: the socket closes next, and a plain client
   * comes back after a close, but takes an error of a subscription as final.
   */
  close(): void;
}

const NO_PLACE: Readonly<Record<PlaceLimit, GraphQLFormattedError>> = {
  all: {
    message: 'The gateway has as many streams open as it takes. Try again.',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  },
  address: {
    message: 'Your network address has as many streams open as it may. End some.',
    extensions: { code: 'LIMIT_EXCEEDED' },
  },
};

interface OpenStream {
  /** Frees the place of the stream and its key. May be called again. */
  readonly onEnd: () => void;
  readonly stream: SharedStream;
  readonly upstream: Upstream;
  readonly isOfStates: boolean;
}

/**
 * Step "deliver" of a quote's way. A subscription that matches an open stream joins it; any other opens one.
 *
 * 1. upstream.ts reads the subgraph's stream and resumes it when it breaks.
 * 2. event.ts reads each event's key, sequence and cursor.
 * 3. enrichment.ts adds the fields of other subgraphs, once per event for all subscribers.
 * 4. shared-stream.ts keeps the newest state per key and publishes to every subscriber.
 * 5. delivery.ts writes to one client, and skips or ends when the client reads too slowly.
 */
export function createHub(dependencies: HubDependencies): Hub {
  const open = new Map<string, OpenStream>();
  let ended: readonly GraphQLFormattedError[] | null = null;
  const openAt = (key: string, subscription: Subscription): OpenStream | PlaceLimit => {
    const place = dependencies.upstreams.take(subscription.context.client.address);
    if (typeof place === 'string') return place;
    const onEnd = (): void => {
      place();
      if (open.get(key) === opened) open.delete(key);
    };
    const opened = openStream(dependencies, subscription, onEnd);
    open.set(key, opened);
    return opened;
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
      const { subscriber } = subscription;
      const refuse = (errors: readonly GraphQLFormattedError[]) => {
        subscriber.fail(errors);
        return () => undefined;
      };
      if (ended) return refuse(ended);
      const key = shareKey(subscription, dependencies);
      const found = open.get(key) ?? openAt(key, subscription);
      if (typeof found === 'string') return refuse([NO_PLACE[found]]);
      const { stream, upstream, onEnd } = found;
      stream.join(subscriber);
      return () => {
        stream.leave(subscriber);
        if (stream.size > 0) return;
        onEnd();
        upstream.stop();
      };
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

/**
 * The key under which subscriptions share a stream: schema version, authorisation scope, operation name, upstream document and
 * the variables that it uses. Only public events have the common scope; any other subscription gets a unique one.
 */
export function shareKey(
  { plan, operation }: Pick<Subscription, 'plan' | 'operation'>,
  { engine, ids }: Pick<HubDependencies, 'engine' | 'ids'>,
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
    plan.printed,
  ]);
}

function openStream(
  dependencies: HubDependencies,
  { plan, operation, context }: Subscription,
  onEnd: () => void,
): OpenStream {
  const { hooks, engine, presentError, wallClock, ids, random } = dependencies;
  // Public streams carry no caller, so no private field can be in them.
  const isPublic = plan.policy.audience === 'everyone';
  const scoped = isPublic ? createRequestContext(NO_CLIENT, ids('req'), hooks) : context;
  const log = dependencies.log.child({
    correlationId: scoped.correlationId,
    subgraph: plan.upstream.service,
  });
  const enrich = createEnrichment(engine, plan, operation, scoped, { presentError, log });
  const stream = createSharedStream({ plan, enrich, turns: dependencies.eventTurns, log });
  const connection = engine.connection(plan.upstream.service);
  const isOfStates = plan.policy.delivery === 'newest';
  const upstream = openUpstream({
    connect: (after) => {
      const variables = upstreamVariables(plan, operation, after);
      return connection.subscribe(subgraphRequest(plan.upstream.query, variables, scoped));
    },
    onEvent: (event) => stream.push(event),
    onComplete: () => {
      onEnd();
      return stream.complete();
    },
    onEnd: (errors) => {
      onEnd();
      stream.end(errors);
    },
    cursorOf: (event) => cursorOf(plan, event),
    startsWithState: isOfStates,
    after: plan.cursorOf(operation),
    wallClock,
    random,
    presentError,
    log,
  });
  return { stream, upstream, isOfStates, onEnd };
}

function upstreamVariables(
  plan: SubscriptionPlan,
  { variables }: PreparedOperation,
  after: string | null,
): Record<string, unknown> {
  const used = plan.upstream.variables.filter((name) => Object.hasOwn(variables, name));
  return {
    ...Object.fromEntries(used.map((name) => [name, variables[name]])),
    ...(after !== null && { [plan.hidden.after]: after }),
  };
}
