import type { Clock } from '../clock.ts';
import { BrokerError, ConnectionError, unauthenticated, type GraphError } from '../errors.ts';
import type { WebSocketClass } from '../platform.ts';
import type { GraphResponse } from '../result.ts';
import { watchLiveness, type LivenessLimits } from './liveness.ts';
import { openWire, type Closed, type Message } from './wire.ts';

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

/** Opens a socket for a caller. Throws BrokerError for a refused token, ConnectionError when it does not open. */
export function openGraphSocket(
  settings: SocketSettings,
  token: string | undefined,
  onLost: (socket: GraphSocket) => void,
): Promise<GraphSocket> {
  return new Promise((resolve, reject) => {
    const session = createSession(settings, token, {
      onReady: () => resolve(session),
      onFailed: reject,
      onLost: () => onLost(session),
    });
  });
}

/** Close codes by which a server refuses the caller. */
const REFUSED = new Set([4401, 4403]);

const failureOf = ({ code, reason }: Closed): BrokerError | ConnectionError =>
  code !== undefined && REFUSED.has(code)
    ? unauthenticated(reason || 'The token was refused.')
    : new ConnectionError(`the socket closed (${[code, reason].filter(Boolean).join(' ') || 'no code'})`);

interface SessionEvents {
  onReady(): void;
  onFailed(error: BrokerError | ConnectionError): void;
  onLost(): void;
}

const authorization = (token: string | undefined): object =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

function createSession(
  settings: SocketSettings,
  firstToken: string | undefined,
  { onReady, onFailed, onLost }: SessionEvents,
): GraphSocket {
  const { clock } = settings;
  const sinks = new Map<string, Sink>();
  let token = firstToken;
  let nextId = 1;
  let isReady = false;
  let onRenewed: ((isTaken: boolean) => void) | undefined;

  const endAll = (error?: BrokerError | ConnectionError | Moved): void => {
    liveness.end();
    opening.cancel();
    onRenewed?.(false);
    const ended = [...sinks.values()];
    sinks.clear();
    for (const sink of ended) sink.onEnd(error);
  };
  const wire = openWire(settings.webSocket, settings.url, {
    onOpen: () => wire.send({ type: 'connection_init', payload: authorization(token) }),
    onMessage: (message) => {
      liveness.heard();
      handle(message);
    },
    onClosed: (closed) => {
      const failure = failureOf(closed);
      endAll(failure);
      if (isReady) onLost();
      else onFailed(failure);
    },
  });
  const opening = clock.after(settings.openMs, () => wire.close({ reason: 'it did not open in time' }));
  const liveness = watchLiveness(clock, settings, {
    ask: () => isReady && wire.send({ type: 'ping' }),
    onLost: () => wire.close({ reason: 'the server does not answer' }),
  });

  const handlers: Record<string, (message: Message) => void> = {
    connection_ack: () => {
      if (isReady) return;
      isReady = true;
      opening.cancel();
      onReady();
    },
    ping: ({ payload }) => wire.send({ type: 'pong', ...(payload !== undefined && { payload }) }),
    pong: ({ payload }) => {
      const answer = (payload as { authorization?: { accepted?: unknown } } | undefined)?.authorization;
      if (answer) onRenewed?.(answer.accepted === true);
    },
    next: ({ id, payload }) => sinks.get(id ?? '')?.onEvent(payload as GraphResponse<unknown>),
    error: ({ id, payload }) => end(id, new BrokerError(payload as GraphError[])),
    complete: ({ id }) => end(id),
  };
  const handle = (message: Message): void => handlers[message.type]?.(message);
  const end = (id = '', error?: BrokerError): void => {
    const sink = sinks.get(id);
    sinks.delete(id);
    sink?.onEnd(error);
  };

  return {
    get token() {
      return token;
    },
    subscribe: (query, variables, sink) => {
      const id = String(nextId++);
      sinks.set(id, sink);
      wire.send({ type: 'subscribe', id, payload: { query, variables } as unknown });
      return () => {
        if (sinks.delete(id)) wire.send({ type: 'complete', id });
      };
    },
    renew: (newer) =>
      new Promise<boolean>((resolve) => {
        const wait = clock.after(settings.answerMs, () => onRenewed?.(false));
        onRenewed = (isTaken) => {
          onRenewed = undefined;
          wait.cancel();
          if (isTaken) token = newer;
          resolve(isTaken);
        };
        wire.send({ type: 'ping', payload: authorization(newer) });
      }),
    probe: () => liveness.ask(),
    close: (error) => {
      endAll(error);
      wire.close({ code: 1000, reason: '' });
    },
  };
}
