import type { Channel, ConsumeMessage } from 'amqplib';
import { type Clock, delay } from '../time/clock.ts';
import type { Log } from '../observability/log.ts';
import type { Stop } from '../process/part.ts';
import type { ConsumeOptions, Delivery, Settlement } from '../ports/command-queue.ts';
import type { Link } from './link.ts';

export interface ConsumerDependencies {
  readonly link: Link;
  readonly queue: string;
  readonly options: ConsumeOptions;
  readonly handle: (batch: readonly Delivery[]) => Promise<Settlement | void>;
  /** Keeps dead letters; they are safe when it resolves. */
  readonly bury: (dead: Settlement['dead']) => Promise<void>;
  readonly wallClock: Clock;
  readonly log: Log;
}

export interface Consumer {
  readonly stop: Stop;
  /** Messages that were taken from the server and are not settled. */
  inHand(): number;
}

const REDELIVERY_PAUSE_MS = 500;
const FIRST_RECONNECT_MS = 100;
const LONGEST_RECONNECT_MS = 5_000;
/** The largest prefetch that the protocol can say. */
const MAX_PREFETCH = 65_535;

/**
 * Consumes until it is stopped, over one channel after the other as they are lost. A batch that fails is kept and
 * tried again here, not given back: what is given back could come behind what follows it.
 */
export async function startConsumer(dependencies: ConsumerDependencies): Promise<Consumer> {
  const { wallClock, log } = dependencies;
  let stopping = false;
  let announceStop: () => void = () => undefined;
  const stopAnnounced = new Promise<void>((resolve) => (announceStop = resolve));
  let session = await openSession(dependencies, stopAnnounced);

  const run = async (): Promise<void> => {
    await session.run();
    for (let pauseMs = FIRST_RECONNECT_MS; !stopping; pauseMs = Math.min(pauseMs * 2, LONGEST_RECONNECT_MS)) {
      await Promise.race([delay(wallClock, pauseMs), stopAnnounced]);
      if (stopping) return;
      try {
        session = await openSession(dependencies, stopAnnounced);
        pauseMs = FIRST_RECONNECT_MS;
        log.info({ queue: dependencies.queue }, 'consuming again');
        await session.run();
      } catch (error) {
        log.warn({ err: error, queue: dependencies.queue }, 'cannot consume now; it is tried again');
      }
    }
  };
  const ended = run();
  return {
    inHand: () => session.inHand(),
    stop: async () => {
      stopping = true;
      announceStop();
      await ended;
    },
  };
}

interface Session {
  /** Resolves when the channel is lost, or at the end of the batch at hand once a stop is announced. */
  run(): Promise<void>;
  inHand(): number;
}

/**
 * One channel's worth of consuming. At the end the channel is closed and not just the consumer cancelled: the server
 * then gives what was taken and not settled to the next consumer first.
 */
async function openSession(
  dependencies: ConsumerDependencies,
  stopAnnounced: Promise<void>,
): Promise<Session> {
  const { link, queue, options, log } = dependencies;
  const channel = await link.channel();
  const arrived: ConsumeMessage[] = [];
  let unsettled = 0;
  let over = false;
  let wake: () => void = () => undefined;
  const end = (): void => {
    over = true;
    wake();
  };
  channel.on('close', end);
  void stopAnnounced.then(end);
  await channel.prefetch(Math.min(options.maxBatch * 2, MAX_PREFETCH));
  await channel.consume(queue, (message) => {
    if (message === null) return end();
    arrived.push(message);
    unsettled += 1;
    wake();
  });

  const isOver = (): boolean => over;
  const run = async (): Promise<void> => {
    while (!over) {
      const arrival = new Promise<void>((resolve) => (wake = resolve));
      const batch = arrived.splice(0, options.maxBatch);
      if (batch.length === 0) await arrival;
      else if (await handleUntilDone(dependencies, batch, isOver)) {
        settle(channel, batch, log);
        unsettled -= batch.length;
      }
    }
    unsettled = 0;
    await channel.close().catch(() => undefined);
  };
  return { run, inHand: () => unsettled };
}

/** Answers whether the batch was handled; not when the session ended before that. */
async function handleUntilDone(
  { handle, bury, queue, wallClock, log }: ConsumerDependencies,
  batch: readonly ConsumeMessage[],
  isOver: () => boolean,
): Promise<boolean> {
  for (let again = false; !(again && isOver()); again = true) {
    try {
      const settlement = await handle(batch.map((message) => deliveryOf(message, again)));
      if (settlement && settlement.dead.length > 0) await bury(settlement.dead);
      return true;
    } catch (error) {
      log.error({ err: error, queue }, 'a batch was not handled; it comes again');
      await delay(wallClock, REDELIVERY_PAUSE_MS);
    }
  }
  return false;
}

/** On a lost channel this does nothing and the server gives the batch out again: at least once. */
function settle(channel: Channel, batch: readonly ConsumeMessage[], log: Log): void {
  const last = batch.at(-1);
  try {
    if (last) channel.ack(last, true);
  } catch (error) {
    log.debug({ err: error }, 'a batch was handled and could not be acknowledged');
  }
}

const deliveryOf = ({ content, fields, properties }: ConsumeMessage, again: boolean): Delivery => ({
  body: content,
  messageId: String(properties.messageId ?? ''),
  correlationId: String(properties.correlationId ?? ''),
  redelivered: again || fields.redelivered,
});
