import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { dayOf } from '#domain/calendar/session.ts';
import { newTicker, type TickerState } from '#domain/market-data/fold.ts';
import { logFirstFailure, retryUntilStopped } from '#platform/retry/retry.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { WritableBoard } from '../streams/board.ts';
import { createBookRecovery, type PublishBooks } from './book-recovery.ts';
import { createFoldWorker } from './consumers.ts';
import type { QuoteHistory } from '../history/history.ts';
import { createInstruments, followInstruments, type Instruments } from './instruments.ts';
import { listTickers, warmCache } from './listing.ts';

const GROUP = 'market-data';

/** Dependencies of the folding. */
export interface FoldingDependencies {
  readonly history: QuoteHistory;
  readonly eventLog: EventLog;
  readonly cache: Cache;
  readonly assets: AssetsRpc;
  /** The engines by shard, which publish snapshots of books that lost events. */
  readonly engines: readonly PublishBooks[];
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The readers of the topics of assets and of the exchange. */
export interface Folding {
  readonly instruments: Instruments;
  start(): Promise<void>;
  /** Throws until the exchange's topic is being read. */
  check(): Promise<void>;
  readonly stop: Stop;
}

/** Creates the folding: it reads the instruments first, then the exchange's events. */
export function createFolding(dependencies: FoldingDependencies, board: WritableBoard): Folding {
  const { eventLog, assets, wallClock, log } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  const retryUntilDone = (failure: string, work: () => Promise<void>): Promise<boolean> =>
    retryUntilStopped(work, { clock: wallClock, signal, onFailure: logFirstFailure(log, failure) });
  const stops: Stop[] = [];
  let isReading = false;
  let listing: Promise<unknown> = Promise.resolve();
  let beginning: Promise<unknown> = Promise.resolve();
  const newState = (ticker: string): TickerState => stateOf(dependencies, ticker, instruments.get(ticker));
  const instruments: Instruments = createInstruments(assets, log, (facts) => {
    const fresh = new Set<string>();
    const list = (): Promise<void> =>
      listTickers(
        dependencies,
        board,
        facts.map(({ ticker }) => newState(ticker)),
        fresh,
      );
    listing = listing.then(() => retryUntilDone('instruments cannot be listed yet', list));
  });
  const recovery = createBookRecovery(dependencies);
  const worker = createFoldWorker({
    ...dependencies,
    newState,
    onUnknownBooks: (tickers) => recovery.request(tickers),
  });
  const begin = async (): Promise<void> => {
    instruments.take(await assets.catalogue({}));
    await listing;
    if (signal.aborted) return;
    stops.push(
      await eventLog.read([TOPICS.engineMarketData], { group: GROUP }, (batch) => worker.handle(batch)),
    );
    isReading = true;
    // An instance that stopped before its snapshots arrived has left unknown books.
    const unknown = (await dependencies.history.allStates()).filter((state) => !state.bookKnown);
    recovery.request(unknown.map((state) => state.quote.ticker));
  };
  return {
    instruments,
    start: async () => {
      await retryUntilDone('the cache cannot be warmed yet', () => warmCache(dependencies));
      stops.push(await followInstruments(eventLog, instruments, log));
      beginning = retryUntilDone('the exchange cannot be followed yet', begin);
    },
    check: async () => {
      if (!isReading) throw new Error('assets has not published its instruments yet');
    },
    stop: async () => {
      stopping.abort();
      await beginning;
      await listing;
      await recovery.stop();
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** The state of a ticker without any event: closed, at its previous close. */
function stateOf(
  { marketClock }: FoldingDependencies,
  ticker: string,
  instrument: InstrumentFact | null,
): TickerState {
  const atMs = marketClock.nowMs();
  const previousClose = instrument?.previousCloseCentavos ?? null;
  return newTicker(ticker, { tradeDate: dayOf(atMs), atMs, previousClose, phase: 'CLOSED' });
}
