import { Cron } from 'croner';
import { startBackgroundTask, type BackgroundTaskOptions } from '#platform/background/background-task.ts';
import { SettingsError } from '#platform/config.ts';
import type { Stop } from '#platform/process/part.ts';

/** The first due instant after another; null when the schedule is never due again. */
export type NextRun = (afterMs: number) => number | null;

/**
 * Parses a cron expression in the time zone America/Sao_Paulo.
 *
 * @throws SettingsError naming the setting when the expression is malformed or is never due
 */
export function parseCron(name: string, expression: string, nowMs: number): NextRun {
  let cron: Cron;
  try {
    cron = new Cron(expression, { paused: true, timezone: 'America/Sao_Paulo' });
  } catch (error) {
    throw new SettingsError(`${name}=${expression} cannot be used: ${(error as Error).message}`);
  }
  const nextRun: NextRun = (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() ?? null;
  if (nextRun(nowMs) === null)
    throw new SettingsError(`${name}=${expression} cannot be used: it is never due.`);
  return nextRun;
}

/**
 * Runs a task whenever its schedule is due, one run at a time; a due instant during a run is skipped. A failed run is logged
 * and the schedule continues.
 */
export const startSchedule = (
  name: string,
  nextRun: NextRun,
  { clock, run, log }: Pick<BackgroundTaskOptions, 'clock' | 'run' | 'log'>,
): Stop =>
  startBackgroundTask({
    name,
    run,
    schedule: (start) => {
      const nextMs = nextRun(clock.nowMs());
      return nextMs === null ? null : clock.at(nextMs, start);
    },
    runsAtStart: false,
    backoff: null,
    clock,
    log,
  }).stop;
