import { startBackgroundTask, type BackgroundTask } from '#platform/background/background-task.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdentityStore } from '../store/store.ts';

const INTERVAL_MS = 60 * 60 * 1000;
/** Time for which ended sessions and API keys stay stored. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Deletes sessions and API keys a day after their end, each hour. */
export const startCleanUp = (store: IdentityStore, wallClock: Clock, log: Log): BackgroundTask =>
  startBackgroundTask({
    name: 'clean-up of ended sessions',
    run: () => store.deleteEnded(wallClock.nowMs() - KEPT_MS),
    schedule: (start) => wallClock.after(INTERVAL_MS, start),
    clock: wallClock,
    log,
  });
