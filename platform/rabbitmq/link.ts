import { type Channel, type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import type { Log } from '../observability/log.ts';

/** One connection to RabbitMQ. After a loss, the next channel reconnects. */
export interface Link {
  /** Opens a channel. It emits `close` when it ends for any reason, a lost connection included. */
  channel(): Promise<Channel>;
  confirmChannel(): Promise<ConfirmChannel>;
  /** The reason why the server accepts no messages now; null when it does. */
  blockedBy(): string | null;
  close(): Promise<void>;
}

/** Interval of heartbeats. A peer that is silent for two intervals counts as lost. */
const HEARTBEAT_S = 10;
const CONNECT_MS = 10_000;

export function createLink(url: string, log: Log): Link {
  const address = new URL(url);
  if (!address.searchParams.has('heartbeat')) address.searchParams.set('heartbeat', String(HEARTBEAT_S));
  let connecting: Promise<ChannelModel> | null = null;
  let blocked: string | null = null;
  let closed = false;

  const open = async (): Promise<ChannelModel> => {
    /** Without noDelay a single message waits 40 ms for the acknowledgement of the one before. */
    const connection = await connect(address.href, { noDelay: true, keepAlive: true, timeout: CONNECT_MS });
    connection.on('error', (error) => log.warn({ err: error }, 'the connection to RabbitMQ failed'));
    connection.on('blocked', (reason) => (blocked = reason));
    connection.on('unblocked', () => (blocked = null));
    connection.on('close', () => {
      connecting = null;
      blocked = null;
      if (!closed) log.warn({}, 'the connection to RabbitMQ was lost');
    });
    return connection;
  };
  const connection = async (): Promise<ChannelModel> => {
    if (closed) throw new Error('the command queue is closed');
    connecting ??= open().catch((error: unknown) => {
      connecting = null;
      throw error;
    });
    return connecting;
  };
  /** A failed channel rejects its pending calls; its `error` event only needs a listener, or Node would throw. */
  const withErrorListener = <C extends Channel>(channel: C): C => {
    channel.on('error', (error) => log.warn({ err: error }, 'a channel to RabbitMQ failed'));
    return channel;
  };
  return {
    channel: async () => withErrorListener(await (await connection()).createChannel()),
    confirmChannel: async () => withErrorListener(await (await connection()).createConfirmChannel()),
    blockedBy: () => blocked,
    close: async () => {
      closed = true;
      const last = await connecting?.catch(() => null);
      await last
        ?.close()
        .catch((error: unknown) => log.debug({ err: error }, 'the connection to RabbitMQ was lost already'));
    },
  };
}
