import { setImmediate } from 'node:timers/promises';
import { createFairQueue, QueueFull } from '#platform/fair-queue/fair-queue.ts';
import { clientNetwork } from '#platform/http/client-address.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import { createClientSlots, type ClientSlots } from './client-slots.ts';
import { createLightWork } from './light-work.ts';

/** The connection on which an operation came. */
export interface Origin {
  /** Stands for the connection: an HTTP connection's socket, or the session of a WebSocket. */
  readonly connection: object;
  /** True once nobody waits for the answer: the connection is gone, or the client has left the operation. */
  isGone(): boolean;
}

/** Work of the gateway for a client. */
export interface ClientWork {
  readonly client: Client;
  readonly origin: Origin;
  /** Estimated work, in the units of an operation's cost: 400 take about a millisecond of a processor. */
  readonly cost: number;
}

/** Work that did not run. `left`: nobody waits for it any more. `busy`: too much work of the client waits. */
export interface NotRun {
  readonly notRun: 'left' | 'busy';
}

/** Decides when the work of each client runs. */
export interface OperationTurns {
  /** Runs a task when it is its client's turn. */
  run<T extends object>(work: ClientWork, task: () => Promise<T>): Promise<T | NotRun>;
}

export interface OperationTurnsOptions {
  readonly limits: Pick<Limits, 'operationsPerClient' | 'operationsPerAddress'>;
  readonly limitsAddress: GatewayHooks['limitsAddress'];
  readonly wallClock: Clock;
}

/** Work up to this cost runs without a turn: about a millisecond and a half of a processor. */
export const LIGHT_COST = 600;
/** Cost of the heavy work that runs at once: about ten milliseconds of a processor. A heavier operation runs alone. */
const HEAVY_COST_AT_ONCE = 4_000;
/** Heavy work of all clients that may wait. */
const MAX_HEAVY_WAITING = 2_000;
/** Operations of a client that may wait, for each that may run. Its connections bound them too. */
const WAITING_PER_CLIENT_SLOT = 20;
/** Time after which running heavy work leaves its turn: it then waits for a subgraph, which must not hold up others. */
const TURN_MS = 250;

const LEFT: NotRun = { notRun: 'left' };
const BUSY: NotRun = { notRun: 'busy' };

/**
 * Creates the turns of all clients of a gateway.
 *
 * A client, and an address, has a limited number of operations at work; the next ones wait. Heavy work besides takes turns: a
 * little of it runs at once, one client after the other and within a client one connection after the other, and after the
 * light work that is running. So a flood of heavy operations delays itself, and anybody else by about one of them.
 */
export function createOperationTurns(options: OperationTurnsOptions): OperationTurns {
  const { limits, limitsAddress, wallClock } = options;
  const ofClients = createClientSlots(limits.operationsPerClient, WAITING_PER_CLIENT_SLOT);
  const ofAddresses = createClientSlots(limits.operationsPerAddress, WAITING_PER_CLIENT_SLOT);
  const heavy = createFairQueue({ concurrency: HEAVY_COST_AT_ONCE, maxWaiting: MAX_HEAVY_WAITING });
  const light = createLightWork(wallClock);
  const names = createNames();

  const runHeavy = async <T extends object>(
    work: ClientWork,
    task: () => Promise<T>,
  ): Promise<T | NotRun> => {
    let running: Promise<T> | null = null;
    const place = ['heavy', fairnessKey(work.client), names.of(work.origin.connection)] as const;
    const turn = async (): Promise<void> => {
      // Messages of other clients are read between two pieces of heavy work.
      await setImmediate();
      await light.untilIdle();
      if (work.origin.isGone()) return;
      running = task();
      await settledWithin(running, TURN_MS, wallClock);
    };
    try {
      await heavy.run(place, turn, work.cost);
    } catch (error) {
      if (error instanceof QueueFull) return BUSY;
      throw error;
    }
    return running ?? LEFT;
  };
  const runInSlots = async <T extends object>(
    work: ClientWork,
    task: () => Promise<T>,
    slots: readonly (readonly [ClientSlots, string | null])[],
  ): Promise<T | NotRun> => {
    const [first, ...rest] = slots;
    if (!first) {
      if (work.origin.isGone()) return LEFT;
      return work.cost <= LIGHT_COST ? light.run(task) : runHeavy(work, task);
    }
    const [ofKey, key] = first;
    if (key === null) return runInSlots(work, task, rest);
    const leave = await ofKey.enter(key);
    if (!leave) return BUSY;
    try {
      return await runInSlots(work, task, rest);
    } finally {
      leave();
    }
  };
  return {
    run: (work, task) => {
      const { subject, network } = keysOf(work.client, limitsAddress);
      return runInSlots(work, task, [
        [ofClients, subject ?? network],
        [ofAddresses, network],
      ]);
    },
  };
}

interface Keys {
  /** Null for an anonymous client. */
  readonly subject: string | null;
  /** Null for an address without limits. */
  readonly network: string | null;
}

function keysOf({ caller, address }: Client, limitsAddress: GatewayHooks['limitsAddress']): Keys {
  const subject = caller?.subject ?? null;
  return {
    subject: subject === null ? null : `user ${subject}`,
    network: address !== null && limitsAddress(address) ? `address ${clientNetwork(address)}` : null,
  };
}

/** The group of a client in the turns: its user, or its address whether that is limited or not. */
function fairnessKey({ caller, address }: Client): string {
  const subject = caller?.subject ?? null;
  if (subject !== null) return `user ${subject}`;
  return address === null ? 'unknown' : `address ${clientNetwork(address)}`;
}

/** Resolves when a task has ended, in whatever way, or the time is over. */
function settledWithin(task: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const alarm = clock.after(ms, resolve);
    const end = (): void => {
      alarm.cancel();
      resolve();
    };
    task.then(end, end);
  });
}

/** Names of connections. */
interface Names {
  of(connection: object): string;
}

function createNames(): Names {
  const names = new WeakMap<object, string>();
  let count = 0;
  return {
    of: (connection) => {
      const name = names.get(connection) ?? String((count += 1));
      names.set(connection, name);
      return name;
    },
  };
}
