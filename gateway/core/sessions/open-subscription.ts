import type { GraphQLFormattedError } from 'graphql';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { PresentError } from '../errors.ts';
import type { GatewayHooks } from '../hooks.ts';
import {
  createDelivery,
  type Delivery,
  type DeliveryOwner,
  type DeliverySettings,
} from '../subscriptions/delivery.ts';
import type { ResultFraming } from '../subscriptions/framing.ts';
import type { Membership } from '../subscriptions/list-subscriber.ts';
import { paceDelivery } from '../subscriptions/paced-delivery.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { soleClientKey } from '../turns/client-keys.ts';
import type { AcceptedOperation } from './accept-operation.ts';
import { clientOf, type LiveOperation } from './session.ts';

export interface SubscriptionDependencies extends DeliverySettings, Pick<GatewayHooks, 'limitsAddress'> {
  readonly presentError: PresentError;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Ends an operation for its client, by the client's transport. */
export interface OperationEnd {
  /** Ends the operation normally. */
  complete(): void;
  /** Ends the operation with errors for the client. */
  fail(errors: readonly GraphQLFormattedError[]): void;
}

/** Opens an accepted subscription, unless its client has completed it since. Its events go to the outlet of its session. */
export function openSubscription(
  accepted: AcceptedOperation,
  operationEnd: OperationEnd,
  dependencies: SubscriptionDependencies,
): void {
  const { id, session, plan } = accepted;
  const clientId = session.operationIds.clientIdOf(id);
  const place = session.live.get(id);
  if (clientId === undefined || !place || !plan) return;
  const subscription = new LiveSubscription(place, operationEnd);
  session.live.set(id, subscription);
  try {
    subscription.open({ ...accepted, plan, framing: session.framingOf(clientId) }, dependencies);
  } catch (error) {
    const { presentError, log } = dependencies;
    subscription.onEnd([presentError(error, log)]);
  }
}

interface Opening extends AcceptedOperation {
  readonly plan: SubscriptionPlan;
  readonly framing: ResultFraming;
}

/** A subscription until its client leaves it or its stream ends. A class: there are many thousands. */
class LiveSubscription implements DeliveryOwner, LiveOperation {
  readonly #place: LiveOperation;
  readonly #operationEnd: OperationEnd;
  #delivery: Delivery | null = null;
  #membership: Membership | null = null;
  /** Null for a public one: a private one ends when the token of the session does. */
  #stopWatching: (() => void) | null = null;
  #isOver = false;

  constructor(place: LiveOperation, operationEnd: OperationEnd) {
    this.#place = place;
    this.#operationEnd = operationEnd;
  }

  leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#place.leave();
    this.#delivery?.cancel();
    this.#stopWatching?.();
    this.#membership?.leave();
  }

  onComplete(): void {
    this.leave();
    this.#operationEnd.complete();
  }

  onEnd(errors: readonly GraphQLFormattedError[]): void {
    this.leave();
    this.#operationEnd.fail(errors);
  }

  open(
    { graph, session, operation, plan, framing, correlationId }: Opening,
    dependencies: SubscriptionDependencies,
  ): void {
    const { pipeline, hub } = graph;
    const client = clientOf(session);
    const { outlet } = session;
    const { extensions } = operation;
    const key = soleClientKey(client, dependencies.limitsAddress);
    const options = { outlet, client: key, framing, plan, extensions, owner: this };
    const unpaced = createDelivery(options, dependencies);
    const delivery = paceDelivery(unpaced, plan.intervalMsOf(operation), dependencies.wallClock);
    this.#delivery = delivery;
    if (plan.policy.audience === 'caller')
      this.#stopWatching = session.credentials.onEnd((error) => delivery.fail([error]));
    const context = pipeline.contextFor(client, correlationId);
    this.#membership = hub.subscribe({ plan, operation, context, subscriber: delivery });
    // It may have ended while it joined.
    if (this.#isOver) this.#membership?.leave();
  }
}
