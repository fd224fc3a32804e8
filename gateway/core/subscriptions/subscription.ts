import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Random } from '#platform/random.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { PresentError } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { RequestContext } from '../federation/request-context.ts';
import type { GatewayHooks } from '../hooks.ts';
import type { PricedOperation } from '../operations/accept-request.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { DeliveryPace } from '../turns/delivery-pace.ts';
import type { StreamTurns } from '../turns/streams/stream-turns.ts';
import type { SubscriptionPlan } from './plan.ts';
import type { UpstreamPlaces } from './upstreams/upstream-places.ts';
import type { Subscriber } from './shared-stream.ts';

/** The dependencies of all streams. */
export interface HubDependencies extends StreamTurns {
  /** Common to the hubs of all graphs. */
  readonly upstreams: UpstreamPlaces;
  /** Pace of the deliveries, common to the hubs of all graphs. */
  readonly deliveryPace: DeliveryPace;
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
  readonly operation: PreparedOperation & Pick<PricedOperation, 'cost'>;
  readonly context: RequestContext;
  readonly subscriber: Subscriber;
}
