import type { FormattedExecutionResult } from 'graphql';
import type { Log } from '#platform/observability/log.ts';
import type { Authorize } from '../access/authorize.ts';
import type { PresentError, RequestRefused } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { OperationServer } from '../federation/operation-server.ts';
import type { RequestContext } from '../federation/request-context.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { notRunAnswer } from '../turns/not-run.ts';
import type { ClientWork } from '../turns/client-work.ts';
import { LIGHT_COST, type OperationTurns } from '../turns/operation-turns.ts';
import type { PricedOperation } from './accept-request.ts';
import type { PreparedOperation } from './prepare.ts';

export interface RunnerDependencies {
  readonly engine: Pick<FederationEngine, 'planOnce'>;
  readonly server: Pick<OperationServer, 'execute'>;
  readonly authorize: Authorize;
  readonly turns: OperationTurns;
  readonly presentError: PresentError;
  readonly metrics: Pick<GatewayMetrics, 'refused'>;
  readonly log: Log;
}

/** Runs a task when it is its client's turn. Work that does not run is a refusal. */
export type RunInTurn = <T extends object>(
  work: ClientWork,
  task: () => Promise<T>,
) => Promise<T | RequestRefused>;

export const createInTurn =
  ({ turns, metrics }: Pick<RunnerDependencies, 'turns' | 'metrics'>): RunInTurn =>
  async (work, task) => {
    const result = await turns.run(work, task);
    if (!('notRun' in result)) return result;
    if (result.notRun === 'busy') metrics.refused.inc({ code: 'RATE_LIMITED' });
    return { status: result.notRun === 'busy' ? 429 : 499, errors: [notRunAnswer(result)] };
  };

/** Runs the part of an operation that its caller may run: plans it, then executes the plan, each in turn. */
export type RunOperation = (
  operation: PricedOperation,
  work: ClientWork,
  context: RequestContext,
) => Promise<FormattedExecutionResult>;

export function createRunner(dependencies: RunnerDependencies, inTurn: RunInTurn): RunOperation {
  const { engine, server, authorize, turns, presentError, metrics, log } = dependencies;
  const run = async (
    operation: PreparedOperation,
    work: ClientWork,
    context: RequestContext,
  ): Promise<FormattedExecutionResult> => {
    const { client, origin, cost } = work;
    const plan = await engine
      .planOnce(operation, client, origin)
      .catch((error: unknown) => ({ errors: [presentError(error, log)] }));
    if ('errors' in plan) return plan;
    if (cost <= LIGHT_COST) return inTurn(work, () => server.execute(operation, plan, context));
    const pausing = { ...context, pause: turns.pause };
    return inTurn(work, async () => {
      const result = await server.execute(operation, plan, pausing);
      await turns.pause();
      return result;
    });
  };
  return async (operation, work, context) => {
    const { allowed, errors, complete } = authorize(operation, context.client.caller);
    for (const { extensions } of errors) metrics.refused.inc({ code: String(extensions?.['code']) });
    const ran = allowed ? await run(allowed, work, context) : { data: {} };
    if ('status' in ran) return ran;
    const result = complete(ran);
    return operation.extensions ? { ...result, extensions: operation.extensions } : result;
  };
}
