import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import { z } from 'zod';
import { joinAdmissions, quotaHeaders, refusalOf } from '../admission.ts';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { Graph } from '../graph.ts';
import type { GatewayHooks, Quota } from '../hooks.ts';
import type { Streams } from '../sse/streams.ts';
import type { Origin } from '../turns/client-work.ts';
import type { Refusals } from '../turns/refusals.ts';
import { hashOf } from '../operations/trusted-documents.ts';
import type { Arrival, Arrive } from './arrival.ts';
import type { WaitingAnswers } from './waiting-answers.ts';
import { GRAPHQL_RESPONSE, mediaTypeOf, prefersStream, takesStream, wantsPage } from './media-types.ts';

export interface GraphqlRouteDependencies extends Pick<GatewayHooks, 'admit'> {
  /** The graph of requests that arrive now. */
  readonly graph: () => Graph;
  readonly arrive: Arrive;
  readonly refusals: Refusals;
  readonly streams: Pick<Streams, 'serve'>;
  readonly answers: WaitingAnswers;
  /** Path of the page for people who open the graph's address in a browser; null for none. */
  readonly page: string | null;
}

const requestSchema = z.object({
  query: z.string().nullish(),
  documentId: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});
/** A request has its document, or the hash of one. */
const bodySchema = requestSchema.refine(
  (request) => typeof request.query === 'string' || hashOf(request) !== null,
  { path: ['query'], message: 'Send the document of the operation' },
);

type RequestBody = z.infer<typeof bodySchema>;

const isAbsentOrObject = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value));
const isAbsentOrText = (value: unknown): boolean => value === undefined || typeof value === 'string';

/** Whether a body has the fields of a common request. The schema decides about all others, with a reason. */
function isCommonRequest(body: unknown): body is RequestBody {
  if (typeof body !== 'object' || body === null) return false;
  const { query, documentId, operationName, variables, extensions } = body as Record<string, unknown>;
  const isWithId = documentId !== undefined || !isAbsentOrText(operationName);
  return (
    typeof query === 'string' && !isWithId && isAbsentOrObject(variables) && isAbsentOrObject(extensions)
  );
}

const readBody = (body: unknown): z.ZodSafeParseResult<RequestBody> =>
  isCommonRequest(body) ? { success: true, data: body } : bodySchema.safeParse(body);

const PATHS = ['/graphql', '/graphql/'];

const METHODS = ['POST', 'OPTIONS'];

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
  exposedHeaders: ['x-correlation-id', 'retry-after', 'ratelimit-policy', 'ratelimit', 'www-authenticate'],
  methods: METHODS,
  maxAge: 86_400,
  strictPreflight: false,
};

/**
 * Serves POST /graphql: one operation as JSON. GET is refused, or leads a browser to the page: queries in URLs end up in logs and
 * caches, and a link could run a mutation. A bad request answers 4xx; a result answers 200, with errors or without.
 */
export function addGraphqlRoute(app: FastifyInstance, dependencies: GraphqlRouteDependencies): void {
  const arrivals = new WeakMap<FastifyRequest, Arrival>();
  const { page } = dependencies;
  const refuse = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (page === null || !wantsPage(request.raw)) return refuseMethod(request, reply);
    return reply.header('vary', 'accept').redirect(page);
  };
  app.register(async (scope) => {
    await scope.register(cors, CORS);
    for (const url of PATHS) {
      // Refused before the body is read, which may be no JSON.
      scope.route({
        method: scope.supportedMethods.filter((method) => !METHODS.includes(method)),
        url,
        onRequest: refuse,
        handler: refuse,
      });
      // Admitted before the body is read, which may be large.
      const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
        const arrival = await dependencies.arrive(request, reply);
        if ('status' in arrival) return answer(request, reply, arrival);
        arrivals.set(request, arrival);
        return undefined;
      };
      scope.post(url, { onRequest }, async (request, reply) => {
        const arrival = arrivals.get(request);
        if (!arrival) throw new Error('a request has passed without its admission');
        const result = await handle(request, reply, arrival, dependencies);
        if (result === null) return reply;
        if ('status' in result) await dependencies.refusals.untilAnswer(arrival.client);
        return answer(request, reply, result, (bytes) =>
          dependencies.answers.add(reply.raw, arrival.client.address, bytes),
        );
      });
    }
  });
}

function refuseMethod(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('allow', METHODS.join(', '));
  return answer(request, reply, refuseRequest(405, 'BAD_USER_INPUT', 'Send operations by POST, as JSON.'));
}

/** Runs the operation of a request. Null when its answer is a stream, which has begun. */
async function handle(
  request: FastifyRequest,
  reply: FastifyReply,
  arrival: Arrival,
  { graph, admit, streams }: GraphqlRouteDependencies,
): Promise<FormattedExecutionResult | RequestRefused | null> {
  const { client, admission } = arrival;
  const body = readBody(request.body);
  if (!body.success) return refuseRequest(400, 'BAD_USER_INPUT', malformed(request.body, body.error));
  const stream = () => streams.serve({ request, reply, arrival, operation: body.data });
  if (prefersStream(request)) return stream();
  const { pipeline } = graph();
  const { socket } = request.raw;
  const origin: Origin = { connection: socket, isGone: () => socket.destroyed };
  const operation = await pipeline.prepare(body.data, client, origin);
  if ('errors' in operation) return operation;
  if (operation.operation.operation === OperationTypeNode.SUBSCRIPTION) {
    return takesStream(request) ? stream() : refuseRequest(400, 'BAD_USER_INPUT', NEEDS_STREAM);
  }
  const operationAdmission = await admit({
    ...client,
    kind: 'operation',
    count: 1,
    cost: operation.cost,
    operation,
  });
  const limited = refusalOf(operationAdmission);
  if (limited) return limited;
  reply.headers(quotaHeaders(joinAdmissions(admission, operationAdmission)));
  return pipeline.run(operation, pipeline.contextFor(client, request.id), origin, 'http');
}

const NEEDS_STREAM =
  'A subscription needs a WebSocket (the protocol graphql-transport-ws at this URL) or the header "Accept: text/event-stream".';

function malformed(body: unknown, error: z.ZodError): string {
  if (Array.isArray(body)) return 'Send one operation per request: batches are not supported.';
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  return `The body must be {"query" or "documentId", "variables", "operationName", "extensions"}. ${faults.join('; ')}`;
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  result: FormattedExecutionResult | RequestRefused,
  onText?: (bytes: number) => void,
): FastifyReply {
  const isRefused = 'status' in result;
  const { errors, extensions } = result;
  const mediaType = mediaTypeOf(request);
  const status = isRefused ? statusOfRefusal(result, mediaType) : statusOf(result, mediaType);
  const body = isRefused || status === 429 ? { errors, ...(extensions && { extensions }) } : result;
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (status === 429) reply.headers(exhaustedQuotas(result.errors));
  const waitMs = waitOf(result.errors, 'SERVICE_UNAVAILABLE');
  if (waitMs > 0) reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
  if (isRefused && result.headers) reply.headers(result.headers);
  const text = JSON.stringify(body);
  onText?.(text.length);
  return reply.status(status).type(mediaType).send(text);
}

/**
 * The status of a refusal. Clients of automatic persisted queries want 200 for theirs; the media type of GraphQL over HTTP wants
 * 4xx for every answer without data.
 */
const statusOfRefusal = ({ status }: RequestRefused, mediaType: string): number =>
  status === 200 && mediaType === GRAPHQL_RESPONSE ? 400 : status;

/**
 * The status of a result: 200, unless it has no value at any depth and all its errors have the code RATE_LIMITED (429, sent without
 * data) or BAD_USER_INPUT (400). The media type of GraphQL over HTTP wants 2xx for every answer with data, if only of nulls.
 */
function statusOf({ data, errors = [] }: FormattedExecutionResult, mediaType: string): number {
  const codes = new Set(errors.map(({ extensions }) => String(extensions?.['code'])));
  if (codes.size !== 1 || hasValue(data)) return 200;
  if (codes.has('RATE_LIMITED')) return 429;
  const isGraphqlResponse = mediaType === GRAPHQL_RESPONSE && data !== null && data !== undefined;
  return codes.has('BAD_USER_INPUT') && !isGraphqlResponse ? 400 : 200;
}

/** The longest wait that errors of a code name, in milliseconds; 0 for none. */
const waitOf = (errors: FormattedExecutionResult['errors'] = [], code: string): number =>
  Math.max(
    0,
    ...errors.map(({ extensions }) =>
      extensions?.['code'] === code ? Number(extensions['retryAfterMs'] ?? 0) : 0,
    ),
  );

/** The header fields for errors RATE_LIMITED: the longest wait that they name, at least a second, and their quotas. */
function exhaustedQuotas(errors: FormattedExecutionResult['errors'] = []): Record<string, string> {
  const waits = errors.map(({ extensions }) => Number(extensions?.['retryAfterMs'] ?? 0));
  const quotas = errors.flatMap(({ extensions }) => (extensions?.['rateLimits'] ?? []) as readonly Quota[]);
  return quotaHeaders({ retryAfterMs: Math.max(1_000, ...waits), quotas });
}

const hasValue = (data: unknown): boolean =>
  typeof data === 'object' && data !== null
    ? Object.values(data).some(hasValue)
    : data !== null && data !== undefined;
