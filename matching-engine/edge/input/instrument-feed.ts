import { UnreadableMessage } from '#contracts/codec.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { DefineInstrument } from '../../exchange/commands.ts';
import type { ExchangeState } from '../../exchange/state.ts';
import type { Sequencer } from '../pipeline.ts';
import { CASH_GROUP } from '../schedule/phase-schedule.ts';

/** Follows the instruments of this engine's tickers and tells the core of new and changed ones. */
export function followInstruments(dependencies: {
  readonly eventLog: EventLog;
  readonly sequencer: Sequencer;
  readonly state: Readonly<ExchangeState>;
  /** Whether a ticker belongs to this shard. */
  readonly isOurs: (ticker: string) => boolean;
  /** Called after each batch that has been carried out. */
  readonly onBatch: () => void;
  readonly log: Log;
}): Promise<Stop> {
  const { eventLog, sequencer, state, isOurs, onBatch, log } = dependencies;
  return eventLog.read([TOPICS.instruments], { from: 'beginning' }, async (batch) => {
    const newest = new Map<string, InstrumentFact>();
    for (const record of batch) {
      const fact = decode(record, log);
      if (!fact || !isOurs(fact.ticker)) continue;
      const known = newest.get(fact.ticker)?.version ?? state.listings.get(fact.ticker)?.facts.version ?? -1;
      if (fact.version > known) newest.set(fact.ticker, fact);
    }
    if (newest.size > 0) await sequencer.submit([...newest.values()].map(commandOf));
    onBatch();
  });
}

/** One that cannot be read is logged and passed over: the others must still be listed. */
function decode(record: ReadRecord, log: Log): InstrumentFact | null {
  try {
    return instrumentFactCodec.decode(record.value);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error({ key: record.key, reason: error.message }, 'an instrument cannot be read');
    return null;
  }
}

const commandOf = (fact: InstrumentFact): DefineInstrument => ({
  v: 1,
  type: 'DEFINE_INSTRUMENT',
  ticker: fact.ticker,
  group: CASH_GROUP,
  status: fact.status,
  lotSize: fact.lotSize,
  tickCentavos: fact.tickCentavos,
  priceBand: fact.priceBand,
  maxOrderQuantity: fact.maxOrderQuantity,
  previousCloseCentavos: fact.previousCloseCentavos,
  version: fact.version,
});
