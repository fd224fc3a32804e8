import { UnreadableMessage, type Codec } from '#contracts/codec.ts';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { priceBandOf, tradingParametersOn } from '#domain/market/trading-parameters.ts';
import { multiply } from '#domain/money/integer.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { MarketStatusSource } from './status/market-status.ts';
import type { InstrumentDirectory } from './catalogue/directory.ts';
import type { AssetsStore, PreviousClose } from './store/store.ts';

/** Consumer group of assets. */
const GROUP = 'assets';

type PhaseMessage = Extract<EngineMarketData, { type: 'PHASE_CHANGED' }>;

export interface ConsumerDependencies {
  readonly eventLog: EventLog;
  readonly store: AssetsStore;
  readonly directory: InstrumentDirectory;
  /** Called after instruments have changed. */
  readonly wakeRelay: () => void;
  readonly marketStatus: Pick<MarketStatusSource, 'apply'>;
  readonly log: Log;
}

/**
 * Starts the consumers: previous closes, which the engine publishes at the start of a trade date (one instance stores
 * each); instruments that other instances changed, and phases (every instance reads all of them).
 */
export async function startConsumers(dependencies: ConsumerDependencies): Promise<Stop> {
  const { eventLog, store, directory, wakeRelay, marketStatus, log } = dependencies;
  await eventLog.declare(TOPICS.engineMarketData, { compacted: false });
  const stopInstruments = await eventLog.read([TOPICS.instruments], { from: 'now' }, async (batch) => {
    directory.apply(batch.flatMap((record) => readable(record, log, instrumentFactCodec)));
  });
  const stopCloses = await eventLog.read([TOPICS.engineMarketData], { group: GROUP }, async (batch) => {
    const closes = batch.flatMap((record) => previousClosesIn(record, log));
    if (closes.length === 0) return;
    directory.apply(await store.setPreviousCloses(newestOf(closes)));
    wakeRelay();
  });
  const stopPhases = await eventLog.read([TOPICS.engineMarketData], { from: 'now' }, async (batch) => {
    for (const message of batch.flatMap((record) => phasesIn(record, log))) marketStatus.apply(message);
  });
  return async () => {
    await Promise.all([stopInstruments(), stopCloses(), stopPhases()]);
  };
}

/** Decodes phase changes only. They are rare, so other messages are skipped without parsing. */
function phasesIn(record: ReadRecord, log: Log): readonly PhaseMessage[] {
  if (!Buffer.from(record.value).includes('"PHASE_CHANGED"')) return [];
  return readable(record, log, engineMarketDataCodec).filter((message) => message.type === 'PHASE_CHANGED');
}

function previousClosesIn(record: ReadRecord, log: Log): readonly PreviousClose[] {
  return phasesIn(record, log).flatMap((message) => {
    if (message.previousCloseTicks === null) return [];
    const { ticker, tradeDate, tickCentavos } = message;
    const previousCloseCentavos = multiply(message.previousCloseTicks, tickCentavos);
    const priceBand = priceBandOf(tradingParametersOn(tradeDate), previousCloseCentavos, tickCentavos);
    return [{ ticker, tradeDate, previousCloseCentavos, priceBand }];
  });
}

/** The close of the latest trade date for each ticker: one UPDATE cannot change a row twice. */
function newestOf(closes: readonly PreviousClose[]): readonly PreviousClose[] {
  const newest = new Map<string, PreviousClose>();
  for (const close of closes) {
    const before = newest.get(close.ticker);
    if (!before || before.tradeDate < close.tradeDate) newest.set(close.ticker, close);
  }
  return [...newest.values()];
}

/** Decodes a message into a list of one; logs an unreadable message and returns an empty list. */
function readable<T>(record: ReadRecord, log: Log, codec: Codec<T>): readonly T[] {
  const message = codec.read(record.value);
  if (!(message instanceof UnreadableMessage)) return [message];
  log.error(
    { topic: record.topic, key: record.key, reason: message.message },
    'skipped an unreadable message',
  );
  return [];
}
