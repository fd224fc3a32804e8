import { overloaded } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';
import { delay, type Clock } from '#platform/time/clock.ts';

/** Messages that wait before each step of an order's way, by the step's name. */
export type StepBacklogs = Readonly<Record<string, number>>;

/** Refuses new orders while a step of an order's way is too far behind, or the exchange cannot answer them. */
export interface BackPressure {
  /** Throws SERVICE_UNAVAILABLE while a step is behind. */
  check(): void;
  /**
   * Resolves when few messages wait before each step, or after a tenth of a second: a large request goes on then, and others' orders
   * have passed.
   */
  untilCalm(): Promise<void>;
  /**
   * Resolves when few answers of the exchange wait to be applied, or after a quarter of a second. Orders are accepted faster than their
   * answers are applied: without a pause between large requests, the answers would come later and later.
   */
  untilAnswersApplied(): Promise<void>;
}

export interface BackPressureOptions {
  readonly measure: () => Promise<StepBacklogs>;
  /** Counts the answers of the exchange that are not applied. */
  readonly countAnswers: () => Promise<number>;
  /** Why orders would get no answer of the exchange, however few messages wait; null when they would. */
  readonly obstacle: () => Promise<string | null>;
  /** Messages that may wait before a step. */
  readonly maxBacklog: number;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Age at which a measurement is made anew, when the next order comes. */
const MEASURE_EVERY_MS = 250;
const RETRY_AFTER_MS = 1_000;
/** An operator has to act first. */
const BLOCKED_RETRY_AFTER_MS = 60_000;
/** Messages before a step that are few: about a fifth of a second of work. */
const FEW = 100;
const CALM_AFTER_MS = 100;
/** Answers that are few: a batch and a half, so that the next batch finds some while orders are accepted. */
const FEW_ANSWERS = 300;
const APPLIED_AFTER_MS = 250;
const CALM_MEASURE_EVERY_MS = 10;

/**
 * Measures when orders come, beside them: an order never waits for a measurement, and an idle broker makes none. So the first
 * orders after a pause pass unmeasured. A failed measurement changes nothing.
 */
export function createBackPressure(options: BackPressureOptions): BackPressure {
  const { measure, countAnswers, maxBacklog, wallClock, log } = options;
  let behind: string | null = null;
  let obstacle: string | null = null;
  let measuredMs = -Infinity;
  let isMeasuring = false;
  const logUnmeasured = (error: unknown): void =>
    log.warn({ err: error }, 'the backlogs of orders could not be measured');
  const update = async (): Promise<void> => {
    isMeasuring = true;
    try {
      const [measured, found] = await Promise.all([measure(), options.obstacle()]);
      obstacle = found;
      const backlogs = Object.entries(measured);
      const step = backlogs.find(([, count]) => count > maxBacklog)?.[0] ?? null;
      if (step !== null && behind === null)
        log.warn({ backlogs: Object.fromEntries(backlogs) }, 'orders are refused: a step is behind');
      if (step === null && behind !== null) log.info({}, 'orders are taken again');
      behind = step;
    } catch (error) {
      logUnmeasured(error);
    }
    measuredMs = wallClock.nowMs();
    isMeasuring = false;
  };
  const until = createWait(wallClock, logUnmeasured);
  const isCalm = shareRuns(async () => Math.max(...Object.values(await measure())) <= FEW);
  const areAnswersApplied = shareRuns(async () => (await countAnswers()) <= FEW_ANSWERS);
  return {
    check: () => {
      if (!isMeasuring && wallClock.nowMs() - measuredMs >= MEASURE_EVERY_MS) void update();
      if (obstacle !== null)
        throw overloaded('The exchange cannot be used now: nothing was placed.', BLOCKED_RETRY_AFTER_MS);
      if (behind !== null)
        throw overloaded('More orders wait than the broker takes: nothing was placed.', RETRY_AFTER_MS);
    },
    untilCalm: () => until(CALM_AFTER_MS, isCalm),
    untilAnswersApplied: () => until(APPLIED_AFTER_MS, areAnswersApplied),
  };
}

/** Creates a wait for a condition, for a limited time. A condition that cannot be measured does not hold. */
const createWait =
  (wallClock: Clock, onFailure: (error: unknown) => void) =>
  async (limitMs: number, isReached: () => Promise<boolean>): Promise<void> => {
    const endMs = wallClock.nowMs() + limitMs;
    while (wallClock.nowMs() < endMs) {
      const startMs = wallClock.nowMs();
      const reached = await isReached().catch((error: unknown) => (onFailure(error), false));
      if (reached) return;
      // As long as the measurement has taken: it asks servers, which are busy when it takes long.
      await delay(wallClock, Math.max(CALM_MEASURE_EVERY_MS, wallClock.nowMs() - startMs));
    }
  };

/** Callers that come while a run is under way get its result. */
function shareRuns<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () =>
    (running ??= run().finally(() => {
      running = null;
    }));
}
