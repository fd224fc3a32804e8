import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import { z } from 'zod';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { Graph } from '../graph.ts';
import type { Authenticate } from '../hooks.ts';

export interface GraphqlRouteDependencies {
  /** The graph of requests that arrive now. */
  readonly graph: () => Graph;
  readonly authenticate: Authenticate;
}

const bodySchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});
/** The hash of a document in place of the document. */
const persistedQuerySchema = z.object({
  query: z.null().optional(),
  extensions: z.object({ persistedQuery: z.looseObject({}) }),
});

/** The first is the default. */
const CONTENT_TYPES = [
  'application/json; charset=utf-8',
  'application/graphql-response+json; charset=utf-8',
] as const;

const PATHS = ['/graphql', '/graphql/'];

/** Any page may call: browsers attach no credentials by themselves, clients send the token explicitly. */
const CORS = {
  origin: '*',
  allowedHeaders: [
    'authorization',
    'content-type',
    'x-correlation-id',
    'traceparent',
    'tracestate',
    'apollographql-client-name',
    'apollographql-client-version',
  ],
  exposedHeaders: ['x-correlation-id', 'retry-after'],
  methods: ['POST', 'OPTIONS'],
  maxAge: 86_400,
  strictPreflight: false,
};

/**
 * Serves POST /graphql: one operation as JSON. GET is refused: queries in URLs end up in logs and caches, and a link could
 * run a mutation. A bad request answers 4xx; a result answers 200, with errors or without.
 */
export function addGraphqlRoute(app: FastifyInstance, dependencies: GraphqlRouteDependencies): void {
  app.register(async (scope) => {
    await scope.register(cors, CORS);
    for (const url of PATHS) {
      // Refused before the body is read, which may be no JSON.
      scope.route({
        method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
        url,
        onRequest: refuseMethod,
        handler: refuseMethod,
      });
      scope.post(url, async (request, reply) => answer(request, reply, await handle(request, dependencies)));
    }
  });
}

async function refuseMethod(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.header('allow', 'POST, OPTIONS');
  return answer(request, reply, refuseRequest(405, 'BAD_USER_INPUT', 'Send operations by POST, as JSON.'));
}

async function handle(
  request: FastifyRequest,
  { graph, authenticate }: GraphqlRouteDependencies,
): Promise<FormattedExecutionResult | RequestRefused> {
  const authentication = await authenticate(request.headers.authorization);
  if ('refused' in authentication) return authentication.refused;
  if (persistedQuerySchema.safeParse(request.body).success) return PERSISTED_QUERY;
  const body = bodySchema.safeParse(request.body);
  if (!body.success) return refuseRequest(400, 'BAD_USER_INPUT', malformed(request.body, body.error));
  const { pipeline } = graph();
  const operation = pipeline.prepare(body.data);
  if ('errors' in operation) return operation;
  if (operation.operation.operation === OperationTypeNode.SUBSCRIPTION) {
    const message =
      'A subscription needs a WebSocket: connect to this URL with the protocol graphql-transport-ws.';
    return refuseRequest(400, 'BAD_USER_INPUT', message);
  }
  return pipeline.run(operation, pipeline.contextFor(authentication.caller, request.id), 'http');
}

/** Status and message are Apollo's: its clients then send the document itself. */
const PERSISTED_QUERY = refuseRequest(200, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');

function malformed(body: unknown, error: z.ZodError): string {
  if (Array.isArray(body)) return 'Send one operation per request: batches are not supported.';
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  return `The body must be {"query", "variables", "operationName", "extensions"}. ${faults.join('; ')}`;
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  result: FormattedExecutionResult | RequestRefused,
): FastifyReply {
  const isRefused = 'status' in result;
  const body = isRefused ? { errors: result.errors } : result;
  if (isRefused && result.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .status(isRefused ? result.status : statusOf(result))
    .type(new Negotiator(request.raw).mediaType(CONTENT_TYPES) ?? CONTENT_TYPES[0])
    .send(JSON.stringify(body));
}

/** 400 when every error is BAD_USER_INPUT and the result has no value at any depth; else 200. */
function statusOf({ data, errors = [] }: FormattedExecutionResult): number {
  const isAtFault =
    errors.length > 0 && errors.every(({ extensions }) => extensions?.['code'] === 'BAD_USER_INPUT');
  return isAtFault && !hasValue(data) ? 400 : 200;
}

const hasValue = (data: unknown): boolean =>
  typeof data === 'object' && data !== null
    ? Object.values(data).some(hasValue)
    : data !== null && data !== undefined;
