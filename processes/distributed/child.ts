import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { backoffMs, type BackoffSettings } from '#platform/retry/backoff.ts';
import { pollUntil } from '#platform/retry/poll.ts';
import type { Clock } from '#platform/time/clock.ts';
import { StartError } from '#platform/process/start-error.ts';
import { NODE_ARGUMENTS } from '../node-arguments.ts';

export interface ChildOptions {
  readonly name: string;
  /** Program file, relative to the project's root. */
  readonly file: string;
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Base URL of its health endpoint, `http://HOST:PORT`. */
  readonly url: string;
  readonly wallClock: Clock;
  readonly print: (line: string) => void;
}

/** A supervised child process. */
export interface Child {
  readonly name: string;
  /** Resolves once the process is ready. Throws StartError when it ends before that or misses the deadline. */
  ready(deadlineMs: number): Promise<void>;
  /** Stops the process with SIGTERM, then SIGKILL after a deadline. Resolves once it has ended. */
  stop(): Promise<void>;
}

const READINESS_POLL_MS = 100;
const STOP_DEADLINE_MS = 25_000;
/** Limits restarts: each start takes about a second of processor time. */
const BACKOFF: BackoffSettings = { firstMs: 200, maxMs: 10_000 };
/** After running this long, a process that dies restarts with the shortest delay. */
const STABLE_MS = 30_000;

/**
 * Starts a process and, once it has been ready, restarts it whenever it dies, with a growing pause. The child holds an
 * IPC channel to this process: when this process is killed, the channel closes and the child ends by itself.
 */
export function startChild(options: ChildOptions): Child {
  const { name, wallClock, print } = options;
  let hasBeenReady = false;
  let isStopping = false;
  let deaths = 0;
  let running: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  const run = (): void => {
    const startedMs = wallClock.nowMs();
    const child = spawnChild(options);
    running = child;
    ended = once(child, 'exit').then(() => undefined);
    void ended.then(() => {
      running = undefined;
      if (isStopping || !hasBeenReady) return;
      if (wallClock.nowMs() - startedMs > STABLE_MS) deaths = 0;
      deaths += 1;
      const delayMs = backoffMs(deaths, BACKOFF);
      print(`${name} | died (${describeEnd(child)}): restarting in ${delayMs} ms`);
      wallClock.after(delayMs, () => {
        if (!isStopping) run();
      });
    });
  };
  run();
  return {
    name,
    ready: async (deadlineMs) => {
      const check = async (): Promise<boolean> => {
        if (await isReady(options.url)) return true;
        if (!running && !hasBeenReady)
          throw new StartError(`${name} ended before it was ready: see its output above`);
        return false;
      };
      const poll = { clock: wallClock, everyMs: READINESS_POLL_MS, timeoutMs: deadlineMs };
      if (!(await pollUntil(check, poll)))
        throw new StartError(`${name} was not ready within ${deadlineMs / 1000} s: see its output above`);
      hasBeenReady = true;
    },
    stop: async () => {
      isStopping = true;
      const child = running;
      if (!child) return;
      child.kill('SIGTERM');
      const force = wallClock.after(STOP_DEADLINE_MS, () => child.kill('SIGKILL'));
      await ended;
      force.cancel();
    },
  };
}

function spawnChild({ name, file, root, env, print }: ChildOptions): ChildProcess {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, file], {
    cwd: root,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream)
      createInterface(stream).on('line', (line) => print(`${name} | ${line.replace(`${name}: `, '')}`));
  }
  return child;
}

const describeEnd = ({ exitCode, signalCode }: ChildProcess): string => signalCode ?? `exit ${exitCode}`;

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
