import type { Server } from 'graphql-ws';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { createOperationIds } from '#platform/graphql/operation-ids.ts';
import {
  closeSocket,
  serveGraphqlSocket,
  type GraphqlSocketOptions,
  type Payload,
} from '#platform/graphql/remote/socket.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Heartbeats } from '#platform/time/heartbeats.ts';
import type { Admit, Authenticate } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { ClientSpace } from '../sessions/client-space.ts';
import { clientOf, type SocketSession } from '../sessions/session.ts';
import { createSocketCaller, type SocketCaller } from '../sessions/socket-caller.ts';
import { createSocketOutlet, type SocketOutlet } from '../sessions/socket-outlet.ts';
import type { ResultFraming } from '../subscriptions/framing.ts';
import { socketFraming } from '../subscriptions/text-frame.ts';
import type { ArrivalTurns } from '../turns/arrival-turns.ts';
import { createSocketSlots, type OperationSlots } from '../turns/operation-slots.ts';
import type { Refusals } from '../turns/refusals.ts';
import { answerPing } from './authorization.ts';
import { createMessageQueue, createReading, type MessageQueue } from './reading.ts';

/** Clients of graphql-ws come back after this code. */
const RETRY_LATER = 1013;
/** RFC 6455, section 7.4.1. Also the code of ws for a message with too many fragments. */
const POLICY_VIOLATION = 1008;
/** Codes of a socket that its client has misused. A client that does not answer the close counts as one that has. */
const VIOLATIONS: ReadonlySet<number> = new Set([
  1002, 1003, 1006, 1007, 1008, 1009, 4400, 4401, 4403, 4408, 4409, 4429,
]);
/** A client that floods on after the close has begun is cut after this. */
const CLOSE_GRACE_MS = 1_000;
/** Bytes that are read of a client after the close has begun: its answer stands behind what it had sent before. */
const CLOSING_BYTES = 128 * 1024;

export interface ServingOptions extends ClientSpace {
  readonly protocol: Server<SocketSession>;
  readonly admit: Admit;
  readonly authenticate: Authenticate;
  readonly refusals: Refusals;
  readonly arrivals: Pick<ArrivalTurns, 'ofMessage'>;
  readonly limits: Limits;
  readonly wallClock: Clock;
  readonly log: Log;
  readonly heartbeats: Heartbeats;
  readonly sessions: Map<WebSocket, SocketSession>;
}

/** The session of a socket, which also answers for its socket. A class: see `Transport`. */
class ClientSocket implements SocketSession, GraphqlSocketOptions<SocketSession> {
  readonly socket: WebSocket;
  readonly address: string | null;
  readonly outlet: SocketOutlet;
  readonly operationIds = createOperationIds();
  readonly credentials: SocketCaller;
  readonly live = new Map<string, () => void>();
  readonly slots: OperationSlots;
  isRenewing = false;
  isClosed = false;
  readonly #options: ServingOptions;
  readonly #messages: MessageQueue;

  constructor(socket: WebSocket, wire: Duplex, address: string | null, options: ServingOptions) {
    const { limits, total, writes, wallClock, arrivals } = options;
    this.socket = socket;
    this.address = address;
    this.#options = options;
    this.credentials = createSocketCaller(wallClock);
    this.slots = createSocketSlots(limits.operationsPerSocket);
    const reading = createReading(socket);
    this.#messages = createMessageQueue({
      reading,
      maxPerSecond: limits.messagesPerSecond,
      wallClock,
      inTurn: (handle) => arrivals.ofMessage(clientOf(this), () => false, handle),
      onOverflow: () => this.close(POLICY_VIOLATION, 'Too many messages wait'),
    });
    this.outlet = createSocketOutlet({
      socket,
      wire,
      beforeWrite: writes.of(wire),
      reading,
      ...{ bufferBytes: limits.socketBufferBytes, waitingBytes: limits.socketWaitingBytes, total },
      onOverflow: () => this.close(RETRY_LATER, 'The client reads too slowly'),
    });
  }

  get protocol(): Server<SocketSession> {
    return this.#options.protocol;
  }

  get extra(): SocketSession {
    return this;
  }

  get heartbeats(): Heartbeats {
    return this.#options.heartbeats;
  }

  get log(): Log {
    return this.#options.log;
  }

  framingOf(clientId: string): ResultFraming {
    return socketFraming(clientId);
  }

  close(code: number, reason: string): void {
    closeSocket(this.socket, code, reason);
  }

  onRefused(): void {
    this.#messages.hold(this.#options.refusals.count(clientOf(this)));
  }

  send(frame: string): Promise<void> {
    return this.outlet.send(frame);
  }

  onPing(payload: Payload): Promise<Payload> {
    return answerPing(this, payload, this.#options);
  }

  inTurn(handle: (() => void) | null): void {
    this.#messages.take(handle);
  }

  onComplete(id: string): void {
    this.live.get(id)?.();
  }

  onClose(code: number): Promise<void> {
    const { refusals, sessions, leaving } = this.#options;
    if (VIOLATIONS.has(code)) refusals.count({ caller: null, address: this.address });
    sessions.delete(this.socket);
    this.#messages.stop();
    this.outlet.close();
    this.isClosed = true;
    return leaving(this.live);
  }
}

/** Serves the protocol to an accepted socket of a client. */
export function serveClient(
  socket: WebSocket,
  wire: Duplex,
  address: string | null,
  options: ServingOptions,
): void {
  const session = new ClientSocket(socket, wire, address, options);
  options.sessions.set(socket, session);
  countControlFrames(socket, session);
  boundClosing(socket, wire, options.wallClock);
  serveGraphqlSocket(session);
}

/** Counts the pings and pongs of the WebSocket protocol among the messages. */
function countControlFrames(socket: WebSocket, session: Pick<ClientSocket, 'inTurn'>): void {
  socket.on('ping', (data: Buffer) =>
    session.inTurn(() => {
      if (socket.readyState === socket.OPEN) socket.pong(data);
    }),
  );
  // A pong answers the gateway: a client that sends nothing else is not active.
  socket.on('pong', () => session.inTurn(null));
}

/**
 * Stops reading a client that goes on sending after the close has begun, and cuts it: frames cost time even when they are
 * dropped.
 */
function boundClosing(socket: WebSocket, wire: Duplex, wallClock: Clock): void {
  let bytes = 0;
  let cut: Alarm | undefined;
  wire.on('data', (chunk: Buffer) => {
    if (socket.readyState === socket.OPEN) return;
    bytes += chunk.length;
    if (bytes <= CLOSING_BYTES) return;
    wire.pause();
    cut ??= wallClock.after(CLOSE_GRACE_MS, () => socket.terminate());
  });
  wire.on('close', () => cut?.cancel());
}
