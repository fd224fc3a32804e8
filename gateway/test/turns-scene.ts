import { setImmediate } from 'node:timers/promises';
import { isLoopback } from '#platform/http/client-address.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { Caller, Client } from '../core/hooks.ts';
import type { Origin } from '../core/turns/client-work.ts';
import { createOperationTurns } from '../core/turns/operation-turns.ts';

export const HEAVY_COST = 20_000;
/** Cost of an operation of which six run at once. */
export const SMALL_COST = 200;
export const user = (subject: string, address = '127.0.0.1'): Client => ({
  caller: { subject } as Caller,
  address,
});
export const anonymous = (address = '127.0.0.1'): Client => ({ caller: null, address });
export const connection = (isGone = () => false): Origin => ({ connection: {}, isGone });

/** Turns whose work ends when the test says so. */
export function createTurnsScene(
  limits = { operationsPerClient: 20, operationsPerAddress: 200 },
  areSubgraphsRemote = false,
) {
  const clock = createManualClock(0);
  const limitsAddress = (address: string): boolean => !isLoopback(address);
  const turns = createOperationTurns({ limits, limitsAddress, wallClock: clock, areSubgraphsRemote });
  const started: string[] = [];
  const notRun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (
    name: string,
    client: Client,
    { cost = SMALL_COST, origin = connection(), isMutation = false } = {},
  ): void => {
    const task = (): Promise<object> => {
      started.push(name);
      return new Promise<object>((resolve) => ends.set(name, () => resolve({})));
    };
    void turns.run({ client, origin, cost, isMutation }, task).then((result) => {
      if ('notRun' in result) notRun.push(`${name} ${result.notRun}`);
    });
  };
  /** Uses up the share of a client in light operations, or in mutations. */
  const spend = async (client: Client, isMutation = false): Promise<void> => {
    for (let index = 0; index < (isMutation ? 10 : 20); index += 1)
      await turns.run({ client, origin: connection(), cost: SMALL_COST, isMutation }, async () => ({}));
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await settle();
  };
  return { turns, clock, started, notRun, run, spend, settle, end, ends };
}
