import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import type { Clock } from '#platform/time/clock.ts';
import { turnsOf } from './client-keys.ts';
import type { LightTurns } from './light-turns.ts';
import type { ClientWork } from './operation-turns.ts';
import { settledWithin } from './settled-within.ts';

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

/** Creates the turns: one client after the other, within a client one connection after the other, and after the light work. */
export function createHeavyTurns(light: Pick<LightTurns, 'untilIdle'>, wallClock: Clock): HeavyTurns {
  const queue = createFairQueue({ concurrency: HEAVY_COST_AT_ONCE, maxWaiting: MAX_WAITING });
  const nameOf = createNames();
  const pause = async (): Promise<void> => {
    await idleTurn(wallClock);
    await light.untilIdle();
  };
  return {
    pause,
    run: async ({ client, origin, cost }, task) => {
      // An array: the result of the task itself must not be awaited in the turn.
      const started = await queue.run(
        ['heavy', ...turnsOf(client), nameOf(origin.connection)],
        async () => {
          await pause();
          const running = task();
          await settledWithin(running, TURN_MS, wallClock);
          return [running] as const;
        },
        cost,
      );
      return started[0];
    },
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
