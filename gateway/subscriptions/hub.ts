import type { SubscriptionPlan } from './plan.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { RequestContext } from '../federation/request-context.ts';
import { createRequestContext } from '../federation/request-context.ts';
import type { FederationEngine } from '../federation/engine.ts';
import { subgraphRequest } from '../federation/data-source.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Statements } from '#platform/security/caller.ts';
import { createEnrichment } from './enrichment.ts';
import { cursorOf } from './event.ts';
import { createSharedStream, type SharedStream, type Subscriber } from './shared-stream.ts';
import { openUpstream, type Upstream } from './upstream.ts';

export interface HubDependencies {
  readonly engine: FederationEngine;
  readonly statements: Statements;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** One subscription of one client. */
export interface Subscription {
  readonly plan: SubscriptionPlan;
  readonly operation: PreparedOperation;
  readonly context: RequestContext;
  readonly subscriber: Subscriber;
}

/** Joins subscriptions to streams: equal ones of public data to one, each of the others to one of its own. */
export interface Hub {
  /** Returns how to leave. The subscriber is told when the stream ends first. */
  subscribe(subscription: Subscription): () => void;
  /** Streams that are open upstream. */
  readonly streams: number;
  /** Ends every stream. */
  close(): void;
}

interface OpenStream {
  readonly stream: SharedStream;
  readonly upstream: Upstream;
}

export function createHub(dependencies: HubDependencies): Hub {
  const open = new Map<string, OpenStream>();
  return {
    subscribe: (subscription) => {
      const key = shareKey(subscription, dependencies);
      const found = open.get(key) ?? openStream(dependencies, subscription, () => open.delete(key));
      open.set(key, found);
      found.stream.join(subscription.subscriber);
      return () => {
        found.stream.leave(subscription.subscriber);
        if (found.stream.size > 0) return;
        if (open.get(key) === found) open.delete(key);
        found.upstream.stop();
      };
    },
    get streams() {
      return open.size;
    },
    close: () => {
      for (const { stream, upstream } of open.values()) {
        upstream.stop();
        stream.end([{ message: 'The gateway is stopping.', extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
      }
      open.clear();
    },
  };
}

/**
 * Two subscriptions share a stream when their keys are equal: version of the schema, document, operation, variables and
 * the scope of authorisation. The scope is empty for public events only; anything else is nobody else's.
 */
export function shareKey(
  { plan, operation }: Pick<Subscription, 'plan' | 'operation'>,
  { engine, ids }: Pick<HubDependencies, 'engine' | 'ids'>,
): string {
  const { policy } = plan;
  // Who resumes from a cursor has a history of its own, which a joiner would miss.
  const isShared = policy.isShareable && policy.audience === 'everyone' && plan.cursorOf(operation) === null;
  const scope = isShared ? 'everyone' : ids('stream');
  return JSON.stringify([
    engine.supergraph.version,
    scope,
    operation.operation.name?.value ?? null,
    operation.variables,
    plan.printed,
  ]);
}

function openStream(
  dependencies: HubDependencies,
  { plan, operation, context }: Subscription,
  onEnd: () => void,
): OpenStream {
  const { engine, statements, wallClock, ids } = dependencies;
  // Public events are asked for in nobody's name: what a caller alone may see cannot be in them.
  const scoped =
    plan.policy.audience === 'everyone'
      ? createRequestContext(null, ids('req'), statements, wallClock)
      : context;
  const log = dependencies.log.child({
    correlationId: scoped.correlationId,
    subgraph: plan.upstream.service,
  });
  const stream = createSharedStream(plan, createEnrichment(engine, plan, operation, scoped, log), log);
  const connection = engine.connection(plan.upstream.service);
  const upstream = openUpstream({
    connect: (after) => {
      const variables = upstreamVariables(plan, operation, after);
      return connection.subscribe(subgraphRequest(plan.upstream.query, variables, scoped));
    },
    onEvent: (event) => stream.push(event),
    onEnd: (errors) => {
      onEnd();
      stream.end(errors);
    },
    cursorOf: (event) => cursorOf(plan, event),
    startsWithState: plan.policy.delivery === 'newest',
    after: plan.cursorOf(operation),
    wallClock,
    log,
  });
  return { stream, upstream };
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
