import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { QUEUES } from '#contracts/names.ts';
import { shardOf } from '#contracts/sharding.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';

/** Sends commands to the engine's shards, in order, and retries until the queue accepts them. */
export interface CommandSender {
  send(commands: readonly EngineCommand[]): void;
  /** Number of commands that the queue has not accepted yet. */
  waiting(): number;
  /** Resolves when the queue has accepted all commands, or at its first failure. */
  stop(): Promise<void>;
}

export interface CommandSenderDependencies {
  readonly queue: CommandQueue;
  readonly shards: number;
  readonly wallClock: Clock;
  readonly log: Log;
  /** Called with the number of commands that the queue accepted. */
  readonly onSent: (count: number) => void;
}

const MAX_BATCH = 500;

export function createCommandSender(dependencies: CommandSenderDependencies): CommandSender {
  const { queue, shards, wallClock, log, onSent } = dependencies;
  const waiting: EngineCommand[] = [];
  const publish = async (batch: readonly EngineCommand[]): Promise<void> => {
    for (let shard = 0; shard < shards; shard++) {
      const messages = batch.filter((command) => isForShard(command, shard, shards)).map(messageOf);
      if (messages.length > 0) await queue.publish(QUEUES.engineCommands(shard), messages);
    }
  };
  const task = startBackgroundTask({
    name: 'sending of commands',
    run: async () => {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, MAX_BATCH);
        await publish(batch);
        waiting.splice(0, batch.length);
        onSent(batch.length);
      }
    },
    clock: wallClock,
    log,
  });
  return {
    send: (commands) => {
      if (commands.length === 0) return;
      waiting.push(...commands);
      task.wake();
    },
    waiting: () => waiting.length,
    stop: task.stop,
  };
}

/** A command is routed to its ticker's shard; a command for all tickers is sent to every shard. */
const isForShard = (command: EngineCommand, shard: number, shards: number): boolean =>
  command.type === 'END_SESSION' || command.ticker === null || shardOf(command.ticker, shards) === shard;

const messageOf = (command: EngineCommand) => ({
  body: engineCommandCodec.encode(command),
  messageId: command.commandId,
  correlationId: command.correlationId,
});
