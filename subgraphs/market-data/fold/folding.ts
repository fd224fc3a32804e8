import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import { TOPICS } from '#contracts/names.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { PastFacts } from '#domain/market-data/past/past-facts.ts';
import { newTicker, type TickerState } from '#domain/market-data/fold.ts';
import { logFirstFailure, retryUntilStopped } from '#platform/retry/retry.ts';
import type { Clock, WallClock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { WritableBoard } from '../streams/board.ts';
import { createBookRecovery, type PublishBooks } from './book-recovery.ts';
import { startCandleClosing } from './candle-closing.ts';
import { createFoldWorker, type FoldWorker } from './consumers.ts';
import type { QuoteHistory } from '../history/history.ts';
import { createInstruments, followInstruments, type Instruments } from './instruments.ts';
import { createFoldLag } from './lag.ts';
import { listTickers, warmCache } from './listing.ts';

const GROUP = 'market-data';
/**
 * Events that are folded and stored together at most. A store takes as long for few events of a ticker as for many: large batches
 * catch up.
 */
const MAX_BATCH = 2_000;

/** Dependencies of the folding. */
export interface FoldingDependencies {
  readonly history: QuoteHistory;
  readonly eventLog: EventLog;
  readonly cache: Cache;
  readonly assets: AssetsRpc;
  /** The engines by shard, which publish snapshots of books that lost events. */
  readonly engines: readonly (PublishBooks & Pick<EngineRpc, 'publishIndexValue'>)[];
  readonly marketClock: Clock;
  readonly wallClock: WallClock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The readers of the topics of assets and of the exchange. */
export interface Folding {
  readonly instruments: Instruments;
  start(): Promise<void>;
  /** Throws until the exchange's topic is being read, and what was there before has been folded. */
  check(): Promise<void>;
  /** Throws while events of the exchange do not continue those before. */
  checkJournal(): Promise<void>;
  readonly stop: Stop;
}

/**
 * Creates the folding. It joins the readers of the exchange's topic at once, as after a crash they make room for it only
 * after a while; events wait until the instruments have been read.
 */
export function createFolding(dependencies: FoldingDependencies, board: WritableBoard): Folding {
  const { eventLog, assets, wallClock, log } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  const retryUntilDone = (failure: string, work: () => Promise<void>): Promise<boolean> =>
    retryUntilStopped(work, { clock: wallClock, signal, onFailure: logFirstFailure(log, failure) });
  const stops: Stop[] = [];
  let isReading = false;
  let listing: Promise<unknown> = Promise.resolve();
  let beginning: Promise<boolean> = Promise.resolve(false);
  const newState = (ticker: string): TickerState => stateOf(dependencies, ticker, instruments.get(ticker));
  const instruments: Instruments = createInstruments(assets, log, (facts) => {
    const states = facts.map(({ ticker }) => newState(ticker));
    const list = repeatableListing(dependencies, board, states);
    listing = listing.then(() => retryUntilDone('instruments cannot be listed yet', list));
  });
  const recovery = createBookRecovery(dependencies);
  const lag = createFoldLag(dependencies, GROUP);
  const worker = createFoldWorker({
    ...dependencies,
    newState,
    onUnknownBooks: (tickers) => recovery.request(tickers),
  });
  const begin = async (): Promise<void> => {
    instruments.take(await assets.catalogue({}));
    await listing;
    if (signal.aborted) return;
    isReading = true;
    recovery.request(await unknownBooks(dependencies));
    stops.push(startCandleClosing(board, dependencies));
  };
  return {
    instruments,
    start: async () => {
      const prepare = async (): Promise<void> => {
        await retryUntilDone('the cache cannot be warmed yet', () => warmCache(dependencies));
        stops.push(await followInstruments(eventLog, instruments, log));
      };
      const prepared = prepare();
      beginning = prepared.then(
        () => retryUntilDone('the exchange cannot be followed yet', begin),
        () => false,
      );
      stops.push(await readPrepared(dependencies, worker, () => beginning));
      await prepared;
    },
    check: async () => {
      if (!isReading) throw new Error('assets has not published its instruments yet');
      await lag.check();
    },
    checkJournal: async () => worker.check(),
    stop: async () => {
      stopping.abort();
      await beginning;
      await listing;
      await recovery.stop();
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** Tickers whose book an instance has left unknown, as it stopped before the snapshot arrived. */
async function unknownBooks({ history }: FoldingDependencies): Promise<readonly string[]> {
  const states = await history.allStates();
  return states.filter((state) => !state.bookKnown).map((state) => state.quote.ticker);
}

/** Lists instruments; may be called again after a failure. */
function repeatableListing(
  dependencies: FoldingDependencies,
  board: WritableBoard,
  states: readonly TickerState[],
): () => Promise<void> {
  const fresh = new Set<string>();
  return () => listTickers(dependencies, board, states, fresh);
}

/** Reads the exchange's topic. Its first batch waits for the instruments. */
const readPrepared = (
  { eventLog }: FoldingDependencies,
  worker: FoldWorker,
  prepared: () => Promise<boolean>,
): Promise<Stop> =>
  eventLog.read([TOPICS.engineMarketData], { group: GROUP, maxBatch: MAX_BATCH }, async (batch) => {
    if (!(await prepared())) throw new Error('the folding stops before it has read the instruments');
    await worker.handle(batch);
  });

/** The state of a ticker without any event: closed, at its previous close, to which its simulated past leads. */
function stateOf(
  { marketClock }: FoldingDependencies,
  ticker: string,
  instrument: InstrumentFact | null,
): TickerState {
  const atMs = marketClock.nowMs();
  const tradeDate = dayOf(atMs);
  const previousClose = instrument?.previousCloseCentavos ?? null;
  const past = instrument && pastFactsOf(instrument, tradeDate);
  return newTicker(ticker, { tradeDate, atMs, previousClose, phase: 'CLOSED' }, past);
}

/** Null for an instrument without a known activity, such as a right: it has no past. */
function pastFactsOf(instrument: InstrumentFact, beforeDay: string): PastFacts | null {
  const { ticker, custodyTicker, lotSize, previousCloseCentavos: closeCentavos, activity } = instrument;
  if (!activity || closeCentavos <= 0) return null;
  return { ticker, custodyTicker, beforeDay, closeCentavos, lotSize, ...activity };
}
