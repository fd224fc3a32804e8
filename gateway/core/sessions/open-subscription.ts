import type { GraphQLFormattedError } from 'graphql';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { PresentError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { createDelivery } from '../subscriptions/delivery.ts';
import { paceDelivery } from '../subscriptions/paced-delivery.ts';
import { clientKey } from '../turns/client-keys.ts';
import type { AcceptedOperation } from './accept-operation.ts';
import type { OperationEnd } from '../ws/open-operation.ts';
import { clientOf } from './session.ts';

export interface SubscriptionDependencies {
  readonly limits: Pick<Limits, 'waitingEvents'>;
  readonly metrics: GatewayMetrics;
  readonly presentError: PresentError;
  readonly wallClock: Clock;
  readonly log: Log;
}

/**
 * Opens an accepted subscription: its events go to the outlet of its session. A private one ends when the token of the session does.
 *
 * @returns the function that leaves the subscription; null when the client has completed it since it was accepted
 */
export function openSubscription(
  { id, graph, session, operation, plan, correlationId }: AcceptedOperation,
  operationEnd: OperationEnd,
  { limits, metrics, presentError, wallClock, log }: SubscriptionDependencies,
): (() => void) | null {
  const { pipeline, hub } = graph;
  const clientId = session.operationIds.clientIdOf(id);
  const leave = session.live.get(id);
  if (clientId === undefined || !leave || !plan) return null;
  const cleanups: (() => void)[] = [leave];
  const cleanUp = (): void => cleanups.splice(0).forEach((clean) => clean());
  session.live.set(id, cleanUp);
  const end = (errors: readonly GraphQLFormattedError[]): void => {
    cleanUp();
    operationEnd.fail(errors);
  };
  try {
    const delivery = paceDelivery(
      createDelivery({
        outlet: session.outlet,
        client: clientKey(clientOf(session)),
        framing: session.framingOf(clientId),
        plan,
        extensions: operation.extensions,
        maxWaiting: limits.waitingEvents,
        metrics,
        onComplete: () => {
          cleanUp();
          operationEnd.complete();
        },
        onEnd: end,
      }),
      plan.intervalMsOf(operation),
      wallClock,
    );
    cleanups.push(() => delivery.cancel());
    if (plan.policy.audience === 'caller') {
      cleanups.push(session.credentials.onEnd((error) => delivery.fail([error])));
    }
    const context = pipeline.contextFor(clientOf(session), correlationId);
    cleanups.push(hub.subscribe({ plan, operation, context, subscriber: delivery }));
  } catch (error) {
    end([presentError(error, log)]);
  }
  return cleanUp;
}
