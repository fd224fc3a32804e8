import { UnreadableMessage } from '#contracts/codec.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { ExchangeState } from '../../exchange/state.ts';
import type { Submit } from './sequencer.ts';
import { instrumentCommand } from './instrument-command.ts';

/** Reads the topic of instruments and submits a command for each new or changed one of this shard. */
export function followInstruments(dependencies: {
  readonly eventLog: EventLog;
  readonly submit: Submit;
  readonly state: Readonly<ExchangeState>;
  /** Whether a ticker belongs to this shard. */
  readonly isOurs: (ticker: string) => boolean;
  /** Called after each batch that has been applied. */
  readonly onBatch: () => void;
  readonly log: Log;
}): Promise<Stop> {
  const { eventLog, submit, state, isOurs, onBatch, log } = dependencies;
  return eventLog.read([TOPICS.instruments], { from: 'beginning' }, async (batch) => {
    const newest = new Map<string, InstrumentFact>();
    for (const record of batch) {
      const fact = decode(record, log);
      if (!fact || !isOurs(fact.ticker)) continue;
      const known = newest.get(fact.ticker)?.version ?? state.listings.get(fact.ticker)?.facts.version ?? -1;
      if (fact.version > known) newest.set(fact.ticker, fact);
    }
    if (newest.size > 0) await submit([...newest.values()].map(instrumentCommand));
    onBatch();
  });
}

/** Logs and skips an unreadable fact, so that the other instruments are listed. */
function decode(record: ReadRecord, log: Log): InstrumentFact | null {
  const fact = instrumentFactCodec.read(record.value);
  if (!(fact instanceof UnreadableMessage)) return fact;
  log.error({ key: record.key, reason: fact.message }, 'unreadable instrument, skipped');
  return null;
}
