import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import { z } from 'zod';
import type { Log } from '#platform/observability/log.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { VerifyToken } from '../auth/verifier.ts';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { Pipeline } from '../operations/pipeline.ts';

export interface GraphqlRouteDependencies {
  readonly pipeline: Pipeline;
  readonly verify: VerifyToken;
  readonly log: Log;
}

const bodySchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

const RESPONSE_TYPE = 'application/graphql-response+json';

/** Any page may call: nothing is sent along by itself, a token is given by hand. */
const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, x-correlation-id',
  'access-control-expose-headers': 'x-correlation-id, retry-after',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-max-age': '86400',
} as const;

/**
 * POST /graphql: one operation as JSON. GET is refused: with queries in addresses they end in logs and caches, and a
 * mutation could be triggered by a link. What is wrong with a request is 4xx; a result, with errors or not, is 200.
 */
export function addGraphqlRoute(app: FastifyInstance, dependencies: GraphqlRouteDependencies): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/graphql') reply.headers(CORS_HEADERS);
  });
  app.options('/graphql', async (_request, reply) => reply.status(204).send());
  app.get('/graphql', async (request, reply) => {
    reply.header('allow', 'POST, OPTIONS');
    return answer(request, reply, refuseRequest(405, 'BAD_USER_INPUT', 'Send operations by POST, as JSON.'));
  });
  app.post('/graphql', async (request, reply) => {
    const result = await handle(request, dependencies);
    return answer(request, reply, result);
  });
}

async function handle(
  request: FastifyRequest,
  { pipeline, verify, log }: GraphqlRouteDependencies,
): Promise<FormattedExecutionResult | RequestRefused> {
  const authentication = await authenticate(request.headers.authorization, verify, log);
  if ('refused' in authentication) return authentication.refused;
  const body = bodySchema.safeParse(request.body);
  if (!body.success) return refuseRequest(400, 'BAD_USER_INPUT', malformed(request.body, body.error));
  const operation = pipeline.prepare(body.data);
  if ('errors' in operation) return operation;
  if (operation.operation.operation === OperationTypeNode.SUBSCRIPTION) {
    const message = 'A subscription needs a WebSocket: connect here with the protocol graphql-transport-ws.';
    return refuseRequest(400, 'BAD_USER_INPUT', message);
  }
  return pipeline.run(operation, pipeline.contextFor(authentication.caller, request.id), 'http');
}

function malformed(body: unknown, error: z.ZodError): string {
  if (Array.isArray(body)) return 'One operation a request: batches are not taken.';
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  return `The body must be {"query", "variables", "operationName"}. ${faults.join('; ')}`;
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  result: FormattedExecutionResult | RequestRefused,
): FastifyReply {
  const acceptsNew = request.headers.accept?.includes(RESPONSE_TYPE) ?? false;
  const isRefused = 'status' in result;
  const body = isRefused ? { errors: result.errors } : result;
  if (isRefused && result.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .status(isRefused ? result.status : statusOf(result))
    .type(acceptsNew ? `${RESPONSE_TYPE}; charset=utf-8` : 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

/** 400 when nothing was answered because a value of the request is wrong; beside any data an error is 200. */
function statusOf({ data, errors = [] }: FormattedExecutionResult): number {
  const hasData = Object.values(data ?? {}).some((value) => value !== null);
  const isAtFault =
    errors.length > 0 && errors.every(({ extensions }) => extensions?.['code'] === 'BAD_USER_INPUT');
  return !hasData && isAtFault ? 400 : 200;
}
