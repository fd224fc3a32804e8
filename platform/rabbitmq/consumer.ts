import type { Channel, ConsumeMessage } from 'amqplib';
import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import type { ConsumeOptions, Delivery, Settlement } from '../ports/command-queue.ts';
import { logFirstFailure, retryUntilStopped } from '../retry/retry.ts';
import { runSessions, type Session } from '../retry/sessions.ts';
import type { Clock } from '../time/clock.ts';
import type { Link } from './link.ts';

export interface ConsumerDependencies {
  readonly link: Link;
  readonly queue: string;
  readonly options: ConsumeOptions;
  readonly handle: (batch: readonly Delivery[]) => Promise<Settlement | void>;
  /** Publishes dead letters to the dead-letter queue; resolves when they are safe. */
  readonly publishDead: (dead: Settlement['dead']) => Promise<void>;
  readonly wallClock: Clock;
  readonly log: Log;
}

export interface Consumer {
  readonly stop: Stop;
  /** Messages that were taken from the server and are not settled. */
  inHand(): number;
}

/** The protocol's largest prefetch. */
const MAX_PREFETCH = 65_535;

/**
 * Consumes until it is stopped; opens a new channel when one is lost. Repeats a failed batch here instead of returning it
 * to the server, which could redeliver it after later messages.
 */
export async function startConsumer(dependencies: ConsumerDependencies): Promise<Consumer> {
  const { queue, wallClock, log } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  const open = (): Promise<OpenSession> => openSession(dependencies, signal);
  let session = await open();
  const reopen = async (): Promise<OpenSession> => {
    session = await open();
    log.info({ queue }, 'consuming again');
    return session;
  };
  const onFailure = logFirstFailure(log, 'cannot consume now and will try again', { queue });
  const ended = runSessions(session, reopen, { clock: wallClock, signal, onFailure });
  return {
    inHand: () => session.inHand(),
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

/** One channel. It runs until the channel is lost or, once the consumer stops, to the end of the batch at hand. */
interface OpenSession extends Session {
  inHand(): number;
}

/**
 * Consumes over one channel. At the end it closes the channel instead of canceling the consumer: the server then
 * delivers unsettled messages to the next consumer first.
 */
async function openSession(dependencies: ConsumerDependencies, stopping: AbortSignal): Promise<OpenSession> {
  const { link, queue, options, log } = dependencies;
  const channel = await link.channel();
  const arrived: ConsumeMessage[] = [];
  let unsettled = 0;
  const over = new AbortController();
  let wake: () => void = () => undefined;
  const end = (): void => {
    stopping.removeEventListener('abort', end);
    over.abort();
    wake();
  };
  channel.on('close', end);
  stopping.addEventListener('abort', end);
  if (stopping.aborted) end();
  await channel.prefetch(Math.min(options.maxBatch * 2, MAX_PREFETCH));
  await channel.consume(queue, (message) => {
    if (message === null) return end();
    arrived.push(message);
    unsettled += 1;
    wake();
  });

  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const arrival = new Promise<void>((resolve) => (wake = resolve));
      const batch = arrived.splice(0, options.maxBatch);
      if (batch.length === 0) await arrival;
      else if (await handleUntilDone(dependencies, batch, over.signal)) {
        settle(channel, batch, log);
        unsettled -= batch.length;
      }
    }
    unsettled = 0;
    await channel.close().catch(() => undefined);
  };
  return { run, inHand: () => unsettled };
}

/** Repeats a batch until it is handled; false when the session ended before that. */
const handleUntilDone = (
  { handle, publishDead, queue, wallClock, log }: ConsumerDependencies,
  batch: readonly ConsumeMessage[],
  signal: AbortSignal,
): Promise<boolean> =>
  retryUntilStopped(
    async (attempt) => {
      const settlement = await handle(batch.map((message) => deliveryOf(message, attempt > 1)));
      if (settlement && settlement.dead.length > 0) await publishDead(settlement.dead);
    },
    {
      clock: wallClock,
      signal,
      onFailure: logFirstFailure(log, 'a batch was not handled and will be repeated', { queue }),
    },
  );

/** Acknowledges a batch. After a lost channel the server redelivers the batch: at least once. */
function settle(channel: Channel, batch: readonly ConsumeMessage[], log: Log): void {
  const last = batch.at(-1);
  try {
    if (last) channel.ack(last, true);
  } catch (error) {
    log.debug({ err: error }, 'a handled batch could not be acknowledged');
  }
}

const deliveryOf = ({ content, fields, properties }: ConsumeMessage, again: boolean): Delivery => ({
  body: content,
  messageId: String(properties.messageId ?? ''),
  correlationId: String(properties.correlationId ?? ''),
  redelivered: again || fields.redelivered,
});
