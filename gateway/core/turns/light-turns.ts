import { createFairQueue } from '#platform/fair-queue/fair-queue.ts';
import { idleTurn } from '#platform/time/loop-turns.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import type { Client } from '../hooks.ts';
import type { ActiveClients } from './active-clients.ts';
import { clientKey, turnsOf } from './client-keys.ts';
import { createClientShares } from './client-shares.ts';
import { createClientSlots } from './client-slots.ts';
import { createLoopPace } from '#platform/time/loop-pace.ts';
import { settledWithin } from '#platform/time/settled-within.ts';

/** Cost of the light operations of all clients that run at once: each slows the others by its share of the processor. */
const COST_AT_ONCE = 1_200;
/** The least that an operation counts, so that at most six run at once: small ones cost their way through the process, too. */
const LEAST_COST = 200;
/** Operations of a client that run at once, alone and while other clients are active: each runs between the parts of the others. */
const AT_ONCE_ALONE = COST_AT_ONCE / LEAST_COST;
const AT_ONCE_AMONG_OTHERS = 2;
/** Time after which a running operation leaves its turn: it then waits for a subgraph, which must not hold up others. */
const TURN_MS = 50;
/** The same where subgraphs are other processes: an operation computes a millisecond or two here, and waits for the rest of its time. */
const REMOTE_TURN_MS = 15;
/**
 * Operations of the least cost that a client runs without its own limits, at once and over time: 100 a second. On a machine that other
 * programs keep busy an operation holds its turn for long, and few at once would be less than a client with a screen needs.
 */
const SHARE: BucketPolicy = { capacity: 20, windowMs: 200 };
/** Longest time that heavy work waits for light work: what takes longer waits for a subgraph itself. */
const PATIENCE_MS = 50;

/** The turns of light operations. */
export interface LightTurns {
  /** Runs a task of this cost when it is the turn of its client. */
  run<T>(client: Client, cost: number, task: () => Promise<T>): Promise<T>;
  /** Resolves when no light operation runs, and after PATIENCE_MS at the latest. */
  untilIdle(): Promise<void>;
}

export interface LightTurnsOptions {
  readonly wallClock: Clock;
  readonly active: ActiveClients;
  /** True when subgraphs are other processes. */
  readonly areSubgraphsRemote: boolean;
}

/**
 * Creates the turns: a few operations run at once, one client after the other. The number of waiting ones is not bounded here, but
 * by the operations that each client may have at work.
 */
export function createLightTurns({ wallClock, active, areSubgraphsRemote }: LightTurnsOptions): LightTurns {
  const shares = createClientShares(wallClock, SHARE);
  const ofClients = createClientSlots(
    (client) => (active.hasOthers(client) ? AT_ONCE_AMONG_OTHERS : AT_ONCE_ALONE),
    Infinity,
  );
  const queue = createFairQueue({ concurrency: COST_AT_ONCE, maxWaiting: Infinity });
  const nextLoopTurn = createLoopPace();
  const running = createRunning(wallClock);
  /** Cost of the operations that have a turn, or wait for one. */
  let taken = 0;
  return {
    run: async (of, cost, task) => {
      const client = clientKey(of);
      active.note(client);
      const weight = Math.max(cost, LEAST_COST);
      const isWithinShare = shares.take(client, weight / LEAST_COST);
      const mustWait = (!isWithinShare && ofClients.isFull(client)) || taken + weight > COST_AT_ONCE;
      taken += weight;
      const leaveClient = isWithinShare ? null : await ofClients.enter(client);
      // The work of others that has begun ends before a client that floods goes on.
      if (!isWithinShare && ofClients.isFlooded(client) && active.hasOthers(client))
        await idleTurn(wallClock);
      const turnMs = isWithinShare && areSubgraphsRemote ? REMOTE_TURN_MS : TURN_MS;
      // An array: the result of the task itself must not be awaited in the turn.
      const turn = async () => {
        // Messages of other clients are read between two operations that have waited.
        if (mustWait) await nextLoopTurn();
        const result = running.start(task);
        await settledWithin(result, turnMs, wallClock);
        taken -= weight;
        leaveClient?.();
        return [result] as const;
      };
      const [result] = await queue.run(['light', ...turnsOf(of)], turn, weight);
      return result;
    },
    untilIdle: running.untilIdle,
  };
}

/** Counts the operations that run. */
function createRunning(wallClock: Clock) {
  const waiting = new Set<() => void>();
  let running = 0;
  return {
    start: async <T>(task: () => Promise<T>): Promise<T> => {
      running += 1;
      try {
        return await task();
      } finally {
        running -= 1;
        if (running === 0) for (const resume of [...waiting]) resume();
      }
    },
    untilIdle: async (): Promise<void> => {
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        const resume = (): void => {
          waiting.delete(resume);
          alarm.cancel();
          resolve();
        };
        const alarm = wallClock.after(PATIENCE_MS, resume);
        waiting.add(resume);
      });
    },
  };
}
