import { QUEUES, TOPICS } from '#contracts/names.ts';
import type { BackgroundTask } from '#platform/background/background-task.ts';
import { startOutboxRelay } from '#platform/background/outbox-relay.ts';
import type { Log } from '#platform/observability/log.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { inSlices } from '#platform/time/slice-turns.ts';
import type { Alarm, WallClock } from '#platform/time/clock.ts';
import type { OrderStore, OutgoingCommand, OutgoingFact } from '../store/store.ts';

/** Facts that the event log gets at once. */
const MAX_FACTS = 500;

/** The outboxes, and the targets of the relays. */
export interface RelayDependencies {
  readonly store: Pick<OrderStore, 'publishCommands' | 'publishFacts'>;
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  readonly engineShards: number;
  /**
   * True when facts that change no balances may wait for others, with which they then share their steps: this process alone has streams
   * of them. A booking needs only those that do.
   */
  readonly mayFactsWait: boolean;
  readonly wallClock: WallClock;
  readonly log: Log;
}

/** The relays of all outboxes. */
export interface Relays extends Pick<BackgroundTask, 'wake' | 'stop'> {
  /** Starts the relay of facts alone: a report of the exchange causes no command. */
  readonly wakeFacts: (facts: { readonly changeBalances: boolean }) => void;
}

/** How long facts that change no balances wait: longer than a busy broker takes for some batches of orders. */
const FACTS_WAIT_MS = 100;

/**
 * Step "relay" of an order's way: publishes the rows of the outboxes, each in its order.
 *
 * 1. A transaction that changes an order writes commands and facts to the outboxes (`store/`), and wakes the relays. Commands have
 *    an outbox for each engine shard, so a shard that is down holds up only its own.
 * 2. Each relay reads the oldest rows under a lock: one instance publishes at a time (`store/store-outbox.ts`). Commands
 *    have numbers from their transaction on.
 * 3. Commands go to the queue of the shard, facts to the topic of order facts. The relay waits until the server has confirmed all
 *    of them.
 * 4. The relay deletes the rows. A crash before this step publishes them again: the engine drops a number that it has passed, and
 *    readers of facts drop a repeated sequence.
 *
 * A process that alone uses the database takes the rows of 2. from memory, and deletes them later (`store/own-outboxes.ts`).
 *
 * The loop is `platform/background/outbox-relay.ts`.
 */
export function startRelays(dependencies: RelayDependencies): Relays {
  const { store, engineShards, mayFactsWait, wallClock, log } = dependencies;
  const common = { clock: wallClock, log };
  const commands = Array.from({ length: engineShards }, (_, shard) =>
    startOutboxRelay<OutgoingCommand>({
      name: `relay of commands to shard ${shard}`,
      drain: (limit, publish) => store.publishCommands(shard, limit, publish),
      publish: (batch) => publishCommands(dependencies, shard, batch),
      ...common,
    }),
  );
  const facts = startOutboxRelay<OutgoingFact>({
    name: 'relay of order facts',
    drain: (_limit, publish) => store.publishFacts(publish),
    publish: (batch) => publishFacts(dependencies, batch),
    ...common,
  });
  let waiting: Alarm | null = null;
  const publishFactsNow = (): void => {
    waiting?.cancel();
    waiting = null;
    facts.wake();
  };
  const wakeFacts: Relays['wakeFacts'] = ({ changeBalances }) => {
    if (changeBalances || !mayFactsWait) publishFactsNow();
    else waiting ??= wallClock.after(FACTS_WAIT_MS, publishFactsNow);
  };
  return {
    wake: () => {
      for (const relay of commands) relay.wake();
      wakeFacts({ changeBalances: false });
    },
    wakeFacts,
    stop: async () => {
      publishFactsNow();
      await Promise.all([...commands, facts].map((relay) => relay.stop()));
    },
  };
}

const publishCommands = (
  { queue }: RelayDependencies,
  shard: number,
  commands: readonly OutgoingCommand[],
): Promise<void> =>
  queue.publish(
    QUEUES.engineCommands(shard),
    commands.map(({ body, commandId, correlationId }) => ({ body, messageId: commandId, correlationId })),
  );

const publishFacts = (
  { eventLog, wallClock }: RelayDependencies,
  facts: readonly OutgoingFact[],
): Promise<void> =>
  inSlices(facts, { size: MAX_FACTS, wallClock }, (slice) =>
    eventLog.append(
      TOPICS.orderFacts,
      slice.map((fact) => ({ key: fact.accountId, value: fact.body })),
    ),
  );
