import { createHash } from 'node:crypto';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import { createOperationCache, type OperationCacheOptions } from '#platform/graphql/cache/operation-cache.ts';
import { requirePlanAdmission } from '../admission.ts';
import type { Admit, Client } from '../hooks.ts';
import { notRunAnswer } from '../turns/not-run.ts';
import type { Origin } from '../turns/client-work.ts';
import { SYNCHRONOUS_COST, type OperationTurns } from '../turns/operation-turns.ts';
import type { PreparedOperation } from '../operations/prepare.ts';

/** Returns the plan of an operation. Rejects when it cannot be planned, or its planning is not admitted or does not get its turn. */
export type PlanOnce<Plan> = (operation: PreparedOperation, client: Client, origin: Origin) => Promise<Plan>;

export interface PlanCacheOptions<Plan> extends OperationCacheOptions<Plan> {
  readonly admit: Admit;
  readonly turns: OperationTurns;
  readonly plan: (operation: PreparedOperation) => Plan;
}

/**
 * Creates a cache of plans by the text and name of their operations. A plan that is not cached is charged to the client that
 * requests it first, and computed when it is that client's turn; clients that request the same operation meanwhile wait for the
 * plan, without a charge.
 */
export function createPlanCache<Plan extends object>(options: PlanCacheOptions<Plan>): PlanOnce<Plan> {
  const plans = createOperationCache<Plan>(options);
  const pending = new Map<string, Promise<unknown>>();
  const keyOf = createKeys();
  const planAdmitted: PlanOnce<Plan> = async (operation, client, origin) => {
    await requirePlanAdmission(options.admit, client, operation);
    const work = { client, origin, cost: SYNCHRONOUS_COST };
    const plan = await options.turns.run(work, async () => options.plan(operation));
    if ('notRun' in plan) {
      const { message, extensions } = notRunAnswer(plan);
      throw new GraphQLError(message, { extensions: extensions ?? null });
    }
    return plan;
  };
  return async (operation, client, origin) => {
    const key = keyOf(operation);
    for (;;) {
      const known = plans.get(key);
      if (known) return known;
      const other = pending.get(key);
      if (!other) break;
      // The other client may be refused: then the plan counts for this one.
      await other.catch(() => undefined);
    }
    const planning = planAdmitted(operation, client, origin);
    pending.set(key, planning);
    try {
      const plan = await planning;
      plans.set(key, plan);
      return plan;
    } finally {
      pending.delete(key);
    }
  };
}

/** Makes the keys of operations: digests, so that the cache does not keep the texts. Each is made once, while its document is cached. */
function createKeys(): (operation: PreparedOperation) => string {
  const keys = new WeakMap<OperationDefinitionNode, string>();
  return ({ operation, text }) => {
    const known = keys.get(operation);
    if (known !== undefined) return known;
    const key = createHash('sha256')
      .update(`${operation.name?.value ?? ''}\n${text}`)
      .digest('base64');
    keys.set(operation, key);
    return key;
  };
}
