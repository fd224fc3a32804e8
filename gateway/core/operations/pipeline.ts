import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { PresentError, RequestRefused } from '../errors.ts';
import { createRequestContext, type RequestContext } from '../federation/request-context.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Origin } from '../turns/client-work.ts';
import { createAcceptRequest, type AcceptDependencies, type PricedOperation } from './accept-request.ts';
import type { OperationRequest } from './prepare.ts';
import { createInTurn, createRunner, type RunnerDependencies } from './run-operation.ts';

export interface PipelineDependencies extends AcceptDependencies, RunnerDependencies {
  readonly hooks: Pick<GatewayHooks, 'anonymousStatement' | 'admit'>;
  readonly engine: RunnerDependencies['engine'] & AcceptDependencies['engine'];
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
  const { hooks, presentError, wallClock, metrics, log } = dependencies;
  const accept = createAcceptRequest(dependencies);
  const refused = (refusal: RequestRefused): RequestRefused => {
    metrics.refused.inc({ code: String(refusal.errors[0]?.extensions?.['code']) });
    return refusal;
  };
  const inTurn = createInTurn(dependencies);
  const runAllowed = createRunner(dependencies, inTurn);
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
        return await runAllowed(operation, work, context);
      } finally {
        metrics.operations.observe((wallClock.nowMs() - startMs) / 1000, { kind, transport });
      }
    },
  };
}

/** Statuses of work that has not run. */
const NOT_RUN = { 429: 'busy', 499: 'left' } as const;
