import { type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import type { Log } from '../observability/log.ts';

export interface KafkaClientOptions {
  /** `HOST:PORT` of the bootstrap brokers. */
  readonly brokers: readonly string[];
  /** Names this process in the servers' logs. */
  readonly clientId: string;
  readonly log: Log;
  /** Creates sockets; tests pass their own, which they can cut. */
  readonly socketFactory?: ISocketFactory;
  /** False: the client makes each request once, for a caller that repeats. */
  readonly retries?: boolean;
}

/** The client repeats a request for some seconds; a caller that waits longer repeats its whole call. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 6 };
const CONNECT_MS = 5_000;

export function createKafkaClient(options: KafkaClientOptions): Kafka {
  const { brokers, clientId, log, socketFactory, retries = true } = options;
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECT_MS,
    retry: retries ? RETRY : { retries: 0 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, namespace, log: { message, ...fields } }) => {
        const details = {
          namespace,
          error: fields['error'] as unknown,
          groupId: fields['groupId'] as unknown,
        };
        if (level === logLevel.ERROR) log.warn(details, `Kafka client: ${message}`);
        else log.debug(details, `Kafka client: ${message}`);
      },
    ...(socketFactory && { socketFactory }),
  });
}
