import { UnreadableMessage } from '#contracts/codec.ts';
import { corporateActionFactCodec, type CorporateActionFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { WalletActionStore } from '../store/actions/action-store.ts';

/** The consumer group that all wallet instances share. */
const GROUP = 'wallet-corporate-actions';

/** Reads corporate actions from the event log and stores the newer versions. */
export async function consumeActions(dependencies: {
  readonly eventLog: EventLog;
  readonly store: Pick<WalletActionStore, 'saveActions'>;
  readonly log: Log;
  /** Called after actions were stored. */
  readonly onDeclared: () => void;
}): Promise<Stop> {
  const { eventLog, store, log, onDeclared } = dependencies;
  await eventLog.declare(TOPICS.corporateActions, { compacted: true });
  return eventLog.read([TOPICS.corporateActions], { group: GROUP }, async (batch) => {
    const actions = batch.flatMap((record) => readable(record, log));
    await store.saveActions(actions.map(({ v: _version, ...action }) => action));
    if (actions.length > 0) onDeclared();
  });
}

function readable(record: ReadRecord, log: Log): readonly CorporateActionFact[] {
  const action = corporateActionFactCodec.read(record.value);
  if (!(action instanceof UnreadableMessage)) return [action];
  log.error({ key: record.key, reason: action.message }, 'skipped an unreadable corporate action');
  return [];
}
