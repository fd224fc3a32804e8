import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createRevocations } from './revocations.ts';

const revocation = (credentialId: string, relevantUntilMs: number) => ({
  v: 1 as const,
  credentialId,
  userId: 'ana',
  atMs: 0,
  relevantUntilMs,
});

test('keeps a revocation until no token of its session can be valid', () => {
  const clock = createManualClock(0);
  const revocations = createRevocations(clock);
  revocations.apply([revocation('ses_1', 1_000), revocation('ses_2', 2_000)]);
  clock.advance(1_500);
  revocations.forgetOld();
  expect(revocations.isRevoked('ses_1')).toBe(false);
  expect(revocations.isRevoked('ses_2')).toBe(true);
  revocations.apply([revocation('ses_1', 1_000)]);
  expect(revocations.size).toBe(1);
});

test('calls back once, and not after the watch has ended', () => {
  const revocations = createRevocations(createManualClock(0));
  const calls: string[] = [];
  revocations.watch('ses_1', () => calls.push('first'));
  const stop = revocations.watch('ses_1', () => calls.push('second'));
  stop();
  stop();
  revocations.apply([revocation('ses_1', 1_000)]);
  revocations.apply([revocation('ses_1', 1_000)]);
  expect(calls).toEqual(['first']);
});
