import { LogLost } from '#platform/disk-log/errors.ts';
import type { FolderLock } from '#platform/files/data-dir-lock.ts';
import type { ProcessTools } from '#platform/process/lifecycle.ts';
import { every } from '#platform/time/clock.ts';

/** Ends the process when its data folder is gone: what it stored from then on would be lost. */
export interface DataGuard {
  /** Checks the folder now. Does not return when it is gone. Cheap: one `stat`. */
  readonly check: () => void;
  /** Ends the process, for the reason of a part: a part fails when the folder is gone, but cannot know why. */
  readonly fail: ProcessTools<unknown>['fail'];
  /** Registers what must not outlive the process without the folder. */
  readonly beforeEnd: (end: () => void) => void;
}

/** Longest time until a missing folder is noticed by a broker that nobody uses. */
const CHECK_MS = 250;

/**
 * Guards the data folder of a process.
 *
 * @param folder the folder in the message
 */
export function guardData(
  lock: Pick<FolderLock, 'isOurs'>,
  folder: string,
  { wallClock, fail, onStop }: Pick<ProcessTools<unknown>, 'wallClock' | 'fail' | 'onStop'>,
): DataGuard {
  const ends: (() => void)[] = [];
  let isEnding = false;
  const endBecause = (error: Error): void => {
    if (isEnding) return;
    isEnding = true;
    for (const end of ends) end();
    fail(error);
  };
  const check = (): void => {
    if (!lock.isOurs()) endBecause(new DataLost(folder));
  };
  const checks = every(wallClock, CHECK_MS, check);
  onStop('data guard', async () => checks.cancel());
  return {
    check,
    fail: (error) => {
      // No other process has the folder's lock, so a lost log is one whose files are being deleted.
      if (error instanceof LogLost) endBecause(new DataLost(folder));
      else check();
      if (!isEnding) fail(error);
    },
    beforeEnd: (end) => void ends.push(end),
  };
}

/** The data folder was deleted, moved or replaced while the process ran. */
class DataLost extends Error {
  override readonly name = 'DataLost';
  constructor(folder: string) {
    super(
      `the data folder ${folder} was deleted, moved or replaced while the broker ran, so nothing is accepted any more: put it back and start again, or start anew without it`,
    );
  }
}
