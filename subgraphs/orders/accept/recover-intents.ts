import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { startBackgroundTask, type BackgroundTask } from '#platform/background/background-task.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import { INTENT_LEASE_MS } from './intents.ts';
import type { AbandonedReservation, OrderStore } from '../store/store.ts';

const EVERY_MS = 2_000;
const BATCH = 200;

/** The dependencies of recovery. */
export interface RecoveryDependencies {
  readonly store: OrderStore;
  readonly wallet: WalletRpc;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Starts recovery: it runs now, when woken, and every two seconds. */
export const startRecovery = (dependencies: RecoveryDependencies): BackgroundTask => {
  const { wallClock, log } = dependencies;
  return startBackgroundTask({
    name: 'recovery of intents',
    run: () => recover(dependencies),
    schedule: (start) => wallClock.after(EVERY_MS, start),
    clock: wallClock,
    log,
  });
};

/**
 * Cleans up after a crash: abandons intents whose lease is over, then voids their reservations. An abandoned intent can
 * no longer become an order, and the wallet never reserves for a voided id again. So a crash after any step leaves no
 * reservation without an order.
 */
export async function recover({ store, wallet, wallClock, log }: RecoveryDependencies): Promise<void> {
  const abandoned = await store.abandonIntentsBefore(wallClock.nowMs() - INTENT_LEASE_MS);
  if (abandoned > 0) log.warn({ abandoned }, 'recovery abandoned intents whose lease is over');
  for (;;) {
    const reservations = await store.abandonedReservations(BATCH);
    for (const [correlationId, ids] of byCorrelation(reservations)) {
      await wallet.voidReservations({ reservationIds: ids, correlationId });
      await store.forgetAbandoned(ids);
    }
    if (reservations.length < BATCH) return;
  }
}

function byCorrelation(reservations: readonly AbandonedReservation[]): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { correlationId, reservationId } of reservations) {
    const group = groups.get(correlationId) ?? [];
    group.push(reservationId);
    groups.set(correlationId, group);
  }
  return groups;
}
