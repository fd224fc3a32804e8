import { corporateActionFactCodec, type CorporateActionFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import type { BackgroundTask } from '#platform/background/background-task.ts';
import { startOutboxRelay } from '#platform/background/outbox-relay.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { InstrumentRelayDependencies } from '../catalogue/instrument-relay.ts';

type RelayDependencies = InstrumentRelayDependencies;

/** Publishes every action again, in case the topic was lost. Throws when the event log fails. */
export async function publishAllActions({
  store,
  eventLog,
}: Pick<RelayDependencies, 'store' | 'eventLog'>): Promise<void> {
  const actions = await store.allActions();
  await publish(eventLog, actions);
  await store.markActionsPublished(actions);
}

/** Starts the relay of changed actions: an outbox whose rows are the actions themselves. */
export const startActionRelay = ({ store, eventLog, wallClock, log }: RelayDependencies): BackgroundTask =>
  startOutboxRelay<DeclaredAction>({
    name: 'corporate action relay',
    drain: async (limit, publishBatch) => {
      const actions = await store.unpublishedActions(limit);
      if (actions.length === 0) return 0;
      await publishBatch(actions);
      await store.markActionsPublished(actions);
      return actions.length;
    },
    publish: (actions) => publish(eventLog, actions),
    clock: wallClock,
    log,
  });

const publish = (eventLog: Pick<EventLog, 'append'>, actions: readonly DeclaredAction[]): Promise<void> =>
  eventLog.append(
    TOPICS.corporateActions,
    actions.map((action) => ({
      key: action.id,
      value: corporateActionFactCodec.encode(toActionFact(action)),
    })),
  );

export const toActionFact = (action: DeclaredAction): CorporateActionFact => ({ v: 1, ...action });
