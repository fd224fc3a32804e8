import { type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import type { Log } from '../observability/log.ts';

export interface KafkaClientOptions {
  /** `HOST:PORT` of brokers to begin with. */
  readonly brokers: readonly string[];
  /** Names this process in the servers' logs. */
  readonly clientId: string;
  readonly log: Log;
  /** How sockets are made; tests cut the wire here. */
  readonly socketFactory?: ISocketFactory;
}

/** Requests are tried again for some seconds; whoever waits longer than that tries again as a whole. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 6 };
const CONNECT_MS = 5_000;

export function createKafkaClient({ brokers, clientId, log, socketFactory }: KafkaClientOptions): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECT_MS,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, namespace, log: { message, ...fields } }) => {
        const told = { namespace, error: fields['error'] as unknown, groupId: fields['groupId'] as unknown };
        if (level === logLevel.ERROR) log.warn(told, `Kafka client: ${message}`);
        else log.debug(told, `Kafka client: ${message}`);
      },
    ...(socketFactory && { socketFactory }),
  });
}
