import type { EngineRpc } from '#contracts/rpc.ts';
import { shardOf } from '#contracts/sharding.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { QuoteHistory } from '../history/history.ts';

/** The call by which the exchange tells a book whole. */
export type PublishBooks = Pick<EngineRpc, 'publishBooks'>;

export interface BookRecoveryDependencies {
  readonly history: Pick<QuoteHistory, 'loadStates'>;
  /** By shard. */
  readonly engines: readonly PublishBooks[];
  readonly wallClock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Brings back books of which events were lost: asks the exchange for a snapshot, again and again until it has come. */
export interface BookRecovery {
  /** These tickers' books are not known; returns at once. */
  ask(tickers: readonly string[]): void;
  /** Asks no more. */
  stop(): Promise<void>;
}

/** A snapshot comes behind all events that wait, so that a worker far behind is not asked for more and more of them. */
const FIRST_PAUSE_MS = 1_000;
const LAST_PAUSE_MS = 30_000;
/** What one call may name. */
const MAX_TICKERS = 1_000;

/** Makes the recovery. What is stored decides whether a snapshot has come, whichever instance has folded it. */
export function createBookRecovery(dependencies: BookRecoveryDependencies): BookRecovery {
  const { history, wallClock, log, metrics } = dependencies;
  const waiting = new Set<string>();
  let pauseMs = FIRST_PAUSE_MS;
  let alarm: Alarm | null = null;
  let round: Promise<void> | null = null;
  let stopped = false;
  metrics.gauge(
    'market_data_books_unknown',
    'Books that wait for a snapshot of the exchange.',
    () => waiting.size,
  );
  const turn = async (): Promise<void> => {
    try {
      for (const ticker of await knownOf([...waiting], history)) waiting.delete(ticker);
      await askEngines([...waiting], dependencies);
    } catch (error) {
      log.warn({ reason: (error as Error).message, books: waiting.size }, 'no snapshots yet; asking again');
    }
  };
  const begin = (): void => {
    if (stopped || round) return;
    alarm?.cancel();
    alarm = null;
    round = turn().finally(() => {
      round = null;
      if (stopped) return;
      if (waiting.size > 0) alarm = wallClock.after(pauseMs, begin);
      pauseMs = waiting.size > 0 ? Math.min(pauseMs * 2, LAST_PAUSE_MS) : FIRST_PAUSE_MS;
    });
  };
  return {
    ask: (tickers) => {
      const fresh = tickers.filter((ticker) => !waiting.has(ticker));
      for (const ticker of fresh) waiting.add(ticker);
      if (fresh.length === 0) return;
      pauseMs = FIRST_PAUSE_MS;
      begin();
    },
    stop: async () => {
      stopped = true;
      alarm?.cancel();
      await round;
    },
  };
}

/** Those whose book is known, or of which nothing is. */
async function knownOf(
  tickers: readonly string[],
  history: Pick<QuoteHistory, 'loadStates'>,
): Promise<readonly string[]> {
  const states = await history.loadStates(tickers);
  return tickers.filter((_, index) => states[index]?.state.bookKnown !== false);
}

async function askEngines(
  tickers: readonly string[],
  { engines }: Pick<BookRecoveryDependencies, 'engines'>,
): Promise<void> {
  for (const [shard, engine] of engines.entries()) {
    const own = tickers.filter((ticker) => shardOf(ticker, engines.length) === shard);
    for (let from = 0; from < own.length; from += MAX_TICKERS)
      await engine.publishBooks({ tickers: own.slice(from, from + MAX_TICKERS) });
  }
}
