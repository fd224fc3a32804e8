import { pauseAfter, type Backoff } from './backoff.ts';
import { delay, type Clock } from './clock.ts';
import { kindOf } from './document.ts';
import { BrokerError, isPassing, TokenLate, type ConnectionError } from './errors.ts';

/** How requests are repeated after errors that pass. */
export interface RepeatSettings extends Backoff {
  readonly clock: Clock;
  /** Attempts after the first; 0 repeats nothing. */
  readonly retries: number;
  /** A wait that the graph asks for and that is longer than this is left to the caller: the error is thrown. */
  readonly maxWaitMs: number;
}

/**
 * Runs a request, and repeats it after an error that passes, when that is safe: the same query, or a mutation under the same
 * client id. A request that the graph has refused for its rate did not run, and so is always safe.
 */
export async function repeated<T>(
  settings: RepeatSettings,
  { query, variables, signal }: { query: string; variables: object; signal: AbortSignal | undefined },
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (failures > settings.retries || !isPassing(error) || error instanceof TokenLate) throw error;
      if (!hasNotRun(error) && !isSafe(query, variables)) throw error;
      const waitMs = Math.max(error.retryAfterMs ?? 0, pauseAfter(failures, settings));
      if (waitMs > settings.maxWaitMs) throw error;
      await delay(settings.clock, waitMs, signal);
      signal?.throwIfAborted();
    }
  }
}

const hasNotRun = (error: BrokerError | ConnectionError): boolean =>
  error instanceof BrokerError && error.code === 'RATE_LIMITED';

/** Mutations without a client id that end in the same state, however often they run. */
const SAME_END = /^\s*mutation\b[^{]*\{\s*(?:\w+\s*:\s*)?(cancelOrder|cancelAllOrders|revokeApiKey)\b/;

/** True for an operation that may run twice. The broker runs each client id once, and gives its first answer again. */
export const isSafe = (query: string, variables: object): boolean =>
  kindOf(query) !== 'mutation' || SAME_END.test(query) || hasClientIds(variables);

const CLIENT_IDS = ['clientOrderId', 'clientTransferId', 'clientRequestId'];

function hasClientIds(variables: object): boolean {
  const inputs = Object.values(variables).flat() as unknown[];
  return inputs.length > 0 && inputs.every(hasClientId);
}

const hasClientId = (input: unknown): boolean =>
  typeof input === 'object' &&
  input !== null &&
  CLIENT_IDS.some((name) => typeof (input as Record<string, unknown>)[name] === 'string');
