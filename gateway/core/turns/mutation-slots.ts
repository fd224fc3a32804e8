import { idleTurn } from '#platform/time/loop-turns.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import type { ActiveClients } from './active-clients.ts';
import { createClientShares } from './client-shares.ts';
import { createClientSlots } from './client-slots.ts';

/** Mutations of a client that run at once, alone and while other clients are active. */
const AT_ONCE_ALONE = 20;
const AT_ONCE_AMONG_OTHERS = 6;
/**
 * Longest wait of a mutation for others of its client. A client that sends more than the broker takes is refused, as beyond a rate: the
 * rates do not know how fast the machine is.
 */
const PATIENCE_MS = 1_000;
/** Mutations of a client that start at once, at once and over time: 20 a second. Those of a person never wait for a flood's limits. */
const SHARE: BucketPolicy = { capacity: 10, windowMs: 500 };
/** Time of a mutation on a machine that is not busy, in milliseconds. */
const QUICK_MS = 50;
const LONGEST_REST_MS = 1_000;

/** Starts the mutations of clients. */
export interface MutationSlots {
  /**
   * Runs a task in a slot of its client.
   *
   * @param waitedMs time that it has waited for other work of its client
   * @returns null when it did not run: it has waited too long
   */
  run<T>(client: string, waitedMs: number, task: () => Promise<T>): Promise<T | null>;
}

/**
 * Creates the slots, for mutations beyond their client's share. A mutation waits for databases and other servers most of its time. This
 * process does not see how busy those are, but that mutations take long: while other clients are active, a slot rests after a slow one for as
 * long as that has taken more than a quick one. So a flood leaves half of a busy machine to others, and loses nothing on another one.
 */
export function createMutationSlots(wallClock: Clock, active: ActiveClients): MutationSlots {
  const slots = createClientSlots(
    (client) => (active.hasOthers(client) ? AT_ONCE_AMONG_OTHERS : AT_ONCE_ALONE),
    Infinity,
  );
  const shares = createClientShares(wallClock, SHARE);
  return {
    run: async (client, waitedMs, task) => {
      active.note(client);
      if (shares.take(client, 1)) return task();
      const arrivedMs = wallClock.nowMs();
      const leave = await slots.enter(client);
      if (waitedMs + wallClock.nowMs() - arrivedMs > PATIENCE_MS) {
        leave?.();
        return null;
      }
      if (slots.isFlooded(client) && active.hasOthers(client)) await idleTurn(wallClock);
      const startMs = wallClock.nowMs();
      try {
        return await task();
      } finally {
        const restMs = Math.min(wallClock.nowMs() - startMs - QUICK_MS, LONGEST_REST_MS);
        if (restMs > 0 && active.hasOthers(client)) wallClock.after(restMs, () => leave?.());
        else leave?.();
      }
    },
  };
}
