import type { Log } from '../observability/log.ts';
import type { Clock } from '../time/clock.ts';
import { startBackgroundTask, type BackgroundTask } from './background-task.ts';

/** Removal of the rows of a table that are older than the part keeps them. */
export interface PruningRule {
  /** The rows, in the log. */
  readonly name: string;
  /** Days for which rows stay, by `clock`. */
  readonly keepDays: number;
  /** Clock of the rows' times: the market's, or the wall clock for rows that protect retries. */
  readonly clock: Clock;
  /** Removes a batch of the rows before an instant and returns their number; 0 when none is left. */
  readonly removeBatch: (beforeMs: number) => Promise<number>;
}

export interface PruningOptions {
  /** The task in the log. */
  readonly name: string;
  readonly rules: readonly PruningRule[];
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Rows of one batch: a short transaction, so that it delays no other. */
export const PRUNED_ROWS = 1_000;
const DAY_MS = 86_400_000;
const FIRST_RUN_MS = 30_000;
const INTERVAL_MS = 600_000;
/** Between two batches, so that pruning takes a small part of the database. */
const PAUSE_MS = 50;

/**
 * Prunes the tables of a part: half a minute after the start, then every ten minutes, in small batches with pauses. Several
 * instances may prune at once. A rule that fails stops none of the others; it is tried again with the next run.
 */
export function startPruning({ name, rules, wallClock, log }: PruningOptions): BackgroundTask {
  let delayMs = FIRST_RUN_MS;
  const removed = new Map<PruningRule, number>();
  const prune = async (rule: PruningRule): Promise<boolean> => {
    const count = await rule.removeBatch(rule.clock.nowMs() - rule.keepDays * DAY_MS);
    const total = (removed.get(rule) ?? 0) + count;
    removed.set(rule, count === 0 ? 0 : total);
    if (count === 0 && total > 0) log.info({ task: name, rows: total, of: rule.name }, 'pruned old rows');
    return count > 0;
  };
  return startBackgroundTask({
    name,
    run: async () => {
      delayMs = INTERVAL_MS;
      const results = await Promise.allSettled(rules.map(prune));
      if (results.some((one) => one.status === 'fulfilled' && one.value)) delayMs = PAUSE_MS;
      const failures = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
    },
    schedule: (start) => wallClock.after(delayMs, start),
    runsAtStart: false,
    clock: wallClock,
    log,
  });
}
