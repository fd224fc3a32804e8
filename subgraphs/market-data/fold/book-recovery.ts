import type { EngineRpc } from '#contracts/calls/engine.ts';
import { shardOf } from '#contracts/sharding.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import { backoffMs, type BackoffSettings } from '#platform/retry/backoff.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { QuoteHistory } from '../history/history.ts';

/** The engine's call that publishes whole books. */
export type PublishBooks = Pick<EngineRpc, 'publishBooks'>;

export interface BookRecoveryDependencies {
  readonly history: Pick<QuoteHistory, 'loadStates'>;
  /** By shard. */
  readonly engines: readonly PublishBooks[];
  readonly wallClock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Recovers books that lost events: requests a snapshot from the engine until it has arrived. */
export interface BookRecovery {
  /** Requests snapshots of these tickers' books; returns at once. */
  request(tickers: readonly string[]): void;
  /** Ends all requests. */
  stop(): Promise<void>;
}

/** A snapshot arrives behind the waiting events, so a request is repeated only after growing pauses. */
const BACKOFF: BackoffSettings = { firstMs: 1_000, maxMs: 30_000 };
/** The most tickers of one call. */
const MAX_TICKERS = 1_000;

/** Creates the recovery. The stored state decides whether a snapshot has arrived, whichever instance folded it. */
export function createBookRecovery(dependencies: BookRecoveryDependencies): BookRecovery {
  const { history, wallClock, log, metrics } = dependencies;
  const waiting = new Set<string>();
  let rounds = 0;
  metrics.gauge(
    'market_data_books_unknown',
    'Books that wait for a snapshot of the exchange.',
    () => waiting.size,
  );
  const task = startBackgroundTask({
    name: 'recovery of books',
    run: async () => {
      for (const ticker of await tickersWithoutGap([...waiting], history)) waiting.delete(ticker);
      await requestSnapshots([...waiting], dependencies);
      rounds += 1;
    },
    schedule: (start) => (waiting.size > 0 ? wallClock.after(backoffMs(rounds, BACKOFF), start) : null),
    runsAtStart: false,
    backoff: BACKOFF,
    clock: wallClock,
    log,
  });
  return {
    request: (tickers) => {
      const fresh = tickers.filter((ticker) => !waiting.has(ticker));
      for (const ticker of fresh) waiting.add(ticker);
      if (fresh.length === 0) return;
      rounds = 0;
      task.runNow();
    },
    stop: task.stop,
  };
}

/** The tickers with a known book or without a stored state. */
async function tickersWithoutGap(
  tickers: readonly string[],
  history: Pick<QuoteHistory, 'loadStates'>,
): Promise<readonly string[]> {
  const states = await history.loadStates(tickers);
  return tickers.filter((_, index) => states[index]?.state.bookKnown !== false);
}

/** Requests snapshots of the books of these tickers from the engines of their shards. */
export async function requestSnapshots(
  tickers: readonly string[],
  { engines }: Pick<BookRecoveryDependencies, 'engines'>,
): Promise<void> {
  for (const [shard, engine] of engines.entries()) {
    const own = tickers.filter((ticker) => shardOf(ticker, engines.length) === shard);
    for (let from = 0; from < own.length; from += MAX_TICKERS)
      await engine.publishBooks({ tickers: own.slice(from, from + MAX_TICKERS) });
  }
}
