import { TOPICS } from '#contracts/names.ts';
import { walletFactCodec } from '#contracts/messages/wallet-facts.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { OutboxRow, WalletStore } from '../store/store.ts';

/** Lines published at once. */
const BATCH = 500;
/** How soon a failed run is tried again, and what another instance left behind is looked for. */
const SWEEP_MS = 1_000;

/** Publishes new lines of statements. */
export interface Relay {
  /** There may be something to publish. */
  wake(): void;
  /** Finishes the run under way and rests. */
  stop(): Promise<void>;
}

/**
 * Empties the outbox into the topic of wallet facts: published and confirmed first, forgotten then, so that a crash in
 * between publishes twice and never not at all.
 */
export function startRelay(store: WalletStore, eventLog: EventLog, wallClock: Clock, log: Log): Relay {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let sweep: Alarm | null = null;

  const run = async (): Promise<void> => {
    do {
      again = false;
      let drained: number | null = BATCH;
      while (drained === BATCH) drained = await store.drainOutbox(BATCH, (rows) => publish(eventLog, rows));
    } while (again && !stopped);
  };
  const wake = (): void => {
    again = true;
    if (stopped || running) return;
    running = run()
      .catch((error: unknown) => log.warn({ err: error }, 'wallet facts wait: they could not be published'))
      .finally(() => {
        running = null;
        if (stopped) return;
        sweep?.cancel();
        sweep = wallClock.after(SWEEP_MS, wake);
      });
  };
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      sweep?.cancel();
      await running;
    },
  };
}

const publish = (eventLog: EventLog, rows: readonly OutboxRow[]): Promise<void> =>
  eventLog.append(
    TOPICS.walletFacts,
    rows.map(({ fact }) => ({ key: fact.accountId, value: walletFactCodec.encode(fact) })),
  );
