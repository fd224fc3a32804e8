import type { ExecutionResult, GraphQLError } from 'graphql';
import { CloseCode, createClient, type Client, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createPushStream, type PushStream } from '../../streams/push-stream.ts';
import type { Reachability } from '../../observability/reachability.ts';
import type { Alarm, Clock } from '../../time/clock.ts';
import { graphqlError } from '../errors.ts';
import { SIGNATURE_HEADER } from '../../security/request-signatures.ts';
import type { CallerTransport, Sign } from './caller-transport.ts';
import { readFinalError, readResult, refusedCaller, type CallerRefusal } from './results.ts';
import { ACKNOWLEDGEMENT, ACKNOWLEDGES, ENDED } from './serve.ts';
import type { SubgraphConnection, SubgraphRequest } from '../subgraph.ts';

export interface RemoteStreamsOptions {
  /** The subgraph's name. */
  readonly name: string;
  readonly url: string;
  readonly wallClock: Clock;
  readonly callerTransport: CallerTransport;
  readonly sign?: Sign;
  /** The error of a subgraph that cannot be reached. */
  readonly unavailable: () => GraphQLError;
  readonly reachability: Reachability;
}

/** The streams of a subgraph in another process. */
export interface RemoteStreams {
  readonly subscribe: SubgraphConnection['subscribe'];
  close(): Promise<void>;
}

/** Results of one stream that may wait in this process; a slower reader gets SLOW_CONSUMER. */
const MAX_WAITING_RESULTS = 10_000;
/** A socket without an answer for twice this time is closed. */
const PING_INTERVAL_MS = 5_000;
const NORMAL_CLOSURE = 1000;

/**
 * Reads streams over graphql-transport-ws. A socket opens at its first stream and again after a loss. All streams share
 * one, except with the transport `authorization`: there each caller has its own, while it has streams.
 */
export function createRemoteStreams(options: RemoteStreamsOptions): RemoteStreams {
  const sockets = new Map<string, StreamSocket>();
  const socketOf = (caller: string | undefined): StreamSocket => {
    const key = caller ?? '';
    const socket = sockets.get(key) ?? createStreamSocket(options, caller);
    sockets.set(key, socket);
    return socket;
  };
  return {
    subscribe: (request) => {
      if (options.callerTransport === 'statement') {
        return subscribe(socketOf(undefined), payloadOf(request), options, () => undefined);
      }
      const { statement, ...anonymous } = request;
      const socket = socketOf(statement);
      socket.streams += 1;
      return subscribe(socket, payloadOf(anonymous), options, () => {
        socket.streams -= 1;
        if (statement === undefined || socket.streams > 0) return;
        sockets.delete(statement);
        void socket.client.dispose();
      });
    },
    close: async () => {
      await Promise.all([...sockets.values()].map(async ({ client }) => client.dispose()));
    },
  };
}

interface StreamSocket {
  readonly client: Client;
  /** Null while not connected. True when the peer acknowledges each subscription before its first event. */
  acknowledges: boolean | null;
  /** Number of open streams. */
  streams: number;
}

/** Creates the client of a socket. Pings detect a peer that froze or vanished. */
function createStreamSocket(
  { url, wallClock, sign, reachability }: RemoteStreamsOptions,
  authorization: string | undefined,
): StreamSocket {
  let silence: Alarm | undefined;
  const client = createClient({
    url,
    webSocketImpl: sign ? signingWebSocket(sign) : WebSocket,
    ...(authorization !== undefined && { connectionParams: { authorization } }),
    retryAttempts: 0,
    lazyCloseTimeout: 30_000,
    keepAlive: PING_INTERVAL_MS,
    connectionAckWaitTimeout: PING_INTERVAL_MS,
    on: {
      connected: (_socket, payload) => {
        socket.acknowledges = acknowledges(payload);
        reachability.answered();
      },
      ping: (received) => {
        if (!received) silence = wallClock.after(PING_INTERVAL_MS, () => client.terminate());
      },
      pong: (received) => {
        if (received) silence?.cancel();
      },
      closed: (event) => {
        silence?.cancel();
        socket.acknowledges = null;
        const { code, reason } = event as { code?: number; reason?: string };
        if (!isDeliberate(code)) reachability.failed(`socket closed (${code ?? 'no code'} ${reason ?? ''})`);
      },
    },
  });
  const socket: StreamSocket = { client, acknowledges: null, streams: 0 };
  return socket;
}

/** True for a close by this process, which has no more streams, and for the subgraph's refusal of a caller. */
const isDeliberate = (code: number | undefined): boolean =>
  code === NORMAL_CLOSURE || REFUSALS.has(code ?? NORMAL_CLOSURE);

/** Close codes by which a subgraph refuses a caller. */
const REFUSALS: ReadonlyMap<number, CallerRefusal> = new Map([
  [CloseCode.Unauthorized, 'UNAUTHENTICATED'],
  [CloseCode.Forbidden, 'FORBIDDEN'],
]);

/** A WebSocket whose handshake is signed when it opens: a signature is valid for a short time. */
const signingWebSocket = (sign: Sign) =>
  class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { [SIGNATURE_HEADER]: sign('') } });
    }
  };

/** Reads the payload of `connection_ack`. */
const acknowledges = (payload: Record<string, unknown> | undefined): boolean =>
  payload?.[ACKNOWLEDGES] === true;

type Data = Record<string, unknown>;
/** Marks that our serving side adds to results. */
type Marks = Partial<Record<typeof ACKNOWLEDGEMENT | typeof ENDED, boolean>>;

/**
 * Subscribes. At a peer that acknowledges subscriptions it resolves with the stream once the subgraph does, or with its
 * errors; at any other peer with the stream once the socket is connected, and errors are thrown by the stream.
 *
 * @param onEnd called once, when the socket has no more of the stream
 */
function subscribe(
  socket: StreamSocket,
  payload: SubscribePayload,
  { name, unavailable }: RemoteStreamsOptions,
  onEnd: () => void,
): ReturnType<SubgraphConnection['subscribe']> {
  return new Promise((resolve) => {
    let stream: PushStream<ExecutionResult> | undefined;
    const open = (): void => {
      if (stream) return;
      stream = createResultStream(() => unsubscribe());
      resolve(stream.values);
    };
    const fail = (errors: readonly GraphQLError[]): void => {
      if (stream) stream.finish(errors[0] ?? unavailable());
      else resolve({ errors });
    };
    let isConnected = socket.acknowledges !== null;
    const stopListening = socket.client.on('connected', (_socket, acknowledgement) => {
      // After a close with 1000, which is no break to graphql-ws, its client connects again: the stream would begin anew.
      if (isConnected) {
        fail([unavailable()]);
        unsubscribe();
        return;
      }
      isConnected = true;
      if (!acknowledges(acknowledgement)) open();
    });
    const end = (): void => {
      stopListening();
      onEnd();
    };
    const unsubscribe = socket.client.subscribe<Data, Marks>(payload, {
      next: (message) => {
        const result = readResult(message);
        if (socket.acknowledges === false) {
          if (!isRefusal(result)) return stream?.push(result);
          fail((result.errors ?? []).map(readFinalError));
          unsubscribe();
        } else if (message.extensions?.[ACKNOWLEDGEMENT]) open();
        else if (!stream) resolve(result);
        else if (message.extensions?.[ENDED]) fail(result.errors ?? []);
        else stream.push(result);
      },
      error: (error) => {
        const refusal = REFUSALS.get((error as { code?: number } | null)?.code ?? NORMAL_CLOSURE);
        if (Array.isArray(error)) fail(error.map(readFinalError));
        else fail([refusal ? refusedCaller(name, refusal) : unavailable()]);
        end();
      },
      complete: () => {
        if (stream) stream.finish();
        else resolve({ errors: [unavailable()] });
        end();
      },
    });
    if (socket.acknowledges === false) open();
  });
}

/** True for the answer of a plain server that refuses a subscription: an event has data, if only null. */
const isRefusal = ({ data, errors = [] }: ExecutionResult): boolean =>
  data === undefined && errors.length > 0;

const createResultStream = (unsubscribe: () => void): PushStream<ExecutionResult> =>
  createPushStream<ExecutionResult>({
    maxWaiting: MAX_WAITING_RESULTS,
    onOverflow: () => {
      unsubscribe();
      return graphqlError('SLOW_CONSUMER', 'The gateway read this stream too slowly. Subscribe again.');
    },
    onReturn: unsubscribe,
  });

function payloadOf({ query, variables, operationName, statement, correlationId }: SubgraphRequest) {
  const payload: SubscribePayload = {
    query,
    ...(variables ? { variables } : {}),
    ...(operationName === undefined ? {} : { operationName }),
    extensions: { correlationId, acknowledge: true, ...(statement === undefined ? {} : { statement }) },
  };
  return payload;
}
