import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Pool } from 'undici';
import { CORRELATION_HEADER } from '../../http/server.ts';
import { createPeerCircuit } from '../../http/peer-circuit.ts';
import { createPool, isAwayStatus } from '../../http/pool.ts';
import { post } from '../../http/post.ts';
import { silentLog, type Log } from '../../observability/log.ts';
import { noMetrics, type Metrics } from '../../observability/metrics.ts';
import { createReachability, type Reachability } from '../../observability/reachability.ts';
import { noTracing, type Tracing } from '../../observability/tracing.ts';
import { SIGNATURE_HEADER } from '../../security/request-signatures.ts';
import { CircuitOpen, type Circuit, type OnOpen } from '../../retry/circuit.ts';
import type { Clock } from '../../time/clock.ts';
import { graphqlError } from '../errors.ts';
import { readResult, refusedCaller, type CallerRefusal } from './results.ts';
import type { CallerTransport, Sign } from './caller-transport.ts';
import { createRemoteStreams } from './streams.ts';
import { CALLER_STATEMENT_HEADER } from './serve.ts';
import { parseJson } from '../../json.ts';
import type { SubgraphConnection, SubgraphRequest } from '../subgraph.ts';

export interface RemoteConnectionOptions {
  /** The subgraph's name in the supergraph. */
  readonly name: string;
  /** Address of the subgraph, `http://HOST:PORT/PATH`. Without a path it is `/graphql`. */
  readonly url: string;
  /** Address of its streams; by default the same with `ws`. */
  readonly streamUrl?: string;
  readonly wallClock: Clock;
  /** Default: `statement`. */
  readonly callerTransport?: CallerTransport;
  /** Signs the body of each request, and the handshake of each socket as an empty one. Our subgraphs answer no other. */
  readonly sign?: Sign;
  /** Time to wait for an answer; after that an operation is SERVICE_UNAVAILABLE. */
  readonly timeoutMs?: number;
  readonly tracing?: Tracing;
  /** Gets a line when the subgraph stops answering, and one when it answers again. */
  readonly log?: Log;
  readonly metrics?: Metrics;
}

/** A subgraph in another process. */
export interface RemoteConnection extends SubgraphConnection {
  /** Ends its streams and connections. May be called again. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const CONNECTIONS = 32;

/**
 * Connects to a subgraph by HTTP and, for streams, over graphql-transport-ws. An operation results in the error
 * SERVICE_UNAVAILABLE when the subgraph cannot be reached, and within two seconds when its process does not answer at all
 * (`platform/retry/circuit.ts`); when a socket is lost, each of its streams throws that error, so that the gateway may
 * subscribe again.
 */
export function createRemoteConnection(options: RemoteConnectionOptions): RemoteConnection {
  const { name, wallClock, callerTransport = 'statement', sign, tracing = noTracing } = options;
  const observers = { log: options.log ?? silentLog, metrics: options.metrics ?? noMetrics };
  const peer = `subgraph ${name}`;
  const requests = createReachability({ name: peer, transport: 'http' }, observers);
  const sockets = createReachability({ name: peer, transport: 'socket' }, observers);
  const url = addressOf(options);
  const pool = createPool(url.origin, CONNECTIONS, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const circuit = createPeerCircuit({
    ...{ origin: url.origin, wallClock },
    onClose: () => requests.answered(),
  });
  const unavailable = (): GraphQLError =>
    graphqlError('SERVICE_UNAVAILABLE', `${name} cannot be reached. Try again.`);
  const streams = createRemoteStreams({
    name,
    url: options.streamUrl ?? url.href.replace(/^http/, 'ws'),
    wallClock,
    callerTransport,
    ...(sign && { sign }),
    unavailable,
    reachability: sockets,
  });
  const path = `${url.pathname}${url.search}`;
  let closing: Promise<unknown> | undefined;
  return {
    name,
    execute: (request) =>
      execute(
        { name, pool, path, callerTransport, sign, tracing, unavailable, circuit, reachability: requests },
        request,
      ),
    subscribe: (request) => subscribe(circuit, () => streams.subscribe(request), unavailable),
    close: async () => {
      requests.close();
      sockets.close();
      circuit.stop();
      closing ??= Promise.all([streams.close(), pool.destroy()]);
      await closing;
    },
  };
}

function addressOf({ name, url: text }: RemoteConnectionOptions): URL {
  if (!URL.canParse(text)) throw new Error(`the subgraph ${name} has no valid address: "${text}"`);
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = '/graphql';
  return url;
}

interface Sender {
  readonly name: string;
  readonly pool: Pool;
  readonly path: string;
  readonly callerTransport: CallerTransport;
  readonly sign: Sign | undefined;
  readonly tracing: Tracing;
  readonly unavailable: () => GraphQLError;
  readonly circuit: Circuit;
  readonly reachability: Reachability;
}

type Subscribed = Awaited<ReturnType<SubgraphConnection['subscribe']>>;

/** Opens a stream. One that opens after the circuit has given it up is ended. */
async function subscribe(
  circuit: Circuit,
  open: () => Promise<Subscribed>,
  unavailable: () => GraphQLError,
): Promise<Subscribed> {
  try {
    return await circuit.run((onOpen) => untilGivenUp(open(), onOpen));
  } catch (error) {
    if (error instanceof CircuitOpen) return { errors: [unavailable()] };
    throw error;
  }
}

const untilGivenUp = (opening: Promise<Subscribed>, onOpen: OnOpen): Promise<Subscribed> =>
  new Promise((resolve, reject) => {
    onOpen((reason) => {
      reject(reason);
      const end = async (result: Subscribed): Promise<void> => {
        if (Symbol.asyncIterator in result) await result.return?.();
      };
      opening.then(end, () => undefined);
    });
    opening.then(resolve, reject);
  });

async function execute(
  { name, pool, path, callerTransport, sign, tracing, unavailable, circuit, reachability }: Sender,
  request: SubgraphRequest,
): Promise<ExecutionResult> {
  const { query, variables, operationName, statement } = request;
  const callerHeader = callerTransport === 'statement' ? CALLER_STATEMENT_HEADER : 'authorization';
  const body = JSON.stringify({ query, variables, operationName });
  const headers: Record<string, string> = {
    accept: 'application/graphql-response+json, application/json',
    'content-type': 'application/json',
    [CORRELATION_HEADER]: request.correlationId,
    ...(statement === undefined ? {} : { [callerHeader]: statement }),
    ...(sign && { [SIGNATURE_HEADER]: sign(body) }),
    ...tracing.carrier(),
  };
  try {
    const { status, text } = await circuit.run((onOpen) => post(pool, { path, headers, body }, onOpen));
    const answer = parseJson(text);
    // The answer to our signature: a fault of its key, not of the caller.
    const isUnsigned = sign !== undefined && status === 401;
    const isResult = !isUnsigned && ((status === 200 && isObject(answer)) || hasErrors(answer));
    const refusal = isUnsigned ? undefined : REFUSALS.get(status);
    if (isAwayStatus(status) || !(isResult || refusal)) reachability.failed(`status ${status}`);
    else reachability.answered();
    if (isResult) return readResult(answer);
    return { errors: [refusal ? refusedCaller(name, refusal) : unavailable()] };
  } catch (error) {
    reachability.failed(error);
    return { errors: [unavailable()] };
  }
}

/** Statuses by which a server, or a proxy in front of it, refuses a caller without a GraphQL answer. */
const REFUSALS: ReadonlyMap<number, CallerRefusal> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
]);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** True for the answer of a server that refuses an operation with another status than 200. */
const hasErrors = (answer: unknown): answer is { errors: GraphQLFormattedError[] } =>
  isObject(answer) &&
  'errors' in answer &&
  Array.isArray(answer.errors) &&
  answer.errors.every((error) => typeof (error as GraphQLFormattedError | null)?.message === 'string');
