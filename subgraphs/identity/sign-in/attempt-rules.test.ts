import { expect, test } from 'vitest';
import {
  afterAttempt,
  ATTEMPT_RULES,
  waitMsOf,
  withoutAttempt,
  type AttemptRecord,
  type AttemptRule,
} from './attempt-rules.ts';

const rule: AttemptRule = { free: 3, firstWaitMs: 1_000, maxWaitMs: 5_000, forgetAfterMs: 60_000 };

/** Attempts, each as soon as it is allowed; the waits after them. */
function waits(count: number): number[] {
  let record: AttemptRecord | null = null;
  let nowMs = 0;
  return Array.from({ length: count }, () => {
    record = afterAttempt(record, rule, nowMs);
    const waitMs = waitMsOf(record, nowMs);
    nowMs += waitMs;
    return waitMs;
  });
}

test('some attempts are free, then each waits twice as long, up to a bound', () => {
  expect(waits(7)).toEqual([0, 0, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

test('attempts are forgotten after a time without one', () => {
  const record = { attempts: 9, lastAtMs: 0, blockedUntilMs: 5_000 };
  expect(afterAttempt(record, rule, 59_999).attempts).toBe(10);
  expect(afterAttempt(record, rule, 60_000).attempts).toBe(1);
});

test('an attempt that is taken back does not block', () => {
  const third = afterAttempt({ attempts: 2, lastAtMs: 0, blockedUntilMs: 0 }, rule, 10);
  expect(waitMsOf(third, 10)).toBe(1_000);
  expect(withoutAttempt(third, rule)).toEqual({ attempts: 2, lastAtMs: 10, blockedUntilMs: 10 });
  expect(withoutAttempt({ attempts: 1, lastAtMs: 0, blockedUntilMs: 0 }, rule)).toBeNull();
  expect(withoutAttempt(null, rule)).toBeNull();
});

test('a thousand attempts wait no longer than the bound', () => {
  const record = afterAttempt({ attempts: 1_000, lastAtMs: 0, blockedUntilMs: 0 }, rule, 0);
  expect(record.blockedUntilMs).toBe(5_000);
});

test('the first waits do not show whether the account has signed in from the network', () => {
  const { pair, knownPair } = ATTEMPT_RULES;
  expect([knownPair.free, knownPair.firstWaitMs]).toEqual([pair.free, pair.firstWaitMs]);
});

test('an hour of guesses at one account checks a few passwords only', () => {
  const guessesIn = (of: AttemptRule, hours: number): number => {
    let record: AttemptRecord | null = null;
    let guesses = 0;
    for (let nowMs = 0; nowMs < hours * 3_600_000; nowMs += Math.max(waitMsOf(record, nowMs), 1)) {
      record = afterAttempt(record, of, nowMs);
      guesses += 1;
    }
    return guesses;
  };
  expect(guessesIn(ATTEMPT_RULES.pair, 1)).toBeLessThanOrEqual(18);
  expect(guessesIn(ATTEMPT_RULES.network, 1)).toBeLessThanOrEqual(41);
  expect(guessesIn(ATTEMPT_RULES.account, 1)).toBeLessThanOrEqual(96);
  expect(guessesIn(ATTEMPT_RULES.knownPair, 1)).toBeLessThanOrEqual(130);
});
