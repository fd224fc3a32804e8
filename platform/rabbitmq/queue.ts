import type { GetMessage } from 'amqplib';
import type { Clock } from '../time/clock.ts';
import type { Log } from '../observability/log.ts';
import type { CommandQueue, OutgoingMessage, Settlement } from '../ports/command-queue.ts';
import { waitFor } from '../retry/wait-for.ts';
import { within } from '../retry/within.ts';
import { type Consumer, startConsumer } from './consumer.ts';
import { createLink, type Link } from './link.ts';
import { createPublisher } from './publisher.ts';

export interface RabbitQueueOptions {
  /** `amqp://USER:PASSWORD@HOST:PORT` */
  readonly url: string;
  readonly wallClock: Clock;
  readonly log: Log;
  /** How long to wait for the server at start, in milliseconds; a minute when absent. */
  readonly waitMs?: number;
}

/** The header with the reason of a dead letter. */
const REASON_HEADER = 'x-reason';
const WAIT_MS = 60_000;
const CHECK_MS = 5_000;

const deadLetterQueue = (queue: string): string => `${queue}.dead`;

/**
 * The command queue on RabbitMQ: for each queue a quorum queue with a single active consumer, publisher confirms, and a
 * dead-letter queue. After a lost connection it reconnects: consumers continue, a publish in progress rejects.
 *
 * @throws StartError when the server does not answer in time
 */
export async function createRabbitQueue(options: RabbitQueueOptions): Promise<CommandQueue> {
  const { url, wallClock, log, waitMs = WAIT_MS } = options;
  const link = createLink(url, log);
  const check = () => within(wallClock, CHECK_MS, probe(link));
  await waitFor(check, {
    what: `RabbitMQ at ${new URL(url).host}`,
    wallClock,
    deadlineMs: waitMs,
    onWaiting: (message) => log.warn({}, message),
  }).catch(async (error: unknown) => {
    await link.close();
    throw error;
  });
  const publisher = createPublisher(link);
  const consumers = new Map<Consumer, string>();

  return {
    declare: (queue) => declare(link, queue),
    publish: (queue, messages) => publisher.publish(queue, messages),
    consume: async (queue, consumeOptions, handle) => {
      const publishDead = async (dead: DeadLetters): Promise<void> => {
        const reasons = new Map<OutgoingMessage, string>(
          dead.map(({ delivery, reason }) => [delivery, reason]),
        );
        const headersOf = (message: OutgoingMessage) => ({ [REASON_HEADER]: reasons.get(message) ?? '' });
        await publisher.publish(deadLetterQueue(queue), [...reasons.keys()], headersOf);
      };
      const consumer = await startConsumer({
        link,
        queue,
        options: consumeOptions,
        handle,
        publishDead,
        wallClock,
        log,
      });
      consumers.set(consumer, queue);
      return async () => {
        await consumer.stop();
        consumers.delete(consumer);
      };
    },
    depth: async (queue) => {
      const inHand = [...consumers].filter(([, consumed]) => consumed === queue);
      return inHand.reduce((sum, [consumer]) => sum + consumer.inHand(), await countReady(link, queue));
    },
    deadLetters: (queue, limit) => peek(link, deadLetterQueue(queue), limit),
    check,
    close: async () => {
      await Promise.all([...consumers.keys()].map((consumer) => consumer.stop()));
      await publisher.close();
      await link.close();
    },
  };
}

type DeadLetters = Settlement['dead'];

/** Checks that the server answers and accepts messages. */
async function probe(link: Link): Promise<void> {
  const channel = await link.channel();
  await channel.checkExchange('amq.direct');
  await channel.close();
  const reason = link.blockedBy();
  if (reason !== null) throw new Error(`RabbitMQ accepts no messages now: ${reason}`);
}

/**
 * Declares a queue and its dead-letter queue, which also receives messages that the server itself dead-letters. The
 * dead-letter queue is a classic queue: `peek` returns what it reads, and a quorum queue counts that as failed deliveries.
 */
async function declare(link: Link, queue: string): Promise<void> {
  const channel = await link.channel();
  await channel.assertQueue(deadLetterQueue(queue), { durable: true });
  await channel.assertQueue(queue, {
    durable: true,
    deadLetterExchange: '',
    deadLetterRoutingKey: deadLetterQueue(queue),
    arguments: { 'x-queue-type': 'quorum', 'x-single-active-consumer': true },
  });
  await channel.close();
}

async function countReady(link: Link, queue: string): Promise<number> {
  const channel = await link.channel();
  const { messageCount } = await channel.checkQueue(queue);
  await channel.close();
  return messageCount;
}

/** Reads messages, and returns them to the queue by closing the channel. */
async function peek(link: Link, queue: string, limit: number): ReturnType<CommandQueue['deadLetters']> {
  const channel = await link.channel();
  const found: GetMessage[] = [];
  try {
    while (found.length < limit) {
      const message = await channel.get(queue);
      if (!message) break;
      found.push(message);
    }
  } finally {
    await channel.close();
  }
  return found.map(({ content, properties }) => ({
    message: {
      body: content,
      messageId: String(properties.messageId ?? ''),
      correlationId: String(properties.correlationId ?? ''),
    },
    reason: String(properties.headers?.[REASON_HEADER] ?? 'dead-lettered by the server'),
  }));
}
