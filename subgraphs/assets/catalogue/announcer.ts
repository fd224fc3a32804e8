import { instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { AssetsStore } from '../store/store.ts';

/** Tells the other parts about instruments that have changed: an outbox whose rows are the instruments themselves. */
export interface Announcer {
  /** Tells everything again, for a topic that may have been lost. Throws when the log does not take it. */
  announceAll(): Promise<void>;
  /** Tells what has not been told, now and again until it is. */
  announceSoon(): void;
  stop(): Promise<void>;
}

export interface AnnouncerDependencies {
  readonly store: AssetsStore;
  readonly eventLog: Pick<EventLog, 'append'>;
  readonly wallClock: Clock;
  readonly log: Log;
}

const RETRY_MS = 1_000;

export function createAnnouncer({ store, eventLog, wallClock, log }: AnnouncerDependencies): Announcer {
  let retry: Alarm | null = null;
  let stopped = false;
  let running = Promise.resolve();

  const announce = async (instruments: readonly Instrument[]): Promise<void> => {
    if (instruments.length === 0) return;
    const records = instruments.map((instrument) => ({
      key: instrument.ticker,
      value: instrumentFactCodec.encode({ v: 1, ...instrument }),
    }));
    await eventLog.append(TOPICS.instruments, records);
    await store.markAnnounced(instruments);
  };
  const announceSoon = (): void => {
    if (stopped) return;
    retry?.cancel();
    running = running
      .then(async () => announce(await store.unannounced()))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'instruments could not be announced; trying again');
        if (!stopped) retry = wallClock.after(RETRY_MS, announceSoon);
      });
  };
  return {
    announceAll: async () => announce(await store.instruments()),
    announceSoon,
    stop: async () => {
      stopped = true;
      retry?.cancel();
      await running;
    },
  };
}
