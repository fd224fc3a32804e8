import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Authorize } from '../access/authorize.ts';
import type { PresentError, RequestRefused } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { OperationServer } from '../federation/operation-server.ts';
import { createRequestContext, type RequestContext } from '../federation/request-context.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import type { GatewayMetrics } from '../metrics.ts';
import {
  LIGHT_COST,
  type ClientWork,
  type NotRun,
  type OperationTurns,
  type Origin,
} from '../turns/operation-turns.ts';
import { createAcceptRequest, type AcceptDependencies, type PricedOperation } from './accept-request.ts';
import { notRunError } from '../turns/not-run.ts';
import type { OperationRequest, PreparedOperation } from './prepare.ts';

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
  const { hooks, engine, server, authorize, turns, presentError, wallClock, metrics, log } = dependencies;
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
  const runAllowed = async (
    operation: PreparedOperation,
    work: ClientWork,
    context: RequestContext,
  ): Promise<FormattedExecutionResult> => {
    const { client, origin, cost } = work;
    const plan = await engine.planOnce(operation, client, origin).catch((error: unknown) => ({
      errors: [presentError(error, log)],
    }));
    if ('errors' in plan) return plan;
    if (cost <= LIGHT_COST) return inTurn(work, () => server.execute(operation, plan, context));
    const pausing = { ...context, pause: turns.pause };
    return inTurn(work, async () => {
      const result = await server.execute(operation, plan, pausing);
      await turns.pause();
      return result;
    });
  };
  const runAuthorized = async (
    operation: PricedOperation,
    work: ClientWork,
    context: RequestContext,
  ): Promise<FormattedExecutionResult> => {
    const { allowed, errors, complete } = authorize(operation, context.client.caller);
    for (const { extensions } of errors) metrics.refused.inc({ code: String(extensions?.['code']) });
    const ran = allowed ? await runAllowed(allowed, work, context) : { data: {} };
    if ('status' in ran) return ran;
    const result = complete(ran);
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
        const work = {
          client,
          origin,
          cost: operation.cost,
          isMutation: kind === OperationTypeNode.MUTATION,
        };
        return await runAuthorized(operation, work, context);
      } finally {
        metrics.operations.observe((wallClock.nowMs() - startMs) / 1000, { kind, transport });
      }
    },
  };
}

/** Statuses of work that has not run. */
const NOT_RUN = { 429: 'busy', 499: 'left' } as const;
const refusalOf = (result: NotRun): RequestRefused => ({
  status: result.notRun === 'busy' ? 429 : 499,
  errors: [notRunError(result).toJSON()],
});
