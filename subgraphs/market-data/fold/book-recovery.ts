import type { EngineRpc } from '#contracts/rpc.ts';
import { shardOf } from '#contracts/sharding.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
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
  ask(tickers: readonly string[]): void;
  /** Ends all requests. */
  stop(): Promise<void>;
}

/** The pause before a request is repeated: a snapshot queues behind waiting events, and must not be requested again and again. */
const FIRST_PAUSE_MS = 1_000;
const LAST_PAUSE_MS = 30_000;
/** The most tickers of one call. */
const MAX_TICKERS = 1_000;

/** Creates the recovery. The stored state decides whether a snapshot has arrived, whichever instance folded it. */
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
      log.warn(
        { reason: (error as Error).message, books: waiting.size },
        'no snapshots yet; requesting them again',
      );
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

/** The tickers whose book is known, or of which no state is stored. */
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
