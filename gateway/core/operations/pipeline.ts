import type { FormattedExecutionResult } from 'graphql';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Authorize } from '../access/authorize.ts';
import type { PresentError, RequestRefused } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { OperationServer } from '../federation/operation-server.ts';
import { createRequestContext, type RequestContext } from '../federation/request-context.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { CostOf } from './cost.ts';
import type { CheckDocument } from './document.ts';
import { prepareOperation, type OperationRequest, type PreparedOperation } from './prepare.ts';
import { documentOf, type TrustedDocuments } from './trusted-documents.ts';

export interface PipelineDependencies {
  readonly hooks: Pick<GatewayHooks, 'anonymousStatement'>;
  readonly engine: FederationEngine;
  readonly server: OperationServer;
  readonly check: CheckDocument;
  /** Null when any document may run. */
  readonly trusted: TrustedDocuments | null;
  readonly costOf: CostOf;
  readonly maxCost: number;
  readonly authorize: Authorize;
  readonly presentError: PresentError;
  readonly wallClock: Clock;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

/** An operation that passed all checks, with its price. */
export interface PricedOperation extends PreparedOperation {
  /** Extensions of its answer that the client has requested; of a subscription, those of the first event. */
  readonly extensions: Readonly<Record<string, unknown>> | null;
}

/** The path of every operation, the same over HTTP and WebSocket. */
export interface Pipeline {
  prepare(request: OperationRequest): PricedOperation | RequestRefused;
  contextFor(client: Client, correlationId: string): RequestContext;
  /** Runs what the caller may run of a query or mutation. */
  run(
    operation: PricedOperation,
    context: RequestContext,
    transport: 'http' | 'socket',
  ): Promise<FormattedExecutionResult>;
}

export function createPipeline(dependencies: PipelineDependencies): Pipeline {
  const { hooks, engine, server, authorize, presentError, wallClock, metrics, log } = dependencies;
  const refused = (refusal: RequestRefused): RequestRefused => {
    metrics.refused.inc({ code: String(refusal.errors[0]?.extensions?.['code']) });
    return refusal;
  };
  return {
    prepare: (request) => {
      try {
        const accepted = accept(request, engine, dependencies);
        return 'errors' in accepted ? refused(accepted) : accepted;
      } catch (error) {
        log.error({ err: error }, 'an operation could not be prepared');
        return refused({ status: 500, errors: [presentError(error, log)] });
      }
    },
    contextFor: (client, correlationId) => createRequestContext(client, correlationId, hooks),
    run: async (operation, context, transport) => {
      const startMs = wallClock.nowMs();
      const kind = operation.operation.operation;
      try {
        const { allowed, errors, complete } = authorize(operation, context.client.caller);
        for (const { extensions } of errors) metrics.refused.inc({ code: String(extensions?.['code']) });
        const result = complete(allowed ? await server.execute(allowed, context) : { data: {} });
        return operation.extensions ? { ...result, extensions: operation.extensions } : result;
      } finally {
        metrics.operations.observe((wallClock.nowMs() - startMs) / 1000, { kind, transport });
      }
    },
  };
}

/** Finds, checks and prices the operation of a request. */
function accept(
  request: OperationRequest,
  { supergraph }: FederationEngine,
  { trusted, check, costOf, maxCost, presentError, log }: PipelineDependencies,
): PricedOperation | RequestRefused {
  const query = documentOf(request, trusted);
  if (typeof query !== 'string') return query;
  const prepared = prepareOperation(supergraph.apiSchema, check, { ...request, query });
  if ('errors' in prepared)
    return { status: 400, errors: prepared.errors.map((error) => presentError(error, log)) };
  const cost = { estimated: costOf(prepared), limit: maxCost };
  const extensions = request.extensions?.['cost'] === true ? { cost } : null;
  if (cost.estimated <= maxCost) return { ...prepared, extensions };
  const message = `The operation costs ${cost.estimated}, and at most ${maxCost} is allowed. Request fewer fields or shorter lists.`;
  const errors = [presentError(graphqlError('OPERATION_TOO_COMPLEX', message), log)];
  return { status: 400, errors, ...(extensions && { extensions }) };
}
