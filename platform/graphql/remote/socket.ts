import { MessageType, type Context, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Beating, Heartbeats } from '../../time/heartbeats.ts';
import type { Log } from '../../observability/log.ts';
import { MAX_REASON_BYTES, type OperationIds } from '../operation-ids.ts';
import type { OwnedSocket, SocketOwner } from './owned-socket.ts';

/** The payload of a ping or pong; undefined for none. */
export type Payload = Record<string, unknown> | undefined;

export interface GraphqlSocketOptions<Extra> {
  readonly socket: OwnedSocket;
  readonly protocol: Server<Extra>;
  /** The protocol's callbacks receive this as `context.extra`. */
  readonly extra: Extra;
  readonly operationIds: OperationIds;
  /** Resolves when the frame is handed to the network, or the socket is gone; never rejects. */
  readonly send: (frame: string) => Promise<void>;
  /** Times of the pings, common to all sockets of a server. */
  readonly heartbeats: Heartbeats;
  readonly log: Log;
  /** Calls a function when a message of the client may be handled. By default at once. */
  readonly inTurn?: (handle: () => void) => void;
  /** Answers the payload of a ping with that of its pong. By default they are the same. Does not reject. */
  readonly onPing?: (payload: Payload) => Payload | Promise<Payload>;
  /** Answers a ping of the WebSocket protocol, where ws does not by itself. */
  readonly onFramePing?: (data: Buffer) => void;
  readonly onFramePong?: () => void;
  /** Called once, when either side has begun to close the socket. */
  readonly onClosing?: () => void;
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
 * A client's socket as graphql-ws sees it. A class, whose options may be an object of one, too: a closure for each function of
 * thousands of sockets takes more memory.
 */
class Transport<Extra> implements SocketOwner, Beating {
  readonly protocol: string;
  readonly #options: GraphqlSocketOptions<Extra>;
  #closed: ReturnType<Server<Extra>['opened']> | null = null;
  #handle: ((text: string) => Promise<void>) | null = null;
  #silentPings = 0;

  constructor(options: GraphqlSocketOptions<Extra>) {
    this.protocol = options.socket.protocol;
    this.#options = options;
  }

  open(): void {
    const { socket, protocol, extra, heartbeats } = this.#options;
    socket.own(this);
    heartbeats.add(this);
    this.#closed = protocol.opened(this, extra);
  }

  async send(frame: string): Promise<void> {
    const translated = this.#options.operationIds.outgoing(frame);
    if (translated !== null) await this.#options.send(translated);
  }

  close(code?: number, reason?: string): void {
    closeSocket(this.#options.socket, code, reason);
  }

  async onPing(payload: Payload): Promise<void> {
    const answer = await (this.#options.onPing?.(payload) ?? payload);
    await this.#options.send(JSON.stringify({ type: MessageType.Pong, ...(answer && { payload: answer }) }));
  }

  onMessage(handle: (text: string) => Promise<void>): void {
    this.#handle = handle;
  }

  /** Takes a message of the client, now or in its turn. */
  onSocketMessage(data: Buffer, isBinary: boolean): void {
    this.#silentPings = 0;
    const options = this.#options;
    if (isBinary) return closeSocket(options.socket, UNSUPPORTED_DATA, 'Send messages as text');
    if (!options.inTurn) return this.#receive(data);
    return options.inTurn(() => this.#receive(data));
  }

  onSocketPing(data: Buffer): void {
    this.#options.onFramePing?.(data);
  }

  onSocketPong(): void {
    this.#silentPings = 0;
    this.#options.onFramePong?.();
  }

  /** A frame over the limit or an invalid frame. */
  onSocketError(error: Error): void {
    this.#options.log.debug({ err: error }, 'a client violated the WebSocket protocol');
  }

  onSocketClosing(): void {
    this.#options.onClosing?.();
  }

  onSocketClosed(code: number, reason: string): void {
    const options = this.#options;
    options.heartbeats.remove(this);
    const onClose = async (): Promise<void> => options.onClose?.(code);
    const end = onClose().then(() => this.#closed?.(code, reason));
    end.catch((error: unknown) =>
      options.log.error({ err: error }, 'a closed socket could not be cleaned up'),
    );
  }

  /** Pings, so that proxies keep the connection, and cuts a client without any sign of life. */
  beat(): void {
    const { socket } = this.#options;
    if (this.#silentPings >= SILENT_PINGS) return socket.terminate();
    this.#silentPings += 1;
    if (socket.readyState === socket.OPEN) socket.ping();
  }

  #receive(data: Buffer): void {
    try {
      this.#take(data);
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(data: Buffer): void {
    const { socket, operationIds } = this.#options;
    // Nothing runs after a violation, though the client may have sent more.
    if (socket.readyState !== socket.OPEN) return;
    const message = operationIds.incoming(data.toString('utf8'));
    if (message === null) return;
    if ('code' in message) return closeSocket(socket, message.code, message.reason);
    if (message.completed !== undefined) this.#options.onComplete?.(message.completed);
    this.#handle?.(message.text).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    const { socket, log } = this.#options;
    log.error({ err: error }, 'a client message could not be handled');
    closeSocket(socket, INTERNAL_ERROR, 'Internal server error');
  }
}

/**
 * Serves graphql-transport-ws on a socket. Closes the socket of a client that violates the protocol or vanishes; no
 * action of a client makes this function throw or reject.
 */
export const serveGraphqlSocket = <Extra>(options: GraphqlSocketOptions<Extra>): void =>
  new Transport(options).open();

/** Closes a socket. Omits a reason that is too long (it may hold an id from the client): ws would throw. */
export function closeSocket(socket: WebSocket, code?: number, reason = ''): void {
  socket.close(code, Buffer.byteLength(reason) <= MAX_REASON_BYTES ? reason : '');
  // A socket that is not read would not see the client's answer to the close.
  socket.resume();
}

/** Drops the payload of `connection_init`, which graphql-ws keeps as long as the socket is open. */
export const forgetConnectionParams = (context: Context<Record<string, unknown>, unknown>): void =>
  void Object.assign(context, { connectionParams: undefined });
