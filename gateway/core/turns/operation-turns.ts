import { QueueFull } from '#platform/fair-queue/fair-queue.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { GatewayHooks } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import { createActiveClients } from './active-clients.ts';
import { createClientSlots, type ClientSlots } from './client-slots.ts';
import { clientKey, limitedKeys } from './client-keys.ts';
import type { ClientWork } from './client-work.ts';
import { createHeavyTurns, HEAVY_COST_AT_ONCE } from './heavy-turns.ts';
import { createLightTurns } from './light-turns.ts';
import { createMutationSlots } from './mutation-slots.ts';

/** Work that did not run. `left`: nobody waits for it any more. `busy`: too much work of the client waits. */
export interface NotRun {
  readonly notRun: 'left' | 'busy';
}

/** Decides when the work of each client runs. */
export interface OperationTurns {
  /** Runs a task when it is its client's turn. */
  run<T extends object>(work: ClientWork, task: () => Promise<T>): Promise<T | NotRun>;
  /** Lets messages be read and light operations run, between two parts of a heavy operation. */
  readonly pause: () => Promise<void>;
}

export interface OperationTurnsOptions {
  readonly limits: Pick<Limits, 'operationsPerClient' | 'operationsPerAddress'>;
  readonly limitsAddress: GatewayHooks['limitsAddress'];
  readonly wallClock: Clock;
  /** True when subgraphs are other processes. */
  readonly areSubgraphsRemote: boolean;
}

/** Work up to this cost is light: about a millisecond and a half of a processor. */
export const LIGHT_COST = 600;
/** Cost of heavy work that runs alone, since it leaves the event loop to nothing else: checks and plans of new documents. */
export const SYNCHRONOUS_COST = HEAVY_COST_AT_ONCE;
/** Mutations up to this cost are not heavy: a batch of 100 orders costs less. */
const MUTATION_COST = 6_000;
/** Operations of a client that may wait, for each that may run. Its connections bound them too. */
const WAITING_PER_CLIENT_SLOT = 20;

/** Runs everything at once. */
export const NO_TURNS: OperationTurns = { run: (_work, task) => task(), pause: async () => undefined };

const LEFT: NotRun = { notRun: 'left' };
const BUSY: NotRun = { notRun: 'busy' };

/**
 * Creates the turns of all clients of a gateway.
 *
 * A client, and an address, has a limited number of operations at work; the next ones wait. Of these, light operations run a few
 * at once for each client. Heavy work takes turns: a little of it runs at once, one client after the other and within a client one
 * connection after the other, and after the light work that is running. So a flood of a client delays itself, and another client
 * by about one heavy operation and a few light ones.
 */
export function createOperationTurns(options: OperationTurnsOptions): OperationTurns {
  const { limits, limitsAddress, wallClock, areSubgraphsRemote } = options;
  const fixedSlots = (slots: number) => createClientSlots(() => slots, WAITING_PER_CLIENT_SLOT * slots);
  const ofClients = fixedSlots(limits.operationsPerClient);
  const ofAddresses = fixedSlots(limits.operationsPerAddress);
  const active = createActiveClients(wallClock);
  const mutations = createMutationSlots(wallClock, active);
  const light = createLightTurns({ wallClock, active, areSubgraphsRemote });
  const heavy = createHeavyTurns({ light, active, wallClock });

  const runNow = async <T extends object>(work: ClientWork, task: () => Promise<T>): Promise<T | NotRun> => {
    const { client, origin, cost, isMutation = false } = work;
    const unlessLeft = async (): Promise<T | NotRun> => (origin.isGone() ? LEFT : task());
    if (origin.isGone()) return LEFT;
    if (isMutation && cost <= MUTATION_COST) return mutations.run(clientKey(client), unlessLeft);
    if (cost <= LIGHT_COST) return light.run(client, cost, unlessLeft);
    try {
      return await heavy.run(work, unlessLeft);
    } catch (error) {
      if (error instanceof QueueFull) return BUSY;
      throw error;
    }
  };
  return {
    pause: heavy.pause,
    run: (work, task) => {
      const { subject, network } = limitedKeys(work.client, limitsAddress);
      const slots = [
        [ofClients, subject ?? network],
        [ofAddresses, network],
      ] as const;
      return inSlots(slots, () => runNow(work, task));
    },
  };
}

/** Runs a task in a slot of each key that is not null. */
async function inSlots<T>(
  slots: readonly (readonly [ClientSlots, string | null])[],
  task: () => Promise<T>,
): Promise<T | NotRun> {
  const [first, ...rest] = slots;
  if (!first) return task();
  const [ofKey, key] = first;
  if (key === null) return inSlots(rest, task);
  const leave = await ofKey.enter(key);
  if (!leave) return BUSY;
  try {
    return await inSlots(rest, task);
  } finally {
    leave();
  }
}
