import { idleTurn } from '#platform/time/loop-turns.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import type { ActiveClients } from './active-clients.ts';
import { createClientShares } from './client-shares.ts';
import { createClientSlots } from './client-slots.ts';

/** Mutations of a client that run at once, alone and while other clients are active. */
const AT_ONCE_ALONE = 20;
const AT_ONCE_AMONG_OTHERS = 6;
/** Mutations of a client that start without these limits, at once and over time: 20 a second. Those of a person never wait. */
const SHARE: BucketPolicy = { capacity: 10, windowMs: 500 };

/** Starts the mutations of clients. */
export interface MutationSlots {
  /** Runs a task in a slot of its client. */
  run<T>(client: string, task: () => Promise<T>): Promise<T>;
}

/**
 * Creates the slots, for mutations beyond their client's share. A mutation waits for databases and other servers most of its time: those
 * of all clients run at once, and only the number of each client is limited.
 */
export function createMutationSlots(wallClock: Clock, active: ActiveClients): MutationSlots {
  const slots = createClientSlots(
    (client) => (active.hasOthers(client) ? AT_ONCE_AMONG_OTHERS : AT_ONCE_ALONE),
    Infinity,
  );
  const shares = createClientShares(wallClock, SHARE);
  return {
    run: async (client, task) => {
      active.note(client);
      if (shares.take(client, 1)) return task();
      const leave = await slots.enter(client);
      if (slots.isFlooded(client) && active.hasOthers(client)) await idleTurn(wallClock);
      try {
        return await task();
      } finally {
        leave?.();
      }
    },
  };
}
