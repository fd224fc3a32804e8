import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import { root } from '#test/repository/source-files.ts';
import type { RuleSite } from './mutants.ts';
import type { Step } from './site-process.ts';

/** Result of the tests of a rule for the changes of one site. */
export interface Verdict {
  readonly isDetected: boolean;
  readonly reason: string;
}

/** Time limit of the start and of the tests over the unchanged code. */
const FIRST_LIMIT_MS = 300_000;
/** A change may take this multiple of the time of the unchanged code, at least `LEAST_LIMIT_MS`. */
const SLOWER = 5;
const LEAST_LIMIT_MS = 20_000;

/** The child's own process group gets no Ctrl-C from the terminal, so this process passes the signals on. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Tries the changes of a site in a process group of its own. A change after which the tests do not end, or exhaust the
 * memory, counts as detected at the time limit, at which the group is killed.
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
    let startedMs = wallClock.nowMs();
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
      if (next !== null && change === null) limitMs = Math.max(LEAST_LIMIT_MS, SLOWER * (nowMs - startedMs));
      startedMs = nowMs;
      change = next;
      alarm.cancel();
      alarm = wallClock.after(limitMs, () => end(verdictOfEndless(change)));
    };
    child.on('message', (step: Step) => {
      if ('begins' in step) begin(step.begins);
      else end(verdictOf(step, change));
    });
    child.on('exit', (code) => end({ isDetected: false, reason: `its process ended with ${code}` }));
  });
}

const verdictOfEndless = (change: string | null): Verdict =>
  change === null
    ? { isDetected: false, reason: 'its tests do not end' }
    : { isDetected: true, reason: `detected, since its tests do not end: ${change}` };

function verdictOf({ ends, changes }: Extract<Step, { ends: string }>, change: string | null): Verdict {
  if (ends === 'detected') return { isDetected: true, reason: `detected ${change ?? ''}` };
  if (ends === 'survived') return { isDetected: false, reason: `no test detects any of ${changes} changes` };
  return { isDetected: false, reason: 'its tests fail without a change' };
}

/** Kills the whole group, since busy workers outlive their runner. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
