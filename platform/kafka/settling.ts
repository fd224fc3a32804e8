import kafkajs, { type Admin, type ITopicConfig, type Producer } from 'kafkajs';
import type { Clock } from '../time/clock.ts';
import type { Log } from '../observability/log.ts';
import { waitFor } from '../retry/wait-for.ts';

/** Node does not see these as named exports of the package. */
const { KafkaJSAggregateError, KafkaJSError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } = kafkajs;

/** Time for a new topic, or a server that has just started, to become usable. */
const SETTLING_MS = 30_000;

interface Tools {
  readonly wallClock: Clock;
  readonly log: Log;
}

/**
 * Repeats an attempt while the servers answer that they are not ready: partitions have no leader yet, a topic is not
 * known everywhere yet, a coordinator loads.
 *
 * @throws StartError after 30 seconds
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
 * Connects a producer. Waits for a server that has just started and cannot assign producer ids yet. Fails at once when
 * no server can be reached, so that an append fails at once, too.
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

/** True when the error is an answer of the server. */
const isAnswer = (error: unknown): boolean =>
  error instanceof KafkaJSNumberOfRetriesExceeded
    ? isAnswer(error.cause)
    : error instanceof KafkaJSProtocolError;

/** True for errors that Kafka marks as retriable, also after the client's last retry or in a group of errors. */
function isTransient(error: unknown): boolean {
  if (error instanceof KafkaJSAggregateError) return error.errors.every(isTransient);
  if (error instanceof KafkaJSNumberOfRetriesExceeded) return isTransient(error.cause);
  return error instanceof KafkaJSError && error.retriable;
}

/**
 * Creates a topic unless it exists, and checks that it can be used. The servers confirm a new topic before all of its
 * partitions have a leader. They also answer "exists" to a second creator while the first creation is in progress.
 *
 * @throws a retriable KafkaJSError while a partition has no leader
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
