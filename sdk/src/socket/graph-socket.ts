import type { Alarm, Clock } from '../clock.ts';
import { brokerError, BrokerError, ConnectionError } from '../errors.ts';
import type { WebSocketClass } from '../platform.ts';
import { areErrors, isResponse, type GraphResponse } from '../result.ts';
import { watchLiveness, type Liveness, type LivenessLimits } from './liveness.ts';
import { openWire, type Closed, type Message, type MessageWire } from './wire.ts';

/** Receives what comes of one subscription. After `onEnd` nothing comes. */
export interface Sink {
  onEvent(response: GraphResponse<unknown>): void;
  /** Without an error the server has completed the subscription. */
  onEnd(error?: BrokerError | ConnectionError | Moved): void;
}

/** Ends a subscription whose socket is replaced by that of another caller: it goes on there. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

/** An acknowledged socket. */
export interface GraphSocket {
  /** Token of the caller that the server knows here. */
  readonly token: string | undefined;
  subscribe(query: string, variables: object, sink: Sink): () => void;
  /** Sends a newer token of the same user. False when the server does not take it. */
  renew(token: string): Promise<boolean>;
  /** Asks whether the other end still answers. */
  probe(): void;
  /** Asks the same, with doubt until it does. */
  suspect(): void;
  /** Ends all subscriptions with an error, or as completed, and closes. */
  close(error?: Moved): void;
}

export interface SocketSettings extends LivenessLimits {
  readonly url: string;
  readonly webSocket: WebSocketClass;
  readonly clock: Clock;
  /** Time for the opening handshakes of WebSocket and protocol. */
  readonly openMs: number;
}

/** Events of an open socket. */
export interface SocketWatch {
  /** The other end may be gone; or, after that, it has answered. */
  readonly onDoubt: (socket: GraphSocket, isInDoubt: boolean) => void;
  readonly onLost: (socket: GraphSocket) => void;
}

/** Opens a socket for a caller. Throws BrokerError for a refused token, ConnectionError when it does not open. */
export function openGraphSocket(
  settings: SocketSettings,
  token: string | undefined,
  { onDoubt, onLost }: SocketWatch,
): Promise<GraphSocket> {
  return new Promise((resolve, reject) => {
    const session = new Session(settings, token, {
      onReady: () => resolve(session),
      onFailed: reject,
      onDoubt: (isInDoubt) => onDoubt(session, isInDoubt),
      onLost: () => onLost(session),
    });
  });
}

/** Close codes by which a server refuses the caller. */
const REFUSED = new Set([4401, 4403]);
/** Close codes for messages that the server does not take: the same ones would close the next socket. */
const MALFORMED = new Set([4400, 4406, 4409, 4429]);

const NOT_GRAPHQL: Closed = { reason: 'a message was no GraphQL' };

function failureOf({ code, reason }: Closed): BrokerError | ConnectionError {
  if (code !== undefined && REFUSED.has(code))
    return brokerError('UNAUTHENTICATED', reason || 'The token was refused.');
  if (code !== undefined && MALFORMED.has(code))
    return brokerError('BAD_USER_INPUT', reason || `closed with ${code}`);
  return new ConnectionError(`the socket closed (${[code, reason].filter(Boolean).join(' ') || 'no code'})`);
}

interface SessionEvents {
  onReady(): void;
  onFailed(error: BrokerError | ConnectionError): void;
  onDoubt(isInDoubt: boolean): void;
  onLost(): void;
}

const authorization = (token: string | undefined): object =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

class Session implements GraphSocket {
  token: string | undefined;
  readonly #settings: SocketSettings;
  readonly #events: SessionEvents;
  readonly #sinks = new Map<string, Sink>();
  readonly #wire: MessageWire;
  readonly #opening: Alarm;
  readonly #liveness: Liveness;
  #nextId = 1;
  #isReady = false;
  #onRenewed: ((isTaken: boolean) => void) | undefined;

  constructor(settings: SocketSettings, token: string | undefined, events: SessionEvents) {
    const { clock, webSocket, url, openMs } = settings;
    this.#settings = settings;
    this.#events = events;
    this.token = token;
    this.#wire = openWire(webSocket, url, {
      onOpen: () => this.#wire.send({ type: 'connection_init', payload: authorization(token) }),
      onMessage: (message) => this.#handle(message),
      onClosed: (closed) => this.#closed(failureOf(closed)),
    });
    this.#opening = clock.after(openMs, () => this.#wire.close({ reason: 'it did not open in time' }));
    this.#liveness = watchLiveness(clock, settings, {
      probe: () => this.#isReady && this.#wire.send({ type: 'ping' }),
      onDoubt: (isInDoubt) => this.#isReady && events.onDoubt(isInDoubt),
      onLost: () => this.#wire.close({ reason: 'the server does not answer' }),
    });
  }

  subscribe(query: string, variables: object, sink: Sink): () => void {
    const id = String(this.#nextId++);
    this.#sinks.set(id, sink);
    this.#wire.send({ type: 'subscribe', id, payload: { query, variables } });
    return () => {
      if (this.#sinks.delete(id)) this.#wire.send({ type: 'complete', id });
    };
  }

  renew(newer: string): Promise<boolean> {
    const { clock, answerMs } = this.#settings;
    return new Promise((resolve) => {
      const wait = clock.after(answerMs, () => this.#onRenewed?.(false));
      this.#onRenewed = (isTaken) => {
        this.#onRenewed = undefined;
        wait.cancel();
        if (isTaken) this.token = newer;
        resolve(isTaken);
      };
      this.#wire.send({ type: 'ping', payload: authorization(newer) });
    });
  }

  probe(): void {
    this.#liveness.probe();
  }

  suspect(): void {
    this.#liveness.suspect();
  }

  close(error?: Moved): void {
    this.#endAll(error);
    this.#wire.close({ code: 1000, reason: '' });
  }

  #handle({ type, id, payload }: Message): void {
    this.#liveness.heard();
    if (type === 'next') this.#take(id, payload);
    else if (type === 'error') this.#fail(id, payload);
    else if (type === 'complete') this.#end(id);
    else if (type === 'ping') this.#wire.send({ type: 'pong', ...(payload !== undefined && { payload }) });
    else if (type === 'pong') this.#renewed(payload as Renewal | undefined);
    else if (type === 'connection_ack' && !this.#isReady) {
      this.#isReady = true;
      this.#opening.cancel();
      this.#events.onReady();
    }
  }

  #take(id = '', payload: unknown): void {
    if (isResponse(payload)) this.#sinks.get(id)?.onEvent(payload);
    else this.#wire.close(NOT_GRAPHQL);
  }

  #fail(id: string | undefined, payload: unknown): void {
    if (areErrors(payload)) this.#end(id, new BrokerError(payload));
    else this.#wire.close(NOT_GRAPHQL);
  }

  #renewed(answer: Renewal | undefined): void {
    if (answer?.authorization) this.#onRenewed?.(answer.authorization.accepted === true);
  }

  #end(id = '', error?: BrokerError): void {
    const sink = this.#sinks.get(id);
    this.#sinks.delete(id);
    sink?.onEnd(error);
  }

  #endAll(error?: BrokerError | ConnectionError | Moved): void {
    this.#liveness.end();
    this.#opening.cancel();
    this.#onRenewed?.(false);
    const ended = [...this.#sinks.values()];
    this.#sinks.clear();
    for (const sink of ended) sink.onEnd(error);
  }

  #closed(failure: BrokerError | ConnectionError): void {
    this.#endAll(failure);
    if (this.#isReady) this.#events.onLost();
    else this.#events.onFailed(failure);
  }
}

/** The answer to a newer token, in a pong. */
interface Renewal {
  readonly authorization?: { readonly accepted?: unknown };
}
