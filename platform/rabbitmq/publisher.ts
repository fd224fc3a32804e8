import type { ConfirmChannel, Options } from 'amqplib';
import type { OutgoingMessage } from '../ports/command-queue.ts';
import type { Link } from './link.ts';

export interface Publisher {
  /** Resolves once the server has confirmed every message; rejects when one is lost, refused or unconfirmed. */
  publish(queue: string, messages: readonly OutgoingMessage[], headersOf?: HeadersOf): Promise<void>;
  /** Resolves once no publish is in progress. */
  close(): Promise<void>;
}

export type HeadersOf = (message: OutgoingMessage) => Readonly<Record<string, string>>;

/** A confirm channel, and keys of the messages that the server returned as unroutable. */
interface Outlet {
  readonly channel: ConfirmChannel;
  readonly returned: Set<string>;
}

const returnKey = (queue: string, messageId: string): string => `${queue} ${messageId}`;

/** Publishes over one channel, so that messages keep their order, and opens another when that one is lost. */
export function createPublisher(link: Link): Publisher {
  let opening: Promise<Outlet> | null = null;
  const underWay = new Set<Promise<void>>();

  const open = async (): Promise<Outlet> => {
    const channel = await link.confirmChannel();
    const returned = new Set<string>();
    channel.on('return', ({ fields, properties }) =>
      returned.add(returnKey(fields.routingKey, String(properties.messageId))),
    );
    return { channel, returned };
  };
  const outlet = (): Promise<Outlet> => {
    if (opening) return opening;
    const current = (opening = open());
    const forget = (): void => {
      if (opening === current) opening = null;
    };
    current.then(({ channel }) => channel.on('close', forget), forget);
    return current;
  };

  const publish: Publisher['publish'] = async (queue, messages, headersOf) => {
    const { channel, returned } = await outlet();
    await Promise.all(messages.map((message) => send(channel, queue, message, headersOf?.(message))));
    const unroutable = messages.filter(({ messageId }) => returned.delete(returnKey(queue, messageId)));
    if (unroutable.length > 0) throw new Error(`queue ${queue} was not declared`);
  };
  return {
    publish: (queue, messages, headersOf) => {
      const work = publish(queue, messages, headersOf);
      underWay.add(work);
      return work.finally(() => underWay.delete(work));
    },
    close: async () => void (await Promise.allSettled(underWay)),
  };
}

/** Sends a message. Because of `mandatory`, the server returns an unroutable message before it confirms it. */
function send(
  channel: ConfirmChannel,
  queue: string,
  { body, messageId, correlationId }: OutgoingMessage,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const options: Options.Publish = { persistent: true, mandatory: true, messageId, correlationId, headers };
  return new Promise((resolve, reject) => {
    const content = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    channel.sendToQueue(queue, content, options, (error: unknown) =>
      error ? reject(error instanceof Error ? error : new Error('RabbitMQ refused a message')) : resolve(),
    );
  });
}
