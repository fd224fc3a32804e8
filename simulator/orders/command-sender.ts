import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { QUEUES } from '#contracts/names.ts';
import { shardOf } from '#contracts/sharding.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';

/** Sends commands to the engine's shards, in order, again and again until the queue has taken them. */
export interface CommandSender {
  send(commands: readonly EngineCommand[]): void;
  /** Commands that the queue has not taken yet. */
  waiting(): number;
  /** Resolves when the queue has taken all, or as soon as it fails. */
  stop(): Promise<void>;
}

export interface CommandSenderDependencies {
  readonly queue: CommandQueue;
  readonly shards: number;
  readonly wallClock: Clock;
  readonly log: Log;
  /** Called with the number of commands that were taken. */
  readonly onSent: (count: number) => void;
}

const MAX_BATCH = 500;
const RETRY_MS = 500;

export function createCommandSender(dependencies: CommandSenderDependencies): CommandSender {
  const { queue, shards, wallClock, log, onSent } = dependencies;
  const waiting: EngineCommand[] = [];
  let stopped = false;
  let pumping: Promise<void> | null = null;

  const publish = async (batch: readonly EngineCommand[]): Promise<void> => {
    for (let shard = 0; shard < shards; shard++) {
      const messages = batch.filter((command) => isOf(command, shard, shards)).map(messageOf);
      if (messages.length > 0) await queue.publish(QUEUES.engineCommands(shard), messages);
    }
  };
  const pump = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      try {
        await publish(batch);
        waiting.splice(0, batch.length);
        onSent(batch.length);
      } catch (error) {
        log.warn({ err: error, waiting: waiting.length }, 'commands could not be sent; trying again');
        if (stopped) return;
        await delay(wallClock, RETRY_MS);
      }
    }
  };
  return {
    send: (commands) => {
      waiting.push(...commands);
      pumping ??= pump().finally(() => {
        pumping = null;
      });
    },
    waiting: () => waiting.length,
    stop: async () => {
      stopped = true;
      await pumping;
    },
  };
}

/** A command goes to its ticker's shard; what is about all tickers goes to every shard. */
const isOf = (command: EngineCommand, shard: number, shards: number): boolean =>
  command.type === 'END_SESSION' || command.ticker === null || shardOf(command.ticker, shards) === shard;

const messageOf = (command: EngineCommand) => ({
  body: engineCommandCodec.encode(command),
  messageId: command.commandId,
  correlationId: command.correlationId,
});
