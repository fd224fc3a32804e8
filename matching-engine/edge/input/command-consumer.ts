import { UnreadableMessage } from '#contracts/codec.ts';
import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { QUEUES } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { CommandQueue, Delivery, Settlement } from '#platform/ports/command-queue.ts';
import type { EngineMetrics } from '../engine-metrics.ts';
import type { CommandGaps } from './command-gaps.ts';
import type { Submit } from './sequencer.ts';

/** Deliveries of one batch. */
const MAX_DELIVERIES = 500;

/**
 * Consumes the members' commands of a shard. A batch is acknowledged once all its outputs are published. Unreadable
 * messages go to the dead-letter queue with the reason; the rest of the batch is processed. A batch that shows that commands before
 * it are missing (`command-gaps.ts`) stays in the queue.
 */
export function consumeCommands(dependencies: {
  readonly queue: CommandQueue;
  readonly shard: number;
  readonly submit: Submit;
  readonly gaps: CommandGaps;
  readonly metrics: EngineMetrics;
  readonly log: Log;
}): Promise<Stop> {
  const { queue, shard, submit, gaps, metrics, log } = dependencies;
  return queue.consume(
    QUEUES.engineCommands(shard),
    { maxBatch: MAX_DELIVERIES },
    async (batch): Promise<Settlement> => {
      const commands: EngineCommand[] = [];
      const dead: { delivery: Delivery; reason: string }[] = [];
      for (const delivery of batch) {
        const command = engineCommandCodec.read(delivery.body);
        if (command instanceof UnreadableMessage) dead.push({ delivery, reason: command.message });
        else commands.push(command);
      }
      for (const { delivery, reason } of dead) {
        const { messageId, correlationId } = delivery;
        log.warn({ messageId, correlationId, reason }, 'unreadable command, moved to the dead letters');
      }
      if (dead.length > 0) metrics.deadLettered(dead.length);
      if (commands.length > 0) {
        gaps.check(commands);
        await submit(commands);
      }
      for (const { type, commandId, correlationId } of commands)
        log.debug({ type, commandId, correlationId }, 'command applied and published');
      return { dead };
    },
  );
}
