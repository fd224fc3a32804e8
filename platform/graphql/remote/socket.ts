import { MessageType, type Context, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { every, type Alarm, type Clock } from '../../time/clock.ts';
import type { Log } from '../../observability/log.ts';
import { MAX_REASON_BYTES, type OperationIds } from '../operation-ids.ts';

/** The payload of a ping or pong; undefined for none. */
export type Payload = Record<string, unknown> | undefined;

export interface GraphqlSocketOptions<Extra> {
  readonly socket: WebSocket;
  readonly protocol: Server<Extra>;
  /** The protocol's callbacks receive this as `context.extra`. */
  readonly extra: Extra;
  readonly operationIds: OperationIds;
  /** Resolves when the frame is handed to the network, or the socket is gone; never rejects. */
  readonly send: (frame: string) => Promise<void>;
  readonly pingIntervalMs: number;
  readonly wallClock: Clock;
  readonly log: Log;
  /** Calls a function when a message of the client may be handled. By default at once. */
  readonly inTurn?: (handle: () => void) => void;
  /** Answers the payload of a ping with that of its pong. By default they are the same. Does not reject. */
  readonly onPing?: (payload: Payload) => Payload | Promise<Payload>;
  /** Called when the client completes an open operation, before the protocol ends it. */
  readonly onComplete?: (innerId: string) => void;
  /** Called once, when the socket has closed. The protocol ends its operations when the promise resolves. */
  readonly onClose?: (code: number) => void | Promise<void>;
}

/** Pings without any sign of life before the socket is cut. */
const SILENT_PINGS = 4;
const INTERNAL_ERROR = 4500;
/** RFC 6455, section 7.4.1: the type of the frame cannot be accepted. */
const UNSUPPORTED_DATA = 1003;

/**
 * Serves graphql-transport-ws on a socket. Closes the socket of a client that violates the protocol or vanishes; no
 * action of a client makes this function throw or reject.
 */
export function serveGraphqlSocket<Extra>(options: GraphqlSocketOptions<Extra>): void {
  const { socket, protocol, extra, operationIds, send, log } = options;
  const { inTurn = (handle) => handle() } = options;
  // A frame over the limit or an invalid frame: ws closes the socket by itself.
  socket.on('error', (error) => log.debug({ err: error }, 'a client violated the WebSocket protocol'));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: async (frame) => {
        const translated = operationIds.outgoing(frame);
        if (translated !== null) await send(translated);
      },
      close: (code, reason) => closeSocket(socket, code, reason),
      onPing: async (payload) => {
        const answer = await (options.onPing?.(payload) ?? payload);
        await send(JSON.stringify({ type: MessageType.Pong, ...(answer && { payload: answer }) }));
      },
      onMessage: (handle) => {
        const receive = (data: Buffer): void => {
          // Nothing runs after a violation, though the client may have sent more.
          if (socket.readyState !== socket.OPEN) return;
          const message = operationIds.incoming(data.toString('utf8'));
          if (message === null) return;
          if ('code' in message) return closeSocket(socket, message.code, message.reason);
          if (message.completed !== undefined) options.onComplete?.(message.completed);
          handle(message.text).catch((error: unknown) => {
            log.error({ err: error }, 'a client message could not be handled');
            closeSocket(socket, INTERNAL_ERROR, 'Internal server error');
          });
        };
        socket.on('message', (data: Buffer, isBinary: boolean) => {
          if (isBinary) return closeSocket(socket, UNSUPPORTED_DATA, 'Send messages as text');
          return inTurn(() => receive(data));
        });
      },
    },
    extra,
  );
  const pings = keepAlive(options);
  socket.once('close', (code, reason) => {
    pings.cancel();
    const onClose = async (): Promise<void> => options.onClose?.(code);
    const end = onClose().then(() => closed(code, reason.toString('utf8')));
    end.catch((error: unknown) => log.error({ err: error }, 'a closed socket could not be cleaned up'));
  });
}

/** Closes a socket. Omits a reason that is too long (it may hold an id from the client): ws would throw. */
export function closeSocket(socket: WebSocket, code?: number, reason = ''): void {
  socket.close(code, Buffer.byteLength(reason) <= MAX_REASON_BYTES ? reason : '');
  // A socket that is not read would not see the client's answer to the close.
  socket.resume();
}

/** Drops the payload of `connection_init`, which graphql-ws keeps as long as the socket is open. */
export const forgetConnectionParams = (context: Context<Record<string, unknown>, unknown>): void =>
  void Object.assign(context, { connectionParams: undefined });

/** Pings, so that proxies keep the connection, and cuts a client without any sign of life. */
function keepAlive<Extra>({ socket, pingIntervalMs, wallClock }: GraphqlSocketOptions<Extra>): Alarm {
  let silentPings = 0;
  const onSignOfLife = (): void => {
    silentPings = 0;
  };
  socket.on('pong', onSignOfLife).on('message', onSignOfLife);
  return every(wallClock, pingIntervalMs, () => {
    if (silentPings >= SILENT_PINGS) return socket.terminate();
    silentPings += 1;
    if (socket.readyState === socket.OPEN) socket.ping();
  });
}
