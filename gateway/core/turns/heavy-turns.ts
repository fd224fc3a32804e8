import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import type { ActiveClients } from './active-clients.ts';
import { clientKey, turnsOf } from './client-keys.ts';
import type { LightTurns } from './light-turns.ts';
import type { ClientWork } from './client-work.ts';
import { settledWithin } from '#platform/time/settled-within.ts';

/** Cost of the heavy work that runs at once: about five milliseconds of a processor. A heavier operation runs alone. */
export const HEAVY_COST_AT_ONCE = 2_000;
/** Heavy work of all clients that may wait. */
const MAX_WAITING = 2_000;
/** Time after which running heavy work leaves its turn: it then waits for a subgraph, which must not hold up others. */
const TURN_MS = 250;

/** The turns of heavy work. */
export interface HeavyTurns {
  /** Runs a task when it is its turn. Rejects with QueueFull when too much heavy work waits. */
  run<T>(work: ClientWork, task: () => Promise<T>): Promise<T>;
  /** Resolves when the event loop has nothing else to do, or after some busy turns of it, and no light work runs. */
  readonly pause: () => Promise<void>;
}

interface HeavyTurnsOptions {
  readonly light: Pick<LightTurns, 'untilIdle'>;
  /** Those with light work or mutations. */
  readonly active: Pick<ActiveClients, 'hasOthers'>;
  readonly wallClock: Clock;
}

/**
 * Creates the turns: one client after the other, within a client one connection after the other, and after the light work. While other
 * clients have light work, heavy work rests for as long as it has taken, so that it leaves half of the time to them.
 */
export function createHeavyTurns({ light, active, wallClock }: HeavyTurnsOptions): HeavyTurns {
  const queue = createFairQueue({ concurrency: HEAVY_COST_AT_ONCE, maxWaiting: MAX_WAITING });
  const nameOf = createNames();
  const pause = async (): Promise<void> => {
    await idleTurn(wallClock);
    await light.untilIdle();
  };
  return {
    pause,
    run: ({ client, origin, cost }, task) =>
      new Promise((resolve, reject) => {
        const turn = async (): Promise<void> => {
          await pause();
          const startMs = wallClock.nowMs();
          const running = task();
          running.then(resolve, reject);
          await settledWithin(running, TURN_MS, wallClock);
          if (active.hasOthers(clientKey(client))) await delay(wallClock, wallClock.nowMs() - startMs);
        };
        queue.run(['heavy', ...turnsOf(client), nameOf(origin.connection)], turn, cost).catch(reject);
      }),
  };
}

/** Names connections. */
function createNames(): (connection: object) => string {
  const names = new WeakMap<object, string>();
  let count = 0;
  return (connection) => {
    const name = names.get(connection) ?? String((count += 1));
    names.set(connection, name);
    return name;
  };
}
