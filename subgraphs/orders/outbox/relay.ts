import { QUEUES, TOPICS } from '#contracts/names.ts';
import { shardOf } from '#contracts/sharding.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { startBackground, type Background } from '../background.ts';
import type { OrderStore, OutgoingCommand, OutgoingFact } from '../store/store.ts';

/** How many messages one transaction publishes. */
const BATCH = 500;
/** How long another instance's messages may lie when that instance is gone. */
const POLL_MS = 500;

/** Where the relay publishes to. */
export interface RelayTargets {
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  readonly engineShards: number;
}

/**
 * Publishes what transactions left in the outboxes: commands to the engine's queues, facts to their topic, in order and
 * confirmed before they are forgotten. A crash in between publishes them again.
 */
export function startRelay(store: OrderStore, targets: RelayTargets, clock: Clock, log: Log): Background {
  const commands = startBackground({
    name: 'relay of commands',
    run: () => drain(() => store.publishCommands(BATCH, (batch) => publishCommands(targets, batch))),
    everyMs: POLL_MS,
    clock,
    log,
  });
  const facts = startBackground({
    name: 'relay of facts',
    run: () => drain(() => store.publishFacts(BATCH, (batch) => publishFacts(targets, batch))),
    everyMs: POLL_MS,
    clock,
    log,
  });
  return {
    wake: () => {
      commands.wake();
      facts.wake();
    },
    stop: async () => {
      await Promise.all([commands.stop(), facts.stop()]);
    },
  };
}

async function drain(publishBatch: () => Promise<number>): Promise<void> {
  for (let count = BATCH; count === BATCH;) count = await publishBatch();
}

async function publishCommands(
  { queue, engineShards }: RelayTargets,
  commands: readonly OutgoingCommand[],
): Promise<void> {
  const byShard = new Map<number, OutgoingCommand[]>();
  for (const command of commands) {
    const shard = shardOf(command.ticker, engineShards);
    const batch = byShard.get(shard) ?? [];
    batch.push(command);
    byShard.set(shard, batch);
  }
  for (const [shard, batch] of byShard) {
    const messages = batch.map(({ body, commandId, correlationId }) => ({
      body,
      messageId: commandId,
      correlationId,
    }));
    await queue.publish(QUEUES.engineCommands(shard), messages);
  }
}

const publishFacts = ({ eventLog }: RelayTargets, facts: readonly OutgoingFact[]): Promise<void> =>
  eventLog.append(
    TOPICS.orderFacts,
    facts.map((fact) => ({ key: fact.accountId, value: fact.body })),
  );
