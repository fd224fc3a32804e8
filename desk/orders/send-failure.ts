import { BrokerError, ConnectionError } from '#sdk/src/index.ts';

/** An order has no answer: the cause decides whether the broker may have it. */
export interface SendFailure {
  /** `busy`: the broker has not looked at it. `lost` and `unexpected`: it may have the order. */
  readonly cause: 'busy' | 'lost' | 'unexpected';
  /** Names the request of a fault. */
  readonly correlationId: string | undefined;
  /** `busy`: time after which the broker takes it, if it is known. */
  readonly waitMs?: number | undefined;
}

/** Null for a session that has ended: the page says that by itself, and the broker has no order. */
export function failureOf(error: unknown): SendFailure | null {
  if (error instanceof ConnectionError) return { cause: 'lost', correlationId: error.correlationId };
  if (!(error instanceof BrokerError)) return { cause: 'unexpected', correlationId: undefined };
  const { code, correlationId, retryAfterMs: waitMs } = error;
  if (code === 'UNAUTHENTICATED') return null;
  if (code === 'RATE_LIMITED') return { cause: 'busy', correlationId: undefined, waitMs };
  return { cause: code === 'SERVICE_UNAVAILABLE' ? 'lost' : 'unexpected', correlationId };
}

/** True while the broker may have the order. */
export const mayHaveArrived = (failure: { readonly cause: string } | null): boolean =>
  failure?.cause === 'lost' || failure?.cause === 'unexpected';
