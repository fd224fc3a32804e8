import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { subgraphRequest } from '../federation/data-source.ts';
import { createRequestContext, NO_CLIENT } from '../federation/request-context.ts';
import { clientKey } from '../turns/client-keys.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { createEnrichment } from './enrichment.ts';
import { cursorOf } from './event.ts';
import type { HubDependencies, Subscription } from './subscription.ts';
import type { SubscriptionPlan } from './plan.ts';
import { createSharedStream, type SharedStream, type Subscriber } from './shared-stream.ts';
import { openUpstream, type Upstream } from './upstreams/upstream.ts';

/** A stream with its upstream. */
export interface OpenStream {
  /** Frees the place of the stream and its key. May be called again. */
  readonly onEnd: () => void;
  readonly stream: SharedStream;
  readonly upstream: Upstream;
  readonly isOfStates: boolean;
  readonly acceptance: Pick<Acceptance, 'wait' | 'cancel'>;
}

/** The answer for a stream that was left before its turn came. Nobody reads it. */
const NOT_OPENED: ExecutionResult = {};

/** Something that waits until a subgraph has accepted a stream. */
export interface Awaiting {
  onAccepted(): void;
}

/** Whether the subgraph has accepted a stream. */
interface Acceptance {
  readonly accept: () => void;
  /** Calls back once, when it has; at once when it has already. */
  wait(subscriber: Subscriber & Awaiting): void;
  /** Takes `wait` back, if the subscriber waits. */
  cancel(subscriber: Subscriber): void;
}

/** Takes a subscriber out of a stream, which ends with its last one. */
export function leaveStream(
  { stream, upstream, onEnd, acceptance }: OpenStream,
  subscriber: Subscriber,
): void {
  acceptance.cancel(subscriber);
  stream.leave(subscriber);
  if (stream.size > 0) return;
  onEnd();
  upstream.stop();
}

/**
 * Opens a stream for its first subscription.
 *
 * @param keys the keys of the upstream; null for a stream that its keys do not divide
 * @param onEnd called when the stream has ended by itself; may be called again
 */
export function openStream(
  dependencies: HubDependencies,
  { plan, operation, context }: Subscription,
  keys: readonly string[] | null,
  onEnd: () => void,
): OpenStream {
  const { hooks, engine, openingTurns, presentError, wallClock, ids, random } = dependencies;
  // Public streams carry no caller, so no private field can be in them.
  const isPublic = plan.policy.audience === 'everyone';
  const scoped = isPublic ? createRequestContext(NO_CLIENT, ids('req'), hooks) : context;
  const log = dependencies.log.child({
    correlationId: scoped.correlationId,
    subgraph: plan.upstream.service,
  });
  const enrich = createEnrichment(engine, plan, operation, scoped, { presentError, log });
  const { fetchCount } = plan.enrichment;
  const work = { cost: operation.cost, fetchCount };
  const stream = createSharedStream({
    plan,
    enrich,
    turns: (client, task) => dependencies.eventTurns({ client, ...work }, task),
    pace: dependencies.deliveryPace,
    log,
  });
  const connection = engine.connection(plan.upstream.service);
  const isOfStates = plan.policy.delivery === 'newest';
  const acceptance = createAcceptance();
  const upstream = openUpstream({
    connect: (after, signal) =>
      openingTurns(
        { client: clientKey(context.client), isPrivate: !isPublic, isReplay: after !== null },
        async () => {
          if (signal.aborted) return NOT_OPENED;
          const variables = upstreamVariables(plan, operation, keys, after);
          return connection.subscribe(subgraphRequest(plan.upstream.query, variables, scoped));
        },
      ),
    onAccepted: acceptance.accept,
    onEvent: (event) => stream.push(event),
    onComplete: () => {
      onEnd();
      return stream.complete();
    },
    onEnd: (errors: readonly GraphQLFormattedError[]) => {
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
  return { stream, upstream, isOfStates, onEnd, acceptance };
}

function createAcceptance(): Acceptance {
  const waiting = new Set<Subscriber & Awaiting>();
  let isAccepted = false;
  return {
    accept: (): void => {
      isAccepted = true;
      const all = [...waiting];
      waiting.clear();
      for (const subscriber of all) subscriber.onAccepted();
    },
    wait: (subscriber) => {
      if (isAccepted) subscriber.onAccepted();
      else waiting.add(subscriber);
    },
    cancel: (subscriber) => void (waiting as Set<Subscriber>).delete(subscriber),
  };
}

function upstreamVariables(
  plan: SubscriptionPlan,
  operation: PreparedOperation,
  keys: readonly string[] | null,
  after: string | null,
): Record<string, unknown> {
  const { variables } = operation;
  const used = plan.upstream.variables.filter((name) => Object.hasOwn(variables, name));
  return {
    ...Object.fromEntries(used.map((name) => [name, variables[name]])),
    ...(plan.policy.keys !== null && { [plan.hidden.keys]: keys ?? plan.keysValue(operation) }),
    ...(after !== null && { [plan.hidden.after]: after }),
  };
}
