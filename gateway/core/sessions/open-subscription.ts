import type { GraphQLFormattedError } from 'graphql';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { PresentError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { createDelivery, type Delivery, type DeliveryOwner } from '../subscriptions/delivery.ts';
import type { ResultFraming } from '../subscriptions/framing.ts';
import type { Membership } from '../subscriptions/list-subscriber.ts';
import { paceDelivery } from '../subscriptions/paced-delivery.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { clientKey } from '../turns/client-keys.ts';
import type { AcceptedOperation } from './accept-operation.ts';
import { clientOf } from './session.ts';

export interface SubscriptionDependencies {
  readonly limits: Pick<Limits, 'waitingEvents'>;
  readonly metrics: GatewayMetrics;
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
  const leavePlace = session.live.get(id);
  if (clientId === undefined || !leavePlace || !plan) return;
  const subscription = new LiveSubscription(leavePlace, operationEnd);
  session.live.set(id, subscription.leave);
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
class LiveSubscription implements DeliveryOwner {
  readonly #leavePlace: () => void;
  readonly #operationEnd: OperationEnd;
  #delivery: Delivery | null = null;
  #membership: Membership | null = null;
  /** Null for a public one: a private one ends when the token of the session does. */
  #stopWatching: (() => void) | null = null;
  #isOver = false;

  constructor(leavePlace: () => void, operationEnd: OperationEnd) {
    this.#leavePlace = leavePlace;
    this.#operationEnd = operationEnd;
  }

  readonly leave = (): void => {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#leavePlace();
    this.#delivery?.cancel();
    this.#stopWatching?.();
    this.#membership?.leave();
  };

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
    { limits, metrics, wallClock }: SubscriptionDependencies,
  ): void {
    const { pipeline, hub } = graph;
    const client = clientOf(session);
    const unpaced = createDelivery({
      outlet: session.outlet,
      client: clientKey(client),
      framing,
      plan,
      extensions: operation.extensions,
      maxWaiting: limits.waitingEvents,
      metrics,
      owner: this,
    });
    const delivery = paceDelivery(unpaced, plan.intervalMsOf(operation), wallClock);
    this.#delivery = delivery;
    if (plan.policy.audience === 'caller')
      this.#stopWatching = session.credentials.onEnd((error) => delivery.fail([error]));
    const context = pipeline.contextFor(client, correlationId);
    this.#membership = hub.subscribe({ plan, operation, context, subscriber: delivery });
    // It may have ended while it joined.
    if (this.#isOver) this.#membership?.leave();
  }
}
