import { instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import type { BackgroundTask } from '#platform/background/background-task.ts';
import { startOutboxRelay } from '#platform/background/outbox-relay.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { AssetsStore } from '../store/store.ts';

export interface InstrumentRelayDependencies {
  readonly store: AssetsStore;
  readonly eventLog: Pick<EventLog, 'append'>;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Publishes every instrument again, in case the topic was lost. Throws when the event log fails. */
export async function publishAllInstruments({
  store,
  eventLog,
}: Pick<InstrumentRelayDependencies, 'store' | 'eventLog'>): Promise<void> {
  const instruments = await store.instruments();
  await publish(eventLog, instruments);
  await store.markPublished(instruments);
}

/** Starts the relay of changed instruments: an outbox whose rows are the instruments themselves. */
export const startInstrumentRelay = (dependencies: InstrumentRelayDependencies): BackgroundTask => {
  const { store, eventLog, wallClock, log } = dependencies;
  return startOutboxRelay<Instrument>({
    name: 'instrument relay',
    drain: async (limit, publishBatch) => {
      const instruments = await store.unpublished(limit);
      if (instruments.length === 0) return 0;
      await publishBatch(instruments);
      await store.markPublished(instruments);
      return instruments.length;
    },
    publish: (instruments) => publish(eventLog, instruments),
    clock: wallClock,
    log,
  });
};

const publish = (
  eventLog: InstrumentRelayDependencies['eventLog'],
  instruments: readonly Instrument[],
): Promise<void> =>
  eventLog.append(
    TOPICS.instruments,
    instruments.map((instrument) => ({
      key: instrument.ticker,
      value: instrumentFactCodec.encode({ v: 1, ...instrument }),
    })),
  );
