import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { SubscriptionPlan } from './plan.ts';

/** Where an event stands among those of its stream. Null where the policy has none, or the event is an error. */
export interface Place {
  readonly key: string | null;
  readonly sequence: number | null;
}

/** An event ready to be delivered, serialised once for all who get it unchanged. */
export interface StreamEvent extends Place {
  /** How many events the stream itself left out before this one. */
  readonly skipped: number;
  readonly json: string;
  /** The same with another count of what was left out. */
  jsonWithSkipped(skipped: number): string;
}

const NOWHERE: Place = { key: null, sequence: null };

/** Reads key and sequence of an upstream event. */
export function placeOf(plan: SubscriptionPlan, event: ExecutionResult): Place {
  const root = rootOf(plan, event);
  if (!root) return NOWHERE;
  const key = root[plan.hidden.key];
  const sequence = root[plan.hidden.sequence];
  return {
    key: typeof key === 'string' ? key : null,
    sequence: typeof sequence === 'number' ? sequence : null,
  };
}

/** Reads the cursor of an upstream event. */
export function cursorOf(plan: SubscriptionPlan, event: ExecutionResult): string | null {
  const cursor = rootOf(plan, event)?.[plan.hidden.cursor];
  return typeof cursor === 'string' ? cursor : null;
}

/** Makes the event that clients get. */
export function createStreamEvent(
  plan: SubscriptionPlan,
  place: Place,
  skipped: number,
  result: FormattedExecutionResult,
): StreamEvent {
  const jsonWithSkipped = (count: number): string => {
    const root = rootOf(plan, result);
    if (root) for (const key of plan.skippedKeys) if (key in root) root[key] = count;
    return JSON.stringify(result);
  };
  return { ...place, skipped, json: jsonWithSkipped(skipped), jsonWithSkipped };
}

function rootOf(
  plan: SubscriptionPlan,
  result: ExecutionResult | FormattedExecutionResult,
): Record<string, unknown> | null {
  const root = result.data?.[plan.responseKey];
  return typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : null;
}
