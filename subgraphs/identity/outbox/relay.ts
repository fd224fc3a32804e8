import { revocationCodec, type Revocation } from '#contracts/messages/identity-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { BackgroundTask } from '#platform/background/background-task.ts';
import { startOutboxRelay } from '#platform/background/outbox-relay.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdentityStore } from '../store/store.ts';

/** Starts the relay that publishes revocations from the outbox to Kafka, in order and at least once. */
export const startRelay = (
  store: IdentityStore,
  eventLog: EventLog,
  wallClock: Clock,
  log: Log,
): BackgroundTask =>
  startOutboxRelay<Revocation>({
    name: 'relay of revocations',
    drain: (limit, publish) => store.drainOutbox(limit, publish),
    publish: (revocations) =>
      eventLog.append(
        TOPICS.identityRevocations,
        revocations.map((fact) => ({ key: fact.userId, value: revocationCodec.encode(fact) })),
      ),
    clock: wallClock,
    log,
  });
