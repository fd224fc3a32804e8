import type { Log } from '../observability/log.ts';
import type { Clock } from '../time/clock.ts';
import { startBackgroundTask, type BackgroundTask } from './background-task.ts';

export interface OutboxRelayOptions<Row> {
  /** The relay in the log. */
  readonly name: string;
  /**
   * Gives the oldest rows of the outbox, `limit` at most, to `publish` and deletes them once it has resolved. Resolves to
   * the number of rows, or null when another instance is publishing.
   */
  readonly drain: (limit: number, publish: (rows: readonly Row[]) => Promise<void>) => Promise<number | null>;
  /** Publishes rows in their order; resolves when all are confirmed. */
  readonly publish: (rows: readonly Row[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Rows in one batch. */
const BATCH = 500;
/** Pause while another instance is publishing: it may have missed rows of this one. */
const BUSY_MS = 500;
/** How long the rows of another instance wait when that instance is gone. Rows of this one wake the relay. */
const POLL_MS = 10_000;

/**
 * Publishes the rows of an outbox in order: at start, when woken, and rarely by itself. Rows are confirmed first and
 * deleted then, so a crash in between publishes them twice and never loses one.
 */
export function startOutboxRelay<Row>(options: OutboxRelayOptions<Row>): BackgroundTask {
  const { name, drain, publish, clock, log } = options;
  let isBusy = false;
  return startBackgroundTask({
    name,
    run: async () => {
      let count: number | null;
      do count = await drain(BATCH, publish);
      while (count === BATCH);
      isBusy = count === null;
    },
    schedule: (start) => clock.after(isBusy ? BUSY_MS : POLL_MS, start),
    clock,
    log,
  });
}
