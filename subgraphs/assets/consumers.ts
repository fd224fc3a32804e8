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

/** The name under which assets remembers how far it has read. */
const GROUP = 'assets';

type PhaseMessage = Extract<EngineMarketData, { type: 'PHASE_CHANGED' }>;

export interface ConsumerDependencies {
  readonly eventLog: EventLog;
  readonly store: AssetsStore;
  readonly directory: InstrumentDirectory;
  /** Called when instruments have changed. */
  readonly wakeRelay: () => void;
  readonly marketStatus: Pick<MarketStatusSource, 'take'>;
  readonly log: Log;
}

/**
 * Takes the closes with which the engine begins trade dates, what other instances of assets have changed, and phases:
 * each instance all of them, for each answers what the market's status is.
 */
export async function startConsumers(dependencies: ConsumerDependencies): Promise<Stop> {
  const { eventLog, store, directory, wakeRelay, marketStatus, log } = dependencies;
  await eventLog.declare(TOPICS.engineMarketData, { compacted: false });
  const stopInstruments = await eventLog.read([TOPICS.instruments], { from: 'now' }, async (batch) => {
    directory.take(batch.flatMap((record) => readable(record, log, instrumentFactCodec)));
  });
  const stopCloses = await eventLog.read([TOPICS.engineMarketData], { group: GROUP }, async (batch) => {
    const closes = batch.flatMap((record) => previousClosesIn(record, log));
    if (closes.length === 0) return;
    directory.take(await store.setPreviousCloses(newestOf(closes)));
    wakeRelay();
  });
  const stopPhases = await eventLog.read([TOPICS.engineMarketData], { from: 'now' }, async (batch) => {
    for (const message of batch.flatMap((record) => phasesIn(record, log))) marketStatus.take(message);
  });
  return async () => {
    await Promise.all([stopInstruments(), stopCloses(), stopPhases()]);
  };
}

/** Phases are rare among trades and book changes, so the others are not even parsed. */
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

/** One update cannot change a row twice: of each ticker the latest trade date is what counts. */
function newestOf(closes: readonly PreviousClose[]): readonly PreviousClose[] {
  const newest = new Map<string, PreviousClose>();
  for (const close of closes) {
    const before = newest.get(close.ticker);
    if (!before || before.tradeDate < close.tradeDate) newest.set(close.ticker, close);
  }
  return [...newest.values()];
}

/** The message as a list of one; of none, with a line in the log, when it cannot be read. */
function readable<T>(record: ReadRecord, log: Log, codec: Codec<T>): readonly T[] {
  try {
    return [codec.decode(record.value)];
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error(
      { topic: record.topic, key: record.key, reason: error.message },
      'skipped an unreadable message',
    );
    return [];
  }
}
