import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#domain/calendar/durations.ts';

/** A limit of sign-in attempts: some are free, then each waits twice as long as the one before. */
export interface AttemptRule {
  readonly free: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** Attempts are forgotten after this time without one. */
  readonly forgetAfterMs: number;
}

/** The failed and running attempts under one key. */
export interface AttemptRecord {
  readonly attempts: number;
  readonly lastAtMs: number;
  /** No attempt is made before this instant. */
  readonly blockedUntilMs: number;
}

/**
 * - `pair`: one account from one network that has not signed in to it before.
 * - `knownPair`: one account from one network that has. No other attempt counts here, so nobody else can lock the user out; the
 *   wait stays short for the case that a stranger shares the network. The first waits are those of `pair`, so they do not show
 *   whether there is such an account.
 * - `account`: one account from all networks that have not signed in to it before.
 * - `network`: all accounts from one network, except those that it has signed in to before.
 */
export const ATTEMPT_RULES = {
  pair: { free: 5, firstWaitMs: SECOND_MS, maxWaitMs: 15 * MINUTE_MS, forgetAfterMs: HOUR_MS },
  knownPair: { free: 5, firstWaitMs: SECOND_MS, maxWaitMs: 30 * SECOND_MS, forgetAfterMs: 15 * MINUTE_MS },
  account: { free: 30, firstWaitMs: SECOND_MS, maxWaitMs: MINUTE_MS, forgetAfterMs: HOUR_MS },
  network: { free: 20, firstWaitMs: SECOND_MS, maxWaitMs: 5 * MINUTE_MS, forgetAfterMs: HOUR_MS },
} as const satisfies Record<string, AttemptRule>;

/** The rules that an attempt may count in. */
export type CountedBy = keyof typeof ATTEMPT_RULES;

/** Time until an attempt may be made; 0 for now. */
export const waitMsOf = (record: AttemptRecord | null, nowMs: number): number =>
  Math.max((record?.blockedUntilMs ?? 0) - nowMs, 0);

/**
 * The record after one more attempt, which counts as failed until it has succeeded: attempts that run at the same time must
 * not share one count.
 */
export function afterAttempt(record: AttemptRecord | null, rule: AttemptRule, nowMs: number): AttemptRecord {
  const isForgotten = record === null || nowMs - record.lastAtMs >= rule.forgetAfterMs;
  const attempts = (isForgotten ? 0 : record.attempts) + 1;
  return { attempts, lastAtMs: nowMs, blockedUntilMs: nowMs + waitAfter(attempts, rule) };
}

/** The record without one attempt, which has succeeded or was not made; null when none is left. */
export function withoutAttempt(record: AttemptRecord | null, rule: AttemptRule): AttemptRecord | null {
  if (record === null || record.attempts <= 1) return null;
  const attempts = record.attempts - 1;
  return { ...record, attempts, blockedUntilMs: record.lastAtMs + waitAfter(attempts, rule) };
}

function waitAfter(attempts: number, { free, firstWaitMs, maxWaitMs }: AttemptRule): number {
  if (attempts < free) return 0;
  return Math.min(firstWaitMs * 2 ** Math.min(attempts - free, 30), maxWaitMs);
}
