import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { SubscriptionPlan } from './plan.ts';

/** An event's key and sequence within its stream. Null where the policy has none, or the event is an error. */
export interface Position {
  readonly key: string | null;
  readonly sequence: number | null;
}

/** An event ready for delivery, serialised once for all clients that receive it unchanged. */
export interface StreamEvent extends Position {
  /** Events that the stream itself skipped before this one. */
  readonly skipped: number;
  readonly json: string;
  /** Size of `json` in UTF-8. */
  readonly bytes: number;
  /** The same event with another count of skipped events. */
  jsonWithSkipped(skipped: number): string;
}

const NO_POSITION: Position = { key: null, sequence: null };

/** Reads key and sequence of an upstream event. */
export function positionOf(plan: SubscriptionPlan, event: ExecutionResult): Position {
  const root = rootOf(plan, event);
  if (!root) return NO_POSITION;
  const key = root[plan.hidden.key];
  const sequence = root[plan.hidden.sequence];
  return {
    key: typeof key === 'string' || typeof key === 'number' ? String(key) : null,
    sequence: typeof sequence === 'number' ? sequence : null,
  };
}

/** Reads the cursor of an upstream event. */
export function cursorOf(plan: SubscriptionPlan, event: ExecutionResult): string | null {
  const cursor = rootOf(plan, event)?.[plan.hidden.cursor];
  return typeof cursor === 'string' ? cursor : null;
}

/** Creates the event that clients receive. */
export function createStreamEvent(
  plan: SubscriptionPlan,
  position: Position,
  skipped: number,
  result: FormattedExecutionResult,
): StreamEvent {
  const jsonWithSkipped = (count: number): string => {
    const root = rootOf(plan, result);
    if (root) for (const key of plan.skippedKeys) if (key in root) root[key] = count;
    return JSON.stringify(result);
  };
  const json = jsonWithSkipped(skipped);
  let bytes: number | undefined;
  return {
    ...position,
    skipped,
    json,
    get bytes() {
      bytes ??= Buffer.byteLength(json);
      return bytes;
    },
    jsonWithSkipped,
  };
}

function rootOf(
  plan: SubscriptionPlan,
  result: ExecutionResult | FormattedExecutionResult,
): Record<string, unknown> | null {
  const root = result.data?.[plan.responseKey];
  return typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : null;
}
