import type { InstrumentFact } from '#contracts/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { AssetsRpc } from '#contracts/rpc.ts';
import { dayOf } from '#domain/calendar/session.ts';
import { newTicker, type TickerState } from '#domain/market-data/fold.ts';
import type { Clock } from '#platform/clock.ts';
import type { Log } from '#platform/log.ts';
import type { Metrics } from '#platform/metrics.ts';
import type { Stop } from '#platform/part.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { FedBoard } from './board.ts';
import { createFoldWorker } from './consumers.ts';
import type { QuoteHistory } from './history.ts';
import { createInstruments, followInstruments, type Instruments } from './instruments.ts';
import { bookRecord, hotPrice, quoteRecord } from './records.ts';

const GROUP = 'market-data';
const RETRY_MS = 500;

/** What the way in needs. */
export interface FoldingDependencies {
  readonly history: QuoteHistory;
  readonly eventLog: EventLog;
  readonly cache: Cache;
  readonly assets: AssetsRpc;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What reads the topics of assets and of the exchange. */
export interface Folding {
  readonly instruments: Instruments;
  start(): Promise<void>;
  /** Throws while the exchange's topic is not read yet. */
  check(): Promise<void>;
  readonly stop: Stop;
}

/** Makes the way in: instruments first, then what the exchange tells of them. */
export function createFolding(dependencies: FoldingDependencies, board: FedBoard): Folding {
  const { history, eventLog, cache, assets, wallClock, log } = dependencies;
  const stops: Stop[] = [];
  let isStopped = false;
  let endPause: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    endPause = resolve;
  });
  const pause = async (): Promise<void> => {
    let resume: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const alarm = wallClock.after(RETRY_MS, resume);
    await Promise.race([over, stopped]);
    alarm.cancel();
  };
  let isReading = false;
  let listing: Promise<void> = Promise.resolve();
  const newState = (ticker: string): TickerState => stateOf(dependencies, ticker, instruments.get(ticker));
  /** Every instrument has a quote, traded or not. */
  const list = async (facts: readonly InstrumentFact[]): Promise<void> => {
    const states = facts.map(({ ticker }) => newState(ticker));
    const added = new Set(await history.addTickers(states));
    const fresh = states.filter((state) => added.has(state.quote.ticker));
    if (fresh.length === 0) return;
    fresh.forEach((state) => board.takeState(state));
    await cache.setMany(fresh.map((state) => hotPrice(state.quote)));
    await eventLog.append(
      TOPICS.books,
      fresh.map((state) => bookRecord(state.book)),
    );
    await eventLog.append(
      TOPICS.quotes,
      fresh.map((state) => quoteRecord(state.quote)),
    );
  };
  const retried = async (what: string, act: () => Promise<void>): Promise<void> => {
    for (let attempt = 1; !isStopped; attempt++) {
      try {
        return await act();
      } catch (error) {
        const fields = { attempt, reason: (error as Error).message };
        if (attempt % 10 === 1) log.info(fields, `waiting: ${what}`);
        await pause();
      }
    }
  };
  const instruments: Instruments = createInstruments(assets, log, (facts) => {
    listing = listing.then(() => retried('instruments cannot be listed yet', () => list(facts)));
  });
  const worker = createFoldWorker({ ...dependencies, newState });
  const begin = async (): Promise<void> => {
    await retried('assets does not answer yet', async () => {
      instruments.take(await assets.catalogue({}));
    });
    await listing;
    if (isStopped) return;
    stops.push(
      await eventLog.read([TOPICS.engineMarketData], { group: GROUP }, (batch) => worker.handle(batch)),
    );
    isReading = true;
  };
  let beginning: Promise<void> = Promise.resolve();
  return {
    instruments,
    start: async () => {
      await retried('the cache cannot be warmed yet', async () => {
        await cache.setMany((await history.allStates()).map((state) => hotPrice(state.quote)));
      });
      stops.push(await followInstruments(eventLog, instruments, log));
      beginning = retried('the exchange cannot be followed yet', begin);
    },
    check: async () => {
      if (!isReading) throw new Error('assets has not told its instruments yet');
    },
    stop: async () => {
      isStopped = true;
      endPause();
      await beginning;
      await listing;
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** A ticker of which the exchange has told nothing yet: closed, at its previous close. */
function stateOf(
  { marketClock }: FoldingDependencies,
  ticker: string,
  instrument: InstrumentFact | null,
): TickerState {
  const atMs = marketClock.nowMs();
  const previousClose = instrument?.previousCloseCentavos ?? null;
  return newTicker(ticker, { tradeDate: dayOf(atMs), atMs, previousClose, phase: 'CLOSED' });
}
