import { pollUntil } from '#platform/retry/poll.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BatchService } from './batch-service.ts';
import { serviceUnavailable } from './refusals.ts';

/**
 * An intent is the row of an order or replace whose reservation is not certain yet. The request that wrote it holds it
 * for this lease; after it, recovery assumes a crash and abandons the intent. The lease is longer than the timeout of any
 * call. A request that loses its intent this way answers SERVICE_UNAVAILABLE, and nothing stays reserved.
 */
export const INTENT_LEASE_MS = 10_000;

/** How long a request waits for another one about the same order or id, and how often it looks. */
const WAIT_BOUND_MS = 15_000;
export const WAIT_STEP_MS = 15;

/** True when the lease of an intent is over. */
export const isLeaseOver = (
  { wallClock }: Pick<BatchService, 'wallClock'>,
  intent: { readonly intentAtMs: number },
): boolean => intent.intentAtMs < wallClock.nowMs() - INTENT_LEASE_MS;

/**
 * Repeats an attempt until it answers something other than WAIT, which says that another request holds the same order or
 * id. Throws SERVICE_UNAVAILABLE after 15 seconds.
 */
export async function untilAnswered<T>(clock: Clock, attempt: () => Promise<T | 'WAIT'>): Promise<T> {
  const found = await pollUntil(
    async () => {
      const answer = await attempt();
      return answer === 'WAIT' ? false : { answer };
    },
    { clock, everyMs: WAIT_STEP_MS, timeoutMs: WAIT_BOUND_MS },
  );
  if (!found) throw serviceUnavailable();
  return found.answer;
}

/** Abandons the intents of orders: recovery then voids their reservations. Accepted orders do not change. */
export async function abandonOrders(
  service: Pick<BatchService, 'store' | 'wakeRecovery'>,
  orderIds: readonly string[],
): Promise<void> {
  await service.store.abandonIntents(orderIds);
  service.wakeRecovery();
}

/** Abandons the intents of replaces: recovery then voids their reservations. Sent replaces do not change. */
export async function abandonReplaces(
  service: Pick<BatchService, 'store' | 'wakeRecovery'>,
  requestIds: readonly string[],
): Promise<void> {
  await service.store.abandonReplaceIntents(requestIds);
  service.wakeRecovery();
}

/** Runs `work`; when it throws, abandons its intents and throws the same error again. */
export async function abandoningOnFailure<T>(
  { log }: Pick<BatchService, 'log'>,
  work: () => Promise<T>,
  abandon: () => Promise<void>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    try {
      await abandon();
    } catch (error) {
      log.warn({ err: error, cause }, 'the store did not answer: intents stay until their lease is over');
    }
    throw cause;
  }
}
