import { UnreadableMessage } from '#contracts/codec.ts';
import { corporateActionFactCodec, type CorporateActionFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';

/** The corporate actions that this process knows. */
export interface CorporateActions {
  /** The actions of the security behind a ticker. */
  of(ticker: string): readonly CorporateActionFact[];
  take(facts: readonly CorporateActionFact[]): void;
}

export function createCorporateActions(): CorporateActions {
  const byTicker = new Map<string, Map<string, CorporateActionFact>>();
  return {
    of: (ticker) => [...(byTicker.get(custodyTickerOf(ticker))?.values() ?? [])],
    take: (facts) => {
      for (const fact of facts) {
        const known = byTicker.get(fact.ticker) ?? new Map<string, CorporateActionFact>();
        byTicker.set(fact.ticker, known);
        if (fact.version >= (known.get(fact.id)?.version ?? 0)) known.set(fact.id, fact);
      }
    },
  };
}

/** Follows the topic of corporate actions from its beginning. */
export const followActions = (eventLog: EventLog, actions: CorporateActions, log: Log): Promise<Stop> =>
  eventLog.read([TOPICS.corporateActions], { from: 'beginning' }, async (batch) => {
    actions.take(batch.flatMap((record) => readable(record, log)));
  });

function readable(record: ReadRecord, log: Log): readonly CorporateActionFact[] {
  const action = corporateActionFactCodec.read(record.value);
  if (!(action instanceof UnreadableMessage)) return [action];
  log.warn({ key: record.key, reason: action.message }, 'a record of a corporate action is unreadable');
  return [];
}
