import { UnreadableMessage } from '#contracts/codec.ts';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { deadTopic, TOPICS } from '#contracts/names.ts';
import type { Candle } from '#domain/market-data/candles.ts';
import { applyEvent, type Book, type TickerState, type Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog, LogRecord, ReadRecord } from '#platform/ports/event-log.ts';
import { StaleState, type QuoteHistory, type StoredState } from '../history/history.ts';
import { bookRecord, hotPrice, quoteRecord, tradeRecord } from './records.ts';

/** A worker with a larger batch is behind and publishes only the newest quote and book of each ticker. */
const CONFLATE_ABOVE = 256;

export interface FoldWorkerDependencies {
  readonly history: QuoteHistory;
  readonly eventLog: EventLog;
  readonly cache: Cache;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The initial state of a ticker with its first event. */
  readonly newState: (ticker: string) => TickerState;
  /** Called with tickers that lost events, so that their books need a snapshot. */
  readonly onUnknownBooks: (tickers: readonly string[]) => void;
}

/** Folds the exchange's events into states, stores and publishes them. */
export interface FoldWorker {
  /** Handles a batch of the exchange's topic. Idempotent. */
  handle(batch: readonly ReadRecord[]): Promise<void>;
}

/** Results of a batch, to be published. */
interface Folded {
  readonly states: Map<string, StoredState>;
  readonly quotes: Quote[];
  readonly books: Book[];
  readonly trades: Trade[];
  readonly candles: Map<string, Candle>;
  /** Tickers with events that had been folded before and may not have been published. */
  readonly repeated: Set<string>;
  readonly gaps: { readonly ticker: string; readonly sequence: number; readonly missing: number }[];
  /** Number of trades that were lost. */
  missingTrades: number;
}

/**
 * Creates the worker. Each batch is folded, stored under its states' versions, written to the
 * cache and published; then the topic's progress is committed. After a crash in between, the events are delivered again:
 * they change no state, and the newest states of their tickers are published again. Readers drop repeats by sequence.
 */
export function createFoldWorker(dependencies: FoldWorkerDependencies): FoldWorker {
  const { history, log, metrics } = dependencies;
  const known = new Map<string, StoredState>();
  const count = metrics.counter(
    'market_data_events_total',
    'Events of the exchange by outcome: folded or unreadable.',
    ['outcome'],
  );
  const lost = metrics.counter(
    'market_data_lost_total',
    'Events and trades of the exchange that were lost. Snapshots restore books, not trades.',
    ['what'],
  );
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
  return {
    handle: async (batch) => {
      const events = await readable(batch, dependencies);
      await load([...new Set(events.map((event) => event.ticker))]);
      const folded = foldEvents(events, known);
      await store(folded);
      for (const gap of folded.gaps) {
        log.error(gap, 'events of the exchange are missing; the book needs a snapshot');
        lost.inc({ what: 'events' }, gap.missing);
      }
      lost.inc({ what: 'trades' }, folded.missingTrades);
      count.inc({ outcome: 'unreadable' }, batch.length - events.length);
      count.inc({ outcome: 'folded' }, events.length);
      dependencies.onUnknownBooks(
        [...folded.states].filter(([, { state }]) => !state.bookKnown).map(([ticker]) => ticker),
      );
      await publish(dependencies, folded, known, batch.length > CONFLATE_ABOVE);
    },
  };
}

/** Publishes unreadable events to the dead topic with the reason, so that they do not block the others. */
async function readable(
  batch: readonly ReadRecord[],
  { eventLog, log }: FoldWorkerDependencies,
): Promise<EngineMarketData[]> {
  const events: EngineMarketData[] = [];
  const dead: LogRecord[] = [];
  for (const record of batch) {
    try {
      events.push(engineMarketDataCodec.decode(record.value));
    } catch (error) {
      if (!(error instanceof UnreadableMessage)) throw error;
      log.error({ key: record.key, reason: error.message }, 'an event of the exchange is unreadable');
      const body = Buffer.from(record.value).toString('base64');
      dead.push({ key: record.key, value: Buffer.from(JSON.stringify({ reason: error.message, body })) });
    }
  }
  if (dead.length > 0) await eventLog.append(deadTopic(TOPICS.engineMarketData), dead);
  return events;
}

function foldEvents(events: readonly EngineMarketData[], known: ReadonlyMap<string, StoredState>): Folded {
  const folded: Folded = {
    states: new Map(),
    quotes: [],
    books: [],
    trades: [],
    candles: new Map(),
    repeated: new Set(),
    gaps: [],
    missingTrades: 0,
  };
  for (const event of events) {
    const { ticker, sequence } = event;
    const stored = folded.states.get(ticker) ?? known.get(ticker);
    if (!stored) throw new Error(`the state of ${ticker} was not loaded`);
    const step = applyEvent(stored.state, event);
    if (step === null) {
      folded.repeated.add(ticker);
      continue;
    }
    folded.states.set(ticker, { state: step.state, version: stored.version });
    if (step.quote) folded.quotes.push(step.quote);
    if (step.book) folded.books.push(step.book);
    if (step.trade) folded.trades.push(step.trade);
    folded.missingTrades += step.missingTrades;
    if (step.missing > 0) folded.gaps.push({ ticker, sequence, missing: step.missing });
    for (const candle of step.candles)
      folded.candles.set(`${ticker} ${candle.interval} ${candle.openedAtMs}`, candle);
  }
  return folded;
}

/** Writes the newest quotes to the cache, then publishes trades, books and quotes. */
async function publish(
  { history, eventLog, cache }: FoldWorkerDependencies,
  folded: Folded,
  known: ReadonlyMap<string, StoredState>,
  isBehind: boolean,
): Promise<void> {
  const repeated = [...folded.repeated].flatMap((ticker) => known.get(ticker)?.state ?? []);
  const lastTrades = await Promise.all(
    repeated.map((state) => history.tradesBefore(state.quote.ticker, null, 1)),
  );
  const quotes = [...folded.quotes, ...repeated.map((state) => state.quote)];
  const books = [...folded.books, ...repeated.filter((state) => state.bookKnown).map((state) => state.book)];
  const trades = [...folded.trades, ...lastTrades.flat()];
  await cache.setMany(newestOf(quotes).map(hotPrice));
  const isWhole = !isBehind && repeated.length === 0;
  await append(eventLog, TOPICS.trades, trades.map(tradeRecord));
  await append(eventLog, TOPICS.books, (isWhole ? books : newestOf(books)).map(bookRecord));
  await append(eventLog, TOPICS.quotes, (isWhole ? quotes : newestOf(quotes)).map(quoteRecord));
}

async function append(eventLog: EventLog, topic: string, records: readonly LogRecord[]): Promise<void> {
  if (records.length > 0) await eventLog.append(topic, records);
}

/** The newest value of each ticker. */
function newestOf<T extends { readonly ticker: string; readonly sequence: number }>(all: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const one of all)
    if (one.sequence >= (newest.get(one.ticker)?.sequence ?? 0)) newest.set(one.ticker, one);
  return [...newest.values()];
}
