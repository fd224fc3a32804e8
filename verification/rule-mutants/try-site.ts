import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import { root } from '#test/repository/source-files.ts';
import type { RuleSite } from './mutants.ts';
import type { Step } from './site-process.ts';

/** How the tests of a rule took the changes of one place. */
export interface Verdict {
  readonly isHeld: boolean;
  readonly reason: string;
}

/** The code as it is must pass within this, start and all. */
const FIRST_LIMIT_MS = 300_000;
/** A change may take this much longer than the code as it is, and at least so long. */
const SLOWER = 5;
const LEAST_LIMIT_MS = 20_000;

/** A group of its own gets no Ctrl-C from the terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Tries the changes of a place in a process group of its own. A change that makes the tests run for ever, or takes more
 * and more memory, is noticed when its time is over: the group is killed.
 */
export function trySite(site: RuleSite, tests: readonly string[], wallClock: Clock): Promise<Verdict> {
  const program = path.join(root, 'verification/rule-mutants/site-process.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', program, site.file, String(site.line), ...tests],
    { cwd: root, detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  return new Promise((resolve) => {
    let alarm: Alarm = { cancel: () => undefined };
    let change: string | null = null;
    let beganMs = wallClock.nowMs();
    let limitMs = FIRST_LIMIT_MS;
    const interrupt = (): void => {
      killGroup(child);
      process.exit(1);
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    const end = (verdict: Verdict): void => {
      alarm.cancel();
      for (const signal of SIGNALS) process.off(signal, interrupt);
      killGroup(child);
      resolve(verdict);
    };
    const begin = (next: string | null): void => {
      const nowMs = wallClock.nowMs();
      if (next !== null && change === null) limitMs = Math.max(LEAST_LIMIT_MS, SLOWER * (nowMs - beganMs));
      beganMs = nowMs;
      change = next;
      alarm.cancel();
      alarm = wallClock.after(limitMs, () => end(verdictOfEndless(change)));
    };
    child.on('message', (step: Step) => {
      if ('begins' in step) begin(step.begins);
      else end(verdictOf(step, change));
    });
    child.on('exit', (code) => end({ isHeld: false, reason: `its process ended with ${code}` }));
  });
}

const verdictOfEndless = (change: string | null): Verdict =>
  change === null
    ? { isHeld: false, reason: 'its tests do not end' }
    : { isHeld: true, reason: `noticed, since its tests do not end: ${change}` };

function verdictOf({ ends, changes }: Extract<Step, { ends: string }>, change: string | null): Verdict {
  if (ends === 'noticed') return { isHeld: true, reason: `noticed ${change ?? ''}` };
  if (ends === 'survived') return { isHeld: false, reason: `none of ${changes} changes is noticed` };
  return { isHeld: false, reason: 'its tests fail without a change' };
}

/** The runner's workers do not end with it while they are busy. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
