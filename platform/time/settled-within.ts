import type { Clock } from './clock.ts';

/** Resolves when a task has ended, in whatever way, or the time is over. */
export function settledWithin(task: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const alarm = clock.after(ms, resolve);
    const end = (): void => {
      alarm.cancel();
      resolve();
    };
    task.then(end, end);
  });
}
