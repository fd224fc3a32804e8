import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createWallClock, type Clock } from '#platform/time/clock.ts';
import { createDerivedClock } from '#platform/time/derived-clock.ts';
import { aheadBy } from '#test/e2e/support/in-process-broker.ts';
import type { FromBroker, ToBroker } from './messages.ts';

const PROGRAM = path.join(import.meta.dirname, 'broker.ts');

/** A broker in a process of its own, whose clock the campaign steps. */
export interface OwnBroker {
  /** Address of the graph, the same after every start. */
  readonly graph: string;
  /** The clock of the broker. */
  readonly clock: Clock;
  /** Moves the clock on to an instant; does nothing when it has passed. Waits for a broker that starts. */
  goTo(instantMs: number): Promise<void>;
  step(byMs: number): Promise<void>;
  /** SIGKILL, then a start on the same data. Resolves when the broker is ready again. */
  killAndStart(): Promise<void>;
  readonly kills: () => number;
  stop(): Promise<void>;
}

/** Starts a broker on a data folder, with its clock at an instant. */
export async function startOwnBroker(dataDir: string, port: number, startMs: number): Promise<OwnBroker> {
  const machine = createWallClock();
  let aheadMs = startMs - machine.nowMs();
  const clock = createDerivedClock(machine, aheadBy(aheadMs));
  let kills = 0;
  let graph = '';
  const start = async (): Promise<ChildProcess> => {
    const child = fork(PROGRAM, [dataDir, String(port), String(aheadMs)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A terminal's Ctrl-C reaches the campaign alone, which then stops the broker.
      detached: true,
    });
    const message = await next(child);
    if (message.kind === 'ready') ({ graph } = message);
    return child;
  };
  let running = start();
  await running;
  const step = async (byMs: number): Promise<void> => {
    const child = await running;
    aheadMs += byMs;
    clock.remap(aheadBy(aheadMs));
    const done = next(child);
    child.send({ stepMs: byMs } satisfies ToBroker);
    // A killed broker starts with the time of the step.
    await done.catch(() => running);
  };
  return {
    get graph() {
      return graph;
    },
    clock,
    step,
    goTo: async (instantMs) => {
      await running;
      const byMs = instantMs - clock.nowMs();
      if (byMs > 0) await step(byMs);
    },
    killAndStart: async () => {
      const child = await running;
      kills += 1;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      running = gone.then(start);
      await running;
    },
    kills: () => kills,
    stop: async () => {
      const child = await running;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** The next message of a broker; rejects when it ends before. */
async function next(child: ChildProcess): Promise<FromBroker> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: ended.signal }).then(([message]) => message as FromBroker),
      once(child, 'exit', { signal: ended.signal }).then(([code]): never => {
        throw new Error(`the broker ended with ${String(code)}`);
      }),
    ]);
  } finally {
    ended.abort();
  }
}
