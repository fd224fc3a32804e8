import { CloseCode, type Server } from 'graphql-ws';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { createOperationIds } from '#platform/graphql/operation-ids.ts';
import type { OwnedSocket } from '#platform/graphql/remote/owned-socket.ts';
import {
  closeSocket,
  serveGraphqlSocket,
  type GraphqlSocketOptions,
  type Payload,
} from '#platform/graphql/remote/socket.ts';
import type { Log } from '#platform/observability/log.ts';
import { SmallMap } from '#platform/small-map.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Awaited, Deadlines } from '#platform/time/deadlines.ts';
import type { Heartbeats } from '#platform/time/heartbeats.ts';
import type { Admit, Authenticate } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { ClientSpace } from '../sessions/client-space.ts';
import { clientOf, type LiveOperation, type SocketSession } from '../sessions/session.ts';
import { createSocketCaller, type SocketCaller } from '../sessions/socket-caller.ts';
import {
  createSocketOutlet,
  type SocketOutlet,
  type SocketOutletOptions,
} from '../sessions/socket-outlet.ts';
import type { WaitingBytes } from '../sessions/waiting-bytes.ts';
import type { HeldFrames } from '../sessions/write-turns.ts';
import type { ResultFraming } from '../subscriptions/framing.ts';
import { socketFraming } from '../subscriptions/text-frame.ts';
import type { ArrivalTurns } from '../turns/arrival-turns.ts';
import { createSocketSlots, type OperationSlots } from '../turns/operation-slots.ts';
import type { Refusals } from '../turns/refusals.ts';
import { answerPing } from './authorization.ts';
import {
  createMessageQueue,
  createReading,
  type MessageQueue,
  type MessageQueueOptions,
  type Reading,
} from './reading.ts';

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
  /** Deadlines of the messages `connection_init`. */
  readonly initDeadlines: Deadlines;
  readonly sessions: Map<WebSocket, SocketSession>;
}

/** The client of an accepted socket. */
export interface AcceptedClient {
  readonly address: string | null;
  /** Called once, when the socket has closed. */
  readonly leavePlace: () => void;
}

/**
 * The session of a socket, which also answers for its socket: its options are those of its parts, too, whose functions and objects of
 * their own would take memory for each of thousands of sockets.
 */
class ClientSocket
  implements
    SocketSession,
    GraphqlSocketOptions<SocketSession>,
    MessageQueueOptions,
    SocketOutletOptions,
    Awaited
{
  readonly socket: OwnedSocket;
  readonly wire: Duplex;
  readonly address: string | null;
  readonly reading: Reading;
  readonly held: HeldFrames;
  readonly outlet: SocketOutlet;
  readonly operationIds = createOperationIds();
  readonly credentials: SocketCaller;
  readonly live = new SmallMap<string, LiveOperation>();
  isRenewing = false;
  isClosed = false;
  readonly #options: ServingOptions;
  readonly #messages: MessageQueue;
  readonly #leavePlace: () => void;
  #slots: OperationSlots | null = null;

  constructor(
    socket: OwnedSocket,
    wire: Duplex,
    { address, leavePlace }: AcceptedClient,
    options: ServingOptions,
  ) {
    const { writes, wallClock } = options;
    this.socket = socket;
    this.wire = wire;
    this.address = address;
    this.#leavePlace = leavePlace;
    this.#options = options;
    this.credentials = createSocketCaller(wallClock);
    this.reading = createReading(socket);
    this.held = writes.of(wire);
    this.#messages = createMessageQueue(this);
    this.outlet = createSocketOutlet(this);
  }

  /** Most sockets have subscriptions alone. */
  get slots(): OperationSlots {
    return (this.#slots ??= createSocketSlots(this.#options.limits.operationsPerSocket));
  }

  get wallClock(): Clock {
    return this.#options.wallClock;
  }

  get maxPerSecond(): number {
    return this.#options.limits.messagesPerSecond;
  }

  get bufferBytes(): number {
    return this.#options.limits.socketBufferBytes;
  }

  get waitingBytes(): number {
    return this.#options.limits.socketWaitingBytes;
  }

  get total(): WaitingBytes {
    return this.#options.total;
  }

  whenTurn(handle: () => void): void {
    this.#options.arrivals.ofMessage(clientOf(this), () => false, handle);
  }

  onMessageOverflow(): void {
    this.close(POLICY_VIOLATION, 'Too many messages wait');
  }

  onOverflow(): void {
    this.close(RETRY_LATER, 'The client reads too slowly');
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

  /** Counts the pings of the WebSocket protocol among the messages. */
  onFramePing(data: Buffer): void {
    this.inTurn(() => {
      if (this.socket.readyState === this.socket.OPEN) this.socket.pong(data);
    });
  }

  /** Counts it, too. It answers the gateway: a client that sends nothing else is not active. */
  onFramePong(): void {
    this.inTurn(null);
  }

  /** Called when the time for `connection_init` is over. */
  onDeadline(): void {
    this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }

  onInit(): void {
    this.#options.initDeadlines.remove(this);
  }

  onClosing(): void {
    boundClosing(this.socket, this.wire, this.wallClock);
  }

  onComplete(id: string): void {
    this.live.get(id)?.leave();
  }

  onClose(code: number): Promise<void> {
    const { refusals, sessions, leaving } = this.#options;
    this.onInit();
    this.#leavePlace();
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
  socket: OwnedSocket,
  wire: Duplex,
  client: AcceptedClient,
  options: ServingOptions,
): void {
  const session = new ClientSocket(socket, wire, client, options);
  options.sessions.set(socket, session);
  options.initDeadlines.add(session);
  serveGraphqlSocket(session);
}

/**
 * Stops reading a client that goes on sending after the close has begun, and cuts it: frames cost time even when they are
 * dropped.
 */
function boundClosing(socket: WebSocket, wire: Duplex, wallClock: Clock): void {
  let bytes = 0;
  let cut: Alarm | undefined;
  wire.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= CLOSING_BYTES) return;
    wire.pause();
    cut ??= wallClock.after(CLOSE_GRACE_MS, () => socket.terminate());
  });
  wire.on('close', () => cut?.cancel());
}
