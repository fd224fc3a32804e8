import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import path from 'node:path';
import type { AttackOrder, AttackReport } from './messages.ts';

/** The attacker as a process of its own. */
export interface AttackerProcess {
  run(order: AttackOrder): Promise<AttackReport>;
  stop(): void;
}

/**
 * The lowest: an attacker computes on a machine of its own. On few processors it would otherwise take the time of the
 * broker and of the innocent client, and the campaign would measure that instead of the broker.
 */
const PRIORITY = 19;
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
      const done = new AbortController();
      const signal = AbortSignal.any([
        done.signal,
        AbortSignal.timeout((order.seconds + GRACE_SECONDS) * 1_000),
      ]);
      const report = once(child, 'message', { signal }) as Promise<[AttackReport]>;
      const ended = once(child, 'exit', { signal }).then(() => 'ended' as const);
      try {
        const first = await Promise.race([report, ended]);
        if (first !== 'ended') return first[0];
        stop();
        return { kind: 'failed', message: 'the attacker ended by itself' };
      } catch (error) {
        stop();
        if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
        return { kind: 'failed', message: `no report within ${order.seconds + GRACE_SECONDS} s` };
      } finally {
        void Promise.allSettled([report, ended]);
        done.abort();
      }
    },
    stop,
  };
}

/**
 * Starts the attacker in a session of its own. Linux with autogroups shares the processors among sessions first: a priority
 * counts within its session alone, so the session gets the priority too.
 */
async function start(): Promise<ChildProcess> {
  const child = fork(main, [], { execArgv: ['--import', 'tsx'], detached: true });
  await once(child, 'message');
  if (child.pid === undefined) return child;
  setPriority(child.pid, PRIORITY);
  // The file exists on Linux with autogroups alone.
  await writeFile(`/proc/${child.pid}/autogroup`, String(PRIORITY)).catch(() => undefined);
  return child;
}
