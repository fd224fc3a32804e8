import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { Log } from '#platform/observability/log.ts';
import type { PresentError } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { RequestContext } from '../federation/request-context.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { EVENT_SERVICE, type SubscriptionPlan } from './plan.ts';

/** Turns an upstream event into the client's selection: adds fields of other subgraphs, removes hidden fields. */
export type Enrich = (event: ExecutionResult) => Promise<FormattedExecutionResult>;

/**
 * Step "enrich" of a quote's way: creates the enrichment of a plan. The event takes the place of its subgraph's response, so that the
 * executor merges, nulls and shapes it as in a query.
 */
export function createEnrichment(
  engine: FederationEngine,
  plan: SubscriptionPlan,
  operation: PreparedOperation,
  context: RequestContext,
  { presentError, log }: { readonly presentError: PresentError; readonly log: Log },
): Enrich {
  return async (event) => {
    const eventSource = {
      process: async () => ({
        data: event.data ?? null,
        ...(event.errors && { errors: event.errors.map((error) => error.toJSON()) }),
      }),
    };
    const services = { ...engine.services, [EVENT_SERVICE]: eventSource };
    const { data, errors } = await engine.executePlan(plan.enrichment.plan, operation, services, context);
    return {
      ...(errors && { errors: errors.map((error) => presentError(error, log)) }),
      data: data ?? null,
    };
  };
}
