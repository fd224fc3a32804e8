import type { FormattedExecutionResult } from 'graphql';
import { rateLimited } from '#platform/graphql/errors.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Authorize } from '../access/authorize.ts';
import type { PresentError, RequestRefused } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { OperationServer } from '../federation/operation-server.ts';
import { createRequestContext, type RequestContext } from '../federation/request-context.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { ClientWork, NotRun, OperationTurns, Origin } from '../turns/operation-turns.ts';
import { createAcceptRequest, type AcceptDependencies, type PricedOperation } from './accept-request.ts';
import type { OperationRequest } from './prepare.ts';

export interface PipelineDependencies extends AcceptDependencies {
  readonly hooks: Pick<GatewayHooks, 'anonymousStatement' | 'admit'>;
  readonly engine: FederationEngine;
  readonly server: OperationServer;
  readonly authorize: Authorize;
  readonly turns: OperationTurns;
  readonly presentError: PresentError;
  readonly wallClock: Clock;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

/** The path of every operation, the same over HTTP and WebSocket. */
export interface Pipeline {
  /** Checks and prices the operation of a request, when it is its client's turn. */
  prepare(
    request: OperationRequest,
    client: Client,
    origin: Origin,
  ): Promise<PricedOperation | RequestRefused>;
  contextFor(client: Client, correlationId: string): RequestContext;
  /** Runs what the caller may run of a query or mutation, when it is its client's turn. */
  run(
    operation: PricedOperation,
    context: RequestContext,
    origin: Origin,
    transport: 'http' | 'socket',
  ): Promise<FormattedExecutionResult>;
}

export function createPipeline(dependencies: PipelineDependencies): Pipeline {
  const { hooks, server, authorize, turns, presentError, wallClock, metrics, log } = dependencies;
  const accept = createAcceptRequest(dependencies);
  const refused = (refusal: RequestRefused): RequestRefused => {
    metrics.refused.inc({ code: String(refusal.errors[0]?.extensions?.['code']) });
    return refusal;
  };
  const inTurn = async <T extends object>(
    work: ClientWork,
    task: () => Promise<T>,
  ): Promise<T | RequestRefused> => {
    const result = await turns.run(work, task);
    if (!('notRun' in result)) return result;
    if (result.notRun === 'busy') metrics.refused.inc({ code: 'RATE_LIMITED' });
    return refusalOf(result);
  };
  const runNow = async (
    operation: PricedOperation,
    context: RequestContext,
  ): Promise<FormattedExecutionResult> => {
    const { allowed, errors, complete } = authorize(operation, context.client.caller);
    for (const { extensions } of errors) metrics.refused.inc({ code: String(extensions?.['code']) });
    const result = complete(allowed ? await server.execute(allowed, context) : { data: {} });
    return operation.extensions ? { ...result, extensions: operation.extensions } : result;
  };
  return {
    prepare: async (request, client, origin) => {
      try {
        const accepted = await accept(request, client, (cost, task) =>
          inTurn({ client, origin, cost }, task),
        );
        // Work that is not admitted, or does not get its turn, is counted already.
        const isCounted = 'errors' in accepted && accepted.status in NOT_RUN;
        return 'errors' in accepted && !isCounted ? refused(accepted) : accepted;
      } catch (error) {
        log.error({ err: error }, 'an operation could not be prepared');
        return refused({ status: 500, errors: [presentError(error, log)] });
      }
    },
    contextFor: (client, correlationId) => createRequestContext(client, correlationId, hooks),
    run: async (operation, context, origin, transport) => {
      const startMs = wallClock.nowMs();
      const kind = operation.operation.operation;
      const { client } = context;
      try {
        return await inTurn({ client, origin, cost: operation.cost }, () => runNow(operation, context));
      } finally {
        metrics.operations.observe((wallClock.nowMs() - startMs) / 1000, { kind, transport });
      }
    },
  };
}

/** Statuses of work that has not run. */
const NOT_RUN = { 429: 'busy', 499: 'left' } as const;
/** Time after which a client may try again whose waiting operations are too many. */
const RETRY_AFTER_MS = 1_000;

/** The answer of work that did not run; no client reads that of work whose client has left. */
const refusalOf = ({ notRun }: NotRun): RequestRefused =>
  notRun === 'busy'
    ? {
        status: 429,
        errors: [rateLimited('Too many operations wait. Wait for a result.', RETRY_AFTER_MS).toJSON()],
      }
    : { status: 499, errors: [{ message: 'The client has left.', extensions: { code: 'BAD_USER_INPUT' } }] };
