import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Random } from '#platform/random.ts';
import { backoffMs, DEFAULT_BACKOFF } from '#platform/retry/backoff.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import { codeOf, type PresentError } from '../../errors.ts';

type Results = AsyncIterableIterator<ExecutionResult>;

export interface UpstreamOptions {
  /** Subscribes at the subgraph, after the cursor when there is one. The signal says that the stream is stopped. */
  readonly connect: (after: string | null, signal: AbortSignal) => Promise<ExecutionResult | Results>;
  /** Called each time the subgraph has accepted the subscription. */
  readonly onAccepted: () => void;
  /** Takes an event. The next event is read after it resolves. */
  readonly onEvent: (event: ExecutionResult) => Promise<void>;
  /** Called when the subgraph has completed the stream. */
  readonly onComplete: () => Promise<void>;
  /** Called when errors end the stream for good. */
  readonly onEnd: (errors: readonly GraphQLFormattedError[]) => void;
  /** The cursor of an event; null when it has none. */
  readonly cursorOf: (event: ExecutionResult) => string | null;
  /** True when the first event holds the whole state, so that a broken stream loses nothing when it restarts. */
  readonly startsWithState: boolean;
  readonly after: string | null;
  readonly wallClock: Clock;
  /** For the jitter: many streams break together when a subgraph restarts, and should not come back together. */
  readonly random: Random;
  readonly presentError: PresentError;
  readonly log: Log;
}

/** A running upstream; `stop` ends it, at the subgraph too. */
export interface Upstream {
  stop(): void;
}

/** The stream ends when its subgraph is away for longer than this. */
const GIVE_UP_AFTER_MS = 60_000;

/** A connection that stays open for longer than this was healthy, also without an event. A shorter one may be a refusal. */
const HEALTHY_AFTER_MS = DEFAULT_BACKOFF.maxMs;

/** Codes of a subgraph that may work again soon. */
const TRANSIENT_CODES: ReadonlySet<string | null> = new Set([
  'SERVICE_UNAVAILABLE',
  'SLOW_CONSUMER',
  'INTERNAL_SERVER_ERROR',
]);

/** Codes that concern the subscription itself: a retry would get the same answer. */
const FINAL_CODES: ReadonlySet<string | null> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
  'GRAPHQL_VALIDATION_FAILED',
]);

/**
 * Reads a subgraph's stream until it is stopped, completed or refused. A broken stream (restart, lost connection) is resumed, from the
 * cursor of its last event where it has cursors. A stream that would lose events by that ends with SERVICE_UNAVAILABLE.
 */
export function openUpstream(options: UpstreamOptions): Upstream {
  const state: State = {
    stopping: new AbortController(),
    current: null,
    after: options.after,
    hasBegun: false,
  };
  follow(options, state).catch((error: unknown) => {
    if (!state.stopping.signal.aborted) options.onEnd(presentAll(error, options));
  });
  return {
    stop: () => {
      state.stopping.abort();
      endReading(state.current, options.log);
    },
  };
}

interface State {
  readonly stopping: AbortController;
  current: Results | null;
  after: string | null;
  hasBegun: boolean;
}

/** One connection to the subgraph's stream. */
interface Reading {
  /** Null until the subgraph accepts the subscription. */
  openedAtMs: number | null;
  hadEvents: boolean;
}

async function follow(options: UpstreamOptions, state: State): Promise<void> {
  const { wallClock, random, log } = options;
  let lastHealthyMs = wallClock.nowMs();
  let failures = 0;
  const { signal } = state.stopping;
  while (!signal.aborted) {
    const reading: Reading = { openedAtMs: null, hadEvents: false };
    const failure = await readOnce(options, state, reading);
    if (signal.aborted) return;
    if (failure === null) return options.onComplete();
    const nowMs = wallClock.nowMs();
    const openMs = reading.openedAtMs === null ? 0 : nowMs - reading.openedAtMs;
    const wasHealthy = reading.hadEvents || openMs > HEALTHY_AFTER_MS;
    if (isFinal(failure.error, wasHealthy)) return options.onEnd(presentAll(failure.error, options));
    if (wasHealthy) {
      lastHealthyMs = nowMs;
      failures = 0;
    }
    const mayResume = state.hasBegun && (options.startsWithState || state.after !== null);
    if (!mayResume || nowMs - lastHealthyMs > GIVE_UP_AFTER_MS) {
      return options.onEnd(codeOf(failure.error) !== null ? presentAll(failure.error, options) : UNAVAILABLE);
    }
    failures += 1;
    const delayMs = backoffMs(failures, { ...DEFAULT_BACKOFF, random });
    // An outage breaks many streams at once; the connection reports it once.
    const level = codeOf(failure.error) === 'SERVICE_UNAVAILABLE' ? 'info' : 'warn';
    log[level]({ err: failure.error, delayMs }, 'a stream of a subgraph broke and is being resumed');
    await delay(wallClock, delayMs, signal);
  }
}

/** True for an answer to the subscription itself. A subgraph may have codes of its own for that. */
function isFinal(error: unknown, wasHealthy: boolean): boolean {
  const code = codeOf(error);
  if (FINAL_CODES.has(code)) return true;
  return !wasHealthy && code !== null && !TRANSIENT_CODES.has(code);
}

/** Reads until the stream ends. Returns the error that ended it; null for a normal end. */
async function readOnce(
  options: UpstreamOptions,
  state: State,
  reading: Reading,
): Promise<{ error: unknown } | null> {
  let results: Results;
  try {
    const answer = await options.connect(state.after, state.stopping.signal);
    if (!(Symbol.asyncIterator in answer)) return { error: answer.errors };
    results = answer;
  } catch (error) {
    return { error };
  }
  state.current = results;
  reading.openedAtMs = options.wallClock.nowMs();
  if (state.stopping.signal.aborted) endReading(results, options.log);
  state.hasBegun = true;
  options.onAccepted();
  for (;;) {
    let event: IteratorResult<ExecutionResult>;
    try {
      event = await results.next();
    } catch (error) {
      return { error };
    }
    if (event.done || state.stopping.signal.aborted) return null;
    reading.hadEvents = true;
    await options.onEvent(event.value);
    state.after = options.cursorOf(event.value) ?? state.after;
  }
}

const UNAVAILABLE: readonly GraphQLFormattedError[] = [
  {
    message: 'The source of this stream does not answer now. Subscribe again after the last cursor.',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  },
];

const presentAll = (
  error: unknown,
  { presentError, log }: Pick<UpstreamOptions, 'presentError' | 'log'>,
): readonly GraphQLFormattedError[] =>
  (Array.isArray(error) ? error : [error]).map((one) => presentError(one, log));

/** Ends the subgraph's stream without waiting: a subgraph that hangs must not block the gateway. */
function endReading(results: Results | null, log: Log): void {
  results
    ?.return?.()
    .catch((error: unknown) => log.debug({ err: error }, 'a stream of a subgraph could not be ended'));
}
