import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, parse, type ExecutionResult } from 'graphql';
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Clock } from '../../time/clock.ts';
import { createHeartbeats } from '../../time/heartbeats.ts';
import type { HttpServer } from '../../http/server.ts';
import { requireSignature, UNSIGNED, type ReadSignature } from '../../http/signed-requests.ts';
import { refuseUpgrade } from '../../http/upgrades.ts';
import type { IdSource } from '../../ids.ts';
import type { Log } from '../../observability/log.ts';
import { graphqlError } from '../errors.ts';
import { createOperationIds, type OperationIds } from '../operation-ids.ts';
import { OwnedSocket } from './owned-socket.ts';
import { closeSocket, forgetConnectionParams, serveGraphqlSocket } from './socket.ts';
import type { Subgraph, SubgraphRequest } from '../subgraph.ts';

/** The header that carries the gateway's signed statement of the caller. */
export const CALLER_STATEMENT_HEADER = 'x-caller-statement';

/**
 * Sent before a stream's first event to a client that sets `extensions.acknowledge`. The protocol itself has no message
 * for "subscribed", and the gateway must know that it misses no event from now on.
 */
export const ACKNOWLEDGEMENT = 'subscribed';

/**
 * In the payload of `connection_ack`: this peer acknowledges subscriptions. A plain graphql-transport-ws server does not.
 */
export const ACKNOWLEDGES = 'acknowledgesSubscriptions';

/** Marks a stream's last result, which holds the error that ended it. */
export const ENDED = 'ended';

const bodySchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
type Body = z.infer<typeof bodySchema>;

const isAbsentOrObject = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value));
const isAbsentOrText = (value: unknown): boolean => value === undefined || typeof value === 'string';

/** Whether a body has the form of nearly all. The schema, which copies the variables, decides about all others, with a reason. */
function isCommonBody(body: unknown): body is Body {
  if (typeof body !== 'object' || body === null) return false;
  const { query, variables, operationName } = body as Record<string, unknown>;
  return typeof query === 'string' && isAbsentOrObject(variables) && isAbsentOrText(operationName);
}

const readBody = (body: unknown): z.ZodSafeParseResult<Body> =>
  isCommonBody(body) ? { success: true, data: body } : bodySchema.safeParse(body);

/** Our gateway's. Another client needs none: its streams are anonymous. */
const extensionsSchema = z.object({
  statement: z.string().optional(),
  correlationId: z.string().min(1).max(128).optional(),
  acknowledge: z.boolean().optional(),
});

/** Subgraph sockets carry the streams of many users, so a frame may be larger than a client's. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const PING_INTERVAL_MS = 12_000;
const GOING_AWAY = 1001;

export interface ServeSubgraphOptions {
  /** Decides whether the subgraph answers a request or the handshake of a socket. */
  readonly readSignature: ReadSignature;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/**
 * Serves a subgraph at /graphql, to signed requests alone: single operations by POST, single operations and streams over
 * graphql-transport-ws. One socket carries the streams of many users, so each operation brings its own statement and correlation id
 * in `extensions`.
 *
 * @param subgraphNow returns null while the subgraph is starting: operations are SERVICE_UNAVAILABLE
 * @returns ends all streams and sockets
 */
export function serveSubgraph(
  http: HttpServer,
  subgraphNow: () => Subgraph | null,
  { readSignature, wallClock, ids, log }: ServeSubgraphOptions,
): () => Promise<void> {
  http.app.register(async (scope) => {
    requireSignature(scope, readSignature);
    scope.post('/graphql', (request, reply) => answer(request, reply, subgraphNow));
  });
  const sockets = new WebSocketServer({
    ...{ noServer: true, maxPayload: MAX_FRAME_BYTES, handleProtocols, WebSocket: OwnedSocket },
  });
  const protocol = makeServer(socketOptions(subgraphNow, ids, log));
  const heartbeats = createHeartbeats(wallClock, PING_INTERVAL_MS);
  const serve = (socket: OwnedSocket): void => {
    const operationIds = createOperationIds();
    serveGraphqlSocket({
      socket,
      protocol,
      extra: operationIds,
      operationIds,
      send: (frame) => sendFrame(socket, frame),
      heartbeats,
      log,
    });
  };
  const stopUpgrades = http.acceptUpgrades('/graphql', (request, duplex, head) => {
    if (readSignature(request.headers)?.covers('')) sockets.handleUpgrade(request, duplex, head, serve);
    else refuseUpgrade(duplex, 401, {}, JSON.stringify({ errors: [unsigned()] }));
  });
  return async () => {
    stopUpgrades();
    for (const socket of sockets.clients) closeSocket(socket, GOING_AWAY, 'Going away');
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
  };
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  subgraphNow: () => Subgraph | null,
): Promise<FastifyReply> {
  const body = readBody(request.body);
  if (!body.success) return reply.status(400).send(badRequest(z.prettifyError(body.error)));
  const subgraph = subgraphNow();
  if (!subgraph) return reply.status(503).send({ errors: [starting()] });
  const statement = request.headers[CALLER_STATEMENT_HEADER];
  const result = await subgraph.execute({
    ...operationOf(body.data),
    ...(typeof statement === 'string' ? { statement } : {}),
    correlationId: request.id,
  });
  return reply.type('application/json').send(JSON.stringify(result));
}

/** Sends a frame. Ignores a failed write: it closes the socket, and the close handler cleans up. */
const sendFrame = (socket: WebSocket, frame: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState === socket.OPEN) socket.send(frame, () => resolve());
    else resolve();
  });

const unsigned = (): GraphQLError => graphqlError('UNAUTHENTICATED', UNSIGNED);

const starting = (): GraphQLError => graphqlError('SERVICE_UNAVAILABLE', 'The subgraph is starting.');

const badRequest = (message: string) => ({
  errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
});

function operationOf(body: Body): Pick<SubgraphRequest, 'query'> {
  const { query, variables, operationName } = body;
  return { query, ...(variables ? { variables } : {}), ...(operationName ? { operationName } : {}) };
}

/** graphql-ws reads the document to choose `execute` or `subscribe`; here `subscribe` runs every operation. */
const ANY_DOCUMENT = parse('subscription { any }');

/** The context value that graphql-ws passes from `onSubscribe` to `subscribe`. */
interface SocketOperation {
  readonly subgraph: Subgraph;
  readonly request: SubgraphRequest;
  readonly acknowledge: boolean;
}

function socketOptions(
  subgraphNow: () => Subgraph | null,
  ids: IdSource,
  log: Log,
): ServerOptions<Record<string, unknown>, OperationIds> {
  return {
    onConnect: (context) => {
      forgetConnectionParams(context);
      return { [ACKNOWLEDGES]: true };
    },
    onSubscribe: ({ extra }, id) => {
      const payload = extra.takePayload(id);
      const body = readBody(payload);
      const extensions = extensionsSchema.safeParse(payload.extensions ?? {});
      if (!body.success || !extensions.success) {
        const error = body.error ?? extensions.error;
        return [graphqlError('BAD_USER_INPUT', error ? z.prettifyError(error) : 'not a request')];
      }
      const subgraph = subgraphNow();
      if (!subgraph) return [starting()];
      const { statement, correlationId = ids('req'), acknowledge = false } = extensions.data;
      const request = { ...operationOf(body.data), ...(statement ? { statement } : {}), correlationId };
      const operation: SocketOperation = { subgraph, request, acknowledge };
      return { schema: subgraph.schema, document: ANY_DOCUMENT, contextValue: operation };
    },
    subscribe: async ({ contextValue }) => {
      const { subgraph, request, acknowledge } = contextValue as SocketOperation;
      const streamLog = log.child({ correlationId: request.correlationId, subgraph: subgraph.name });
      try {
        if (!subgraph.isSubscription(request)) return await subgraph.execute(request);
        const result = await subgraph.subscribe(request);
        if (!(Symbol.asyncIterator in result)) return result;
        return endWithDeliberateErrors(acknowledge ? acknowledged(result, streamLog) : result, streamLog);
      } catch (error) {
        return { errors: [deliberate(error, streamLog)] };
      }
    },
  };
}

/** Passes a deliberate error, which has a code. Logs any other error as a bug and masks its message. */
function deliberate(error: unknown, log: Log): GraphQLError {
  if (error instanceof GraphQLError && typeof error.extensions['code'] === 'string') return error;
  log.error({ err: error }, 'a stream failed');
  return graphqlError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
}

type Results = AsyncIterableIterator<ExecutionResult>;

/** Yields the acknowledgement before the results. */
function acknowledged(source: Results, log: Log): Results {
  let isAcknowledged = false;
  return wrapSource(source, log, async () => {
    if (isAcknowledged) return source.next();
    isAcknowledged = true;
    return { done: false, value: { extensions: { [ACKNOWLEDGEMENT]: true } } };
  });
}

/**
 * Turns the error of a source into a last result that holds the error: graphql-ws would pass on an error's message but
 * lose its code.
 */
function endWithDeliberateErrors(source: Results, log: Log): Results {
  let hasFailed = false;
  return wrapSource(source, log, async () => {
    if (hasFailed) return { done: true, value: undefined };
    try {
      return await source.next();
    } catch (error) {
      hasFailed = true;
      return { done: false, value: { errors: [deliberate(error, log)], extensions: { [ENDED]: true } } };
    }
  });
}

/**
 * Wraps an iterator with another `next`. Ending the wrapper ends the source. Logs an error of that end: graphql-ws does
 * not wait for the end of a stream that its client has left, and a rejection would end the process.
 */
function wrapSource(source: Results, log: Log, next: Results['next']): Results {
  const end = async (): Promise<void> => {
    try {
      await source.return?.();
    } catch (error) {
      log.error({ err: error }, 'the source of a stream could not be ended');
    }
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next,
    return: async () => {
      await end();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      await end();
      throw error;
    },
  };
}
