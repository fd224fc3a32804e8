import { UnreadableMessage } from '#contracts/codec.ts';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { deadTopic, TOPICS } from '#contracts/names.ts';
import type { TickerState } from '#domain/market-data/fold.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { LogRecord, ReadRecord } from '#platform/ports/event-log.ts';
import { inSlices } from '#platform/time/slice-turns.ts';
import type { Clock, WallClock } from '#platform/time/clock.ts';
import { StaleState, type StoredState } from '../history/history.ts';
import { foldEvents, nothingFolded, type Folded } from './fold-events.ts';
import { createFoldMetrics } from './fold-metrics.ts';
import { createForeignEvents } from './foreign-events.ts';
import { publish, type PublishDependencies } from './publish.ts';

/** A worker with a larger batch is behind and publishes only the newest quote and book of each ticker. */
const CONFLATE_ABOVE = 16;
/**
 * Events that are folded in one run of the event loop. A batch is stored as a whole: a store takes as long for few events of a
 * ticker as for many.
 */
const EVENTS_AT_ONCE = 200;

export interface FoldWorkerDependencies extends PublishDependencies {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly wallClock: WallClock;
  readonly marketClock: Clock;
  /** The initial state of a ticker with its first event. */
  readonly newState: (ticker: string) => TickerState;
  /** Called with tickers that lost events, so that their books need a snapshot. */
  readonly onUnknownBooks: (tickers: readonly string[]) => void;
}

/** Folds the exchange's events into states, stores and publishes them. */
export interface FoldWorker {
  /** Handles a batch of the exchange's topic. Idempotent. */
  handle(batch: readonly ReadRecord[]): Promise<void>;
  /** Throws with the reason while the exchange runs on another journal than before. */
  check(): void;
}

/**
 * Step "fold" of a quote's way: folds a batch of the exchange's events into quotes, books, trades and candles.
 *
 * 1. Unreadable events go to the dead topic with their reason.
 * 2. The states of the batch's tickers are loaded, those of new tickers created.
 * 3. fold-events.ts applies the events in order. Those of another journal of the exchange are dropped (foreign-events.ts).
 * 4. The states are stored under their versions, with trades and candles, in one transaction.
 * 5. Gaps are counted and logged; a book that lost events asks the engine for a snapshot (book-recovery.ts).
 * 6. publish.ts writes the cache and publishes; then the topic's progress is committed.
 *
 * After a crash in between, the events are delivered again: they change no state, and step 6 publishes the newest states
 * of their tickers again.
 */
export function createFoldWorker(dependencies: FoldWorkerDependencies): FoldWorker {
  const { history, log, metrics, wallClock, marketClock } = dependencies;
  const known = new Map<string, StoredState>();
  const reported = createFoldMetrics(metrics);
  const load = async (tickers: readonly string[]): Promise<void> => {
    const unknown = tickers.filter((ticker) => !known.has(ticker));
    if (unknown.length === 0) return;
    const loaded = await history.loadStates(unknown);
    loaded.forEach((stored, index) => stored && known.set(unknown[index] ?? '', stored));
    const fresh = unknown.filter((_, index) => !loaded[index]);
    if (fresh.length === 0) return;
    await history.addTickers(fresh.map(dependencies.newState));
    await load(fresh);
  };
  const store = async (folded: Folded): Promise<void> => {
    const states = [...folded.states].map(([ticker, stored]) => ({
      state: stored.state,
      version: known.get(ticker)?.version ?? 0,
    }));
    if (states.length === 0) return;
    const { trades, candles } = folded;
    await history.commit({ states, trades, candles: [...candles.values()] }).catch((error: unknown) => {
      if (error instanceof StaleState) known.clear();
      throw error;
    });
    for (const { state, version } of states) known.set(state.quote.ticker, { state, version: version + 1 });
  };
  const foreign = createForeignEvents(log, metrics);
  const foldSlice = async (folded: Folded, slice: readonly ReadRecord[]): Promise<EngineMarketData[]> => {
    const events = await readable(slice, dependencies);
    await load([...new Set(events.map((event) => event.ticker))]);
    foldEvents(folded, events, known);
    return events;
  };
  const handle = async (batch: readonly ReadRecord[]): Promise<void> => {
    const folded = nothingFolded();
    let events = 0;
    let oldestMs = Infinity;
    await inSlices(batch, { size: EVENTS_AT_ONCE, wallClock }, async (slice) => {
      const foldedNow = await foldSlice(folded, slice);
      events += foldedNow.length;
      oldestMs = Math.min(oldestMs, foldedNow[0]?.atMs ?? Infinity);
    });
    await store(folded);
    foreign.take(folded);
    for (const gap of folded.gaps)
      log.error(gap, 'events of the exchange are missing; the book needs a snapshot');
    reported.stored(folded, { events, unreadable: batch.length - events });
    dependencies.onUnknownBooks(
      [...folded.states].filter(([, { state }]) => !state.bookKnown).map(([ticker]) => ticker),
    );
    await publish(dependencies, folded, known, batch.length > CONFLATE_ABOVE);
    reported.published(marketClock.nowMs() - oldestMs);
  };
  return { check: () => foreign.check(), handle };
}

/** Publishes unreadable events to the dead topic with the reason, so that they do not block the others. */
async function readable(
  batch: readonly ReadRecord[],
  { eventLog, log }: FoldWorkerDependencies,
): Promise<EngineMarketData[]> {
  const events: EngineMarketData[] = [];
  const dead: LogRecord[] = [];
  for (const record of batch) {
    const event = engineMarketDataCodec.read(record.value);
    if (event instanceof UnreadableMessage) {
      const { message: reason } = event;
      log.error({ key: record.key, reason }, 'an event of the exchange is unreadable');
      const body = Buffer.from(record.value).toString('base64');
      dead.push({ key: record.key, value: Buffer.from(JSON.stringify({ reason, body })) });
    } else events.push(event);
  }
  if (dead.length > 0) await eventLog.append(deadTopic(TOPICS.engineMarketData), dead);
  return events;
}
