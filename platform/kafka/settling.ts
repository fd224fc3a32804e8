import kafkajs, { type Admin, type ITopicConfig, type Producer } from 'kafkajs';
import type { Clock } from '../time/clock.ts';
import type { Log } from '../observability/log.ts';
import { waitFor } from '../retry/wait-for.ts';

/** Node finds no names of their own for these in the package. */
const { KafkaJSAggregateError, KafkaJSError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } = kafkajs;

/** How long a new topic, or a server that has just started, may take to be usable. */
const SETTLING_MS = 30_000;

interface Tools {
  readonly wallClock: Clock;
  readonly log: Log;
}

/**
 * Tries again as long as the servers say that they are not ready: partitions have no leader yet, a topic is not known
 * everywhere yet, a coordinator loads.
 *
 * @throws StartError when it lasts longer than 30 seconds
 */
export const whenSettled = <T>(
  topics: readonly string[],
  attempt: () => Promise<T>,
  { wallClock, log }: Tools,
): Promise<T> =>
  waitFor(attempt, {
    what: `Kafka topic ${topics.join(', ')}`,
    wallClock,
    deadlineMs: SETTLING_MS,
    isTransient,
    onWaiting: (message) => log.info({}, message),
  });

/**
 * Connects a producer, for which a server that has just started may have no ids yet. A server that cannot be reached is
 * no reason to wait: whoever appends is told at once.
 */
export const connectProducer = (
  producer: Pick<Producer, 'connect'>,
  { wallClock, log }: Tools,
): Promise<void> =>
  waitFor(() => producer.connect(), {
    what: 'A producer of Kafka',
    wallClock,
    deadlineMs: SETTLING_MS,
    isTransient: (error) => isTransient(error) && isAnswer(error),
    onWaiting: (message) => log.info({}, message),
  });

/** Whether the server said so itself. */
const isAnswer = (error: unknown): boolean =>
  error instanceof KafkaJSNumberOfRetriesExceeded
    ? isAnswer(error.cause)
    : error instanceof KafkaJSProtocolError;

/** What Kafka calls retriable, also when the client has given up on it or several requests met it. */
function isTransient(error: unknown): boolean {
  if (error instanceof KafkaJSAggregateError) return error.errors.every(isTransient);
  if (error instanceof KafkaJSNumberOfRetriesExceeded) return isTransient(error.cause);
  return error instanceof KafkaJSError && error.retriable;
}

/**
 * Makes a topic unless it is there, and checks that it can be used. The servers confirm a new topic before all of its
 * partitions have a leader, and to whoever comes second while the first one's is still being made.
 *
 * @throws KafkaJSError that is retriable while some partition has no leader
 */
export async function makeTopic(
  admin: Pick<Admin, 'createTopics' | 'fetchTopicMetadata'>,
  config: ITopicConfig,
): Promise<void> {
  const { topic } = config;
  await admin.createTopics({ topics: [config], waitForLeaders: false });
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics.find(({ name }) => name === topic)?.partitions ?? [];
  const isLed = partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
  if (!isLed) throw new KafkaJSError(`topic ${topic} has partitions without a leader`, { retriable: true });
}
