import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import type { Pool } from 'undici';
import { createPool } from '../http/pool.ts';
import { WebSocket } from 'ws';
import type { Alarm, Clock } from '../time/clock.ts';
import { CORRELATION_HEADER } from '../http/server.ts';
import { noTracing, type Tracing } from '../observability/tracing.ts';
import { graphqlError } from './errors.ts';
import { createPushStream, type PushStream } from '../streams/push-stream.ts';
import { ACKNOWLEDGEMENT, ENDED, CALLER_STATEMENT_HEADER } from './serve.ts';
import type { SubgraphConnection, SubgraphRequest } from './subgraph.ts';

export interface RemoteConnectionOptions {
  /** The subgraph's name in the supergraph. */
  readonly name: string;
  /** Address of its process, `http://HOST:PORT`. */
  readonly url: string;
  readonly wallClock: Clock;
  /** Time to wait for an answer; after that an operation is SERVICE_UNAVAILABLE. */
  readonly timeoutMs?: number;
  readonly tracing?: Tracing;
}

/** A subgraph in another process. */
export interface RemoteConnection extends SubgraphConnection {
  /** Ends its streams and connections. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const CONNECTIONS = 32;
/** Results of one stream that may wait in this process; a slower reader gets SLOW_CONSUMER. */
const MAX_WAITING_RESULTS = 10_000;
/** A socket without an answer for twice this time is closed. */
const PING_INTERVAL_MS = 5_000;

/**
 * Connects to a subgraph by HTTP and, for streams, over one shared graphql-ws socket, opened at the first stream and
 * again after a loss. An operation results in the error SERVICE_UNAVAILABLE when the subgraph cannot be reached; when
 * the socket is lost, each of its streams throws that error, so that the gateway may subscribe again.
 */
export function createRemoteConnection(options: RemoteConnectionOptions): RemoteConnection {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const pool = createPool(options.url, CONNECTIONS, timeoutMs);
  const client = createSocketClient(options);
  const unavailable = (): GraphQLError =>
    graphqlError('SERVICE_UNAVAILABLE', `${options.name} cannot be reached. Try again.`);
  return {
    name: options.name,
    execute: (request) => execute(pool, request, options.tracing ?? noTracing, unavailable),
    subscribe: (request) => subscribe(client, request, unavailable),
    close: async () => {
      await Promise.all([client.dispose(), pool.destroy()]);
    },
  };
}

async function execute(
  pool: Pool,
  request: SubgraphRequest,
  tracing: Tracing,
  unavailable: () => GraphQLError,
): Promise<ExecutionResult> {
  const { query, variables, operationName } = request;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    [CORRELATION_HEADER]: request.correlationId,
    ...(request.statement === undefined ? {} : { [CALLER_STATEMENT_HEADER]: request.statement }),
    ...tracing.carrier(),
  };
  const body = JSON.stringify({ query, variables, operationName });
  try {
    const response = await pool.request({ method: 'POST', path: '/graphql', headers, body });
    const text = await response.body.text();
    return response.statusCode === 200 ? readResult(JSON.parse(text)) : { errors: [unavailable()] };
  } catch {
    return { errors: [unavailable()] };
  }
}

/** Turns the errors of a result into GraphQLError: the gateway's executor and graphql-ws expect that class. */
function readResult(value: unknown): ExecutionResult {
  const { errors, ...rest } = value as Omit<ExecutionResult, 'errors'> & {
    errors?: GraphQLFormattedError[];
  };
  return errors ? { ...rest, errors: errors.map(readError) } : rest;
}

const readError = ({ message, path, extensions }: GraphQLFormattedError): GraphQLError =>
  new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null });

/** Creates the client of the socket that all streams share. Pings detect a peer that froze or vanished. */
function createSocketClient({ url, wallClock }: RemoteConnectionOptions): Client {
  let silence: Alarm | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazyCloseTimeout: 30_000,
    keepAlive: PING_INTERVAL_MS,
    connectionAckWaitTimeout: PING_INTERVAL_MS,
    on: {
      ping: (received) => {
        if (!received) silence = wallClock.after(PING_INTERVAL_MS, () => client.terminate());
      },
      pong: (received) => {
        if (received) silence?.cancel();
      },
      closed: () => silence?.cancel(),
    },
  });
  return client;
}

type Data = Record<string, unknown>;
/** Marks that the serving side adds to results. */
type Marks = Partial<Record<typeof ACKNOWLEDGEMENT | typeof ENDED, boolean>>;

/** Subscribes. Resolves with the stream once the subgraph acknowledges the subscription, or with its errors. */
function subscribe(
  client: Client,
  request: SubgraphRequest,
  unavailable: () => GraphQLError,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  return new Promise((resolve) => {
    let stream: PushStream<ExecutionResult> | undefined;
    const fail = (errors: readonly GraphQLError[]): void => {
      if (stream) stream.finish(errors[0] ?? unavailable());
      else resolve({ errors });
    };
    const unsubscribe = client.subscribe<Data, Marks>(payloadOf(request), {
      next: (message) => {
        if (message.extensions?.[ACKNOWLEDGEMENT]) {
          stream = createPushStream<ExecutionResult>({
            maxWaiting: MAX_WAITING_RESULTS,
            onOverflow: () => {
              unsubscribe();
              return graphqlError(
                'SLOW_CONSUMER',
                'The gateway read this stream too slowly. Subscribe again.',
              );
            },
            onReturn: () => unsubscribe(),
          });
          resolve(stream.values);
          return;
        }
        const result = readResult(message);
        if (!stream) resolve(result);
        else if (message.extensions?.[ENDED]) fail(result.errors ?? []);
        else stream.push(result);
      },
      error: (error) => fail(Array.isArray(error) ? error.map(readError) : [unavailable()]),
      complete: () => {
        if (stream) stream.finish();
        else resolve({ errors: [unavailable()] });
      },
    });
  });
}

function payloadOf({ query, variables, operationName, statement, correlationId }: SubgraphRequest) {
  const payload: SubscribePayload = {
    query,
    ...(variables ? { variables } : {}),
    ...(operationName === undefined ? {} : { operationName }),
    extensions: { correlationId, acknowledge: true, ...(statement === undefined ? {} : { statement }) },
  };
  return payload;
}
