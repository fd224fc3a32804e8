import type { FormattedExecutionResult } from 'graphql';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Authorize } from '../access/authorize.ts';
import type { PresentError, RequestRefused } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { OperationServer } from '../federation/operation-server.ts';
import { createRequestContext, type RequestContext } from '../federation/request-context.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { CheckDocument } from './document.ts';
import { prepareOperation, type OperationRequest, type PreparedOperation } from './prepare.ts';

export interface PipelineDependencies {
  readonly hooks: Pick<GatewayHooks, 'anonymousStatement'>;
  readonly engine: FederationEngine;
  readonly server: OperationServer;
  readonly check: CheckDocument;
  readonly authorize: Authorize;
  readonly presentError: PresentError;
  readonly wallClock: Clock;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
}

/** The path of every operation, the same over HTTP and WebSocket. */
export interface Pipeline {
  prepare(request: OperationRequest): PreparedOperation | RequestRefused;
  contextFor(client: Client, correlationId: string): RequestContext;
  /** Runs what the caller may run of a query or mutation. */
  run(
    operation: PreparedOperation,
    context: RequestContext,
    transport: 'http' | 'socket',
  ): Promise<FormattedExecutionResult>;
}

export function createPipeline(dependencies: PipelineDependencies): Pipeline {
  const { hooks, engine, server, check, authorize, presentError, wallClock, metrics, log } = dependencies;
  const refused = (refusal: RequestRefused): RequestRefused => {
    metrics.refused.inc({ code: String(refusal.errors[0]?.extensions?.['code']) });
    return refusal;
  };
  return {
    prepare: (request) => {
      try {
        const prepared = prepareOperation(engine.supergraph.apiSchema, check, request);
        if (!('errors' in prepared)) return prepared;
        return refused({ status: 400, errors: prepared.errors.map((error) => presentError(error, log)) });
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
        return complete(allowed ? await server.execute(allowed, context) : { data: {} });
      } finally {
        metrics.operations.observe((wallClock.nowMs() - startMs) / 1000, { kind, transport });
      }
    },
  };
}
