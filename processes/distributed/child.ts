import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { backoffMs, type BackoffSettings } from '#platform/retry/backoff.ts';
import { pollUntil } from '#platform/retry/poll.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import { SPARE_ENVIRONMENT, startSpare } from '#platform/process/spare.ts';
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
  /** Keeps a second process that is ready to start, and starts it at once when the first dies. Default: false. */
  readonly hasSpare?: boolean;
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
/** After running this long, a process that dies restarts with the shortest delay: its start took a tenth of a processor at most. */
const STABLE_MS = 10_000;

/** A spare process loads its program this long after the start of the first: the two do not compete for the processor. */
const SPARE_DELAY_MS = 2_000;

/**
 * Starts a process and, once it has been ready, restarts it whenever it dies, with a growing pause, or starts its spare. The
 * child holds an IPC channel to this process: when this process is killed, the channel closes and the child ends by itself.
 */
export function startChild(options: ChildOptions): Child {
  const { name, wallClock, print } = options;
  let hasBeenReady = false;
  let isStopping = false;
  let deaths = 0;
  let running: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  const spare = createSpare(options);
  const run = (child: ChildProcess): void => {
    const startedMs = wallClock.nowMs();
    running = child;
    ended = once(child, 'exit').then(() => undefined);
    void ended.then(() => {
      running = undefined;
      if (isStopping || !hasBeenReady) return;
      if (wallClock.nowMs() - startedMs > STABLE_MS) deaths = 0;
      deaths += 1;
      const next = spare.give();
      if (next) startSpare(next);
      const delayMs = next ? 0 : backoffMs(deaths, BACKOFF);
      print(
        `${name} | died (${describeEnd(child)}): ${next ? 'its spare starts' : `restarting in ${delayMs} ms`}`,
      );
      if (next) run(next);
      else wallClock.after(delayMs, () => isStopping || run(spawnChild(options)));
    });
    if (hasBeenReady) spare.make();
  };
  run(spawnChild(options));
  return {
    name,
    ready: async (deadlineMs) => {
      await untilReady(options, deadlineMs, () => running !== undefined || hasBeenReady);
      if (!hasBeenReady) spare.make();
      hasBeenReady = true;
    },
    stop: async () => {
      isStopping = true;
      const children = [running, spare.give()].filter((child) => child !== undefined);
      await Promise.all(children.map((child) => stopProcess(child, wallClock)));
    },
  };
}

/** The spare process of a child; none without `hasSpare`. */
function createSpare(options: ChildOptions) {
  let process: ChildProcess | undefined;
  let making: Alarm | undefined;
  const make = (): void => {
    making?.cancel();
    if (options.hasSpare) making = options.wallClock.after(SPARE_DELAY_MS, spawnSpare);
  };
  const spawnSpare = (): void => {
    const child = spawnChild({ ...options, env: { ...options.env, ...SPARE_ENVIRONMENT } });
    process = child;
    child.once('exit', () => {
      if (process !== child) return;
      process = undefined;
      make();
    });
  };
  return {
    make,
    /** Gives the spare process away; undefined when there is none. */
    give: (): ChildProcess | undefined => {
      making?.cancel();
      const child = process;
      process = undefined;
      return child;
    },
  };
}

async function untilReady(
  { name, url, wallClock }: ChildOptions,
  deadlineMs: number,
  mayBecomeReady: () => boolean,
): Promise<void> {
  const check = async (): Promise<boolean> => {
    if (await isReady(url)) return true;
    if (!mayBecomeReady()) throw new StartError(`${name} ended before it was ready: see its output above`);
    return false;
  };
  const poll = { clock: wallClock, everyMs: READINESS_POLL_MS, timeoutMs: deadlineMs };
  if (!(await pollUntil(check, poll)))
    throw new StartError(`${name} was not ready within ${deadlineMs / 1000} s: see its output above`);
}

async function stopProcess(child: ChildProcess, wallClock: Clock): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const force = wallClock.after(STOP_DEADLINE_MS, () => child.kill('SIGKILL'));
  await exit;
  force.cancel();
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
