import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { OrderStore, OrderTransaction } from '../store/store.ts';

/** The failure of a process that crashes. All its calls fail from one step on: before the step takes effect, or after. */
export class Crash extends Error {}

/** Methods of a transaction that send a statement and return nothing. */
const SENDING: ReadonlySet<string | symbol> = new Set<keyof OrderTransaction>([
  'saveOrders',
  'addExecutions',
  'addFacts',
  'addCommands',
  'saveInbox',
]);

export interface CrashingProcess {
  readonly store: OrderStore;
  readonly wallet: WalletRpc;
  /** Calls so far, failed calls included. */
  steps(): number;
}

export function crashingProcess(
  store: OrderStore,
  wallet: WalletRpc,
  crashesAt: number,
  when: 'before' | 'after',
): CrashingProcess {
  let steps = 0;
  const guarded = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const method: unknown = Reflect.get(object, name);
        if (typeof method !== 'function') return method;
        const begin = (): number => {
          steps += 1;
          if (steps > crashesAt || (steps === crashesAt && when === 'before')) throw new Crash(String(name));
          return steps;
        };
        const end = (step: number): void => {
          if (step === crashesAt) throw new Crash(String(name));
        };
        if (SENDING.has(name))
          return (...args: unknown[]): void => {
            const step = begin();
            Reflect.apply(method, object, args);
            end(step);
          };
        return async (...args: unknown[]): Promise<unknown> => {
          const step = begin();
          const inner =
            name === 'transaction'
              ? [(tx: OrderTransaction) => (args[0] as (tx: OrderTransaction) => unknown)(guarded(tx))]
              : args;
          const result: unknown = await Reflect.apply(method, object, inner);
          end(step);
          return result;
        };
      },
    });
  return { store: guarded(store), wallet: guarded(wallet), steps: () => steps };
}
