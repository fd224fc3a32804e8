import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import path from 'node:path';
import type { AttackOrder, AttackReport } from './messages.ts';

/** The attacker as a process of its own. */
export interface AttackerProcess {
  run(order: AttackOrder): Promise<AttackReport>;
  stop(): void;
}

/**
 * Lower than the broker and the innocent client: on few processors the attacker would otherwise take their time, and the
 * campaign would measure that instead of the broker.
 */
const PRIORITY = 10;
/** Time to prepare an attack and for its last answers, beyond its own time. */
const GRACE_SECONDS = 60;

const main = path.join(import.meta.dirname, 'main.ts');

/** Starts the process. A run that does not end in time is ended with it, and the next one starts another process. */
export function createAttackerProcess(): AttackerProcess {
  let current: Promise<ChildProcess> | null = null;
  const stop = (): void => {
    void current?.then((child) => child.kill('SIGKILL'));
    current = null;
  };
  return {
    run: async (order) => {
      current ??= start();
      const child = await current;
      child.send(order);
      const deadline = AbortSignal.timeout((order.seconds + GRACE_SECONDS) * 1_000);
      const report = once(child, 'message', { signal: deadline }) as Promise<[AttackReport]>;
      const ended = once(child, 'exit', { signal: deadline }).then(() => 'ended' as const);
      try {
        const first = await Promise.race([report, ended]);
        if (first !== 'ended') return first[0];
        stop();
        return { kind: 'failed', message: 'the attacker ended by itself' };
      } catch {
        stop();
        return { kind: 'failed', message: `no report within ${order.seconds + GRACE_SECONDS} s` };
      } finally {
        void Promise.allSettled([report, ended]);
      }
    },
    stop,
  };
}

async function start(): Promise<ChildProcess> {
  const child = fork(main, [], { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  if (child.pid !== undefined) setPriority(child.pid, PRIORITY);
  return child;
}
