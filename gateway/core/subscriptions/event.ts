import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { ResultFraming } from './framing.ts';
import type { SubscriptionPlan } from './plan.ts';

/** An event's key and sequence within its stream. Null where the policy has none, or the event is an error. */
export interface Position {
  readonly key: string | null;
  readonly sequence: number | null;
}

/** An event ready for delivery, serialised once for all clients. */
export interface StreamEvent extends Position {
  /** Events that the stream itself skipped before this one. */
  readonly skipped: number;
  /** Size of the result as JSON in UTF-8. */
  readonly bytes: number;
  /** The result as JSON in UTF-8, with a count of skipped events. Clients with the same count share the buffer. */
  payload(skipped: number): Buffer;
  /** The frame of the payload. Clients with the same framing and count, one after the other, share it. */
  frame(framing: ResultFraming, skipped: number): Buffer;
  /** Forgets the last frame, which would keep kilobytes of Node's pool of buffers as long as the event is the newest state. */
  forgetFrame(): void;
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
  const texts = textsAround(plan, result);
  const encode = (count: number): Buffer => ownBuffer(texts.join(String(count)));
  const common = encode(skipped);
  let other: { readonly count: number; readonly payload: Buffer } | null = null;
  const payloadOf = (count: number): Buffer => {
    if (count === skipped || texts.length === 1) return common;
    if (other?.count !== count) other = { count, payload: encode(count) };
    return other.payload;
  };
  let last: { readonly key: string; readonly payload: Buffer; readonly frame: Buffer } | null = null;
  return {
    ...position,
    skipped,
    bytes: common.length,
    payload: payloadOf,
    frame: (framing, count) => {
      const payload = payloadOf(count);
      if (last === null || last.payload !== payload || last.key !== framing.key)
        last = { key: framing.key, payload, frame: framing.frame(payload) };
      return last.frame;
    },
    forgetFrame: () => {
      last = null;
    },
  };
}

/** A buffer with memory of its own: one of Node's pool would keep the pool's kilobytes as long as the event is the newest state. */
function ownBuffer(text: string): Buffer {
  const buffer = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  buffer.write(text);
  return buffer;
}

/** The JSON of a result in pieces: the count of skipped events belongs between two of them. */
function textsAround(plan: SubscriptionPlan, result: FormattedExecutionResult): readonly string[] {
  const root = rootOf(plan, result);
  const isCounted = root !== null && plan.skippedKeys.some((key) => Object.hasOwn(root, key));
  if (!isCounted || !result.data) return [JSON.stringify(result)];
  const pieces: string[] = [];
  let text = '';
  const members = (object: object, write: (name: string, value: unknown) => void): void => {
    let separator = '{';
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      text += `${separator}${JSON.stringify(name)}:`;
      separator = ',';
      write(name, value);
    }
    text += separator === '{' ? '{}' : '}';
  };
  const plain = (value: unknown): void => void (text += JSON.stringify(value));
  const field = (name: string, value: unknown): void => {
    if (!plan.skippedKeys.includes(name)) return plain(value);
    pieces.push(text);
    text = '';
  };
  const rootField = (name: string, value: unknown): void =>
    name === plan.responseKey && root ? members(root, field) : plain(value);
  const data = result.data;
  members(result, (name, value) => (name === 'data' ? members(data, rootField) : plain(value)));
  return [...pieces, text];
}

function rootOf(
  plan: SubscriptionPlan,
  result: ExecutionResult | FormattedExecutionResult,
): Record<string, unknown> | null {
  const root = result.data?.[plan.responseKey];
  return typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : null;
}
