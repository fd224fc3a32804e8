import { TOPICS } from '#contracts/names.ts';
import { walletFactCodec, type WalletFact } from '#contracts/messages/wallet-facts.ts';
import type { BackgroundTask } from '#platform/background/background-task.ts';
import { startOutboxRelay } from '#platform/background/outbox-relay.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { inSlices } from '#platform/time/slice-turns.ts';
import type { WallClock } from '#platform/time/clock.ts';
import type { WalletStore } from '../store/store.ts';

/** Facts that are encoded and sent at once. */
const MAX_FACTS = 200;

/** Starts the relay that publishes outbox rows as wallet facts to Kafka, in order and at least once. */
export const startRelay = (
  store: WalletStore,
  eventLog: EventLog,
  wallClock: WallClock,
  log: Log,
): BackgroundTask =>
  startOutboxRelay<WalletFact>({
    name: 'relay of wallet facts',
    drain: (_limit, publish) => store.publishOutbox(publish),
    publish: (facts) =>
      inSlices(facts, { size: MAX_FACTS, wallClock }, (slice) =>
        eventLog.append(
          TOPICS.walletFacts,
          slice.map((fact) => ({ key: fact.accountId, value: Buffer.from(walletFactCodec.encodeOwn(fact)) })),
        ),
      ),
    clock: wallClock,
    log,
  });
