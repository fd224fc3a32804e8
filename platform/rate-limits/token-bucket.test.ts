import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeBuckets, fullAfterMs, tokensAt, type BucketLevel, type BucketPolicy } from './token-bucket.ts';

const policy: BucketPolicy = { capacity: 10, windowMs: 1_000 };
const at = (tokens: number, atMs = 0): BucketLevel => ({ tokens, atMs });
const charge = (level: BucketLevel | null, count: number, nowMs = 0, of = policy) => {
  const { isTaken, buckets } = chargeBuckets([level], [{ policy: of, count }], 'take', nowMs);
  return { isTaken, ...buckets[0] };
};

describe('a token bucket', () => {
  test('is full at first', () => {
    expect(charge(null, 10)).toEqual({ isTaken: true, tokens: 0, waitMs: 0 });
    expect(charge(null, 4)).toEqual({ isTaken: true, tokens: 6, waitMs: 0 });
  });

  test('refuses what it does not have, and gives the time until it has it', () => {
    expect(charge(at(0.5), 3)).toEqual({ isTaken: false, tokens: 0.5, waitMs: 250 });
    expect(charge(at(0.5), 3, 249).isTaken).toBe(false);
    expect(charge(at(0.5), 3, 250).isTaken).toBe(true);
  });

  test('fills evenly, up to its capacity', () => {
    expect(tokensAt(at(2), policy, 300)).toBe(5);
    expect(tokensAt(at(2), policy, 60_000)).toBe(10);
    expect(fullAfterMs(5, policy)).toBe(500);
  });

  test('gains nothing from a clock that runs back', () => {
    expect(tokensAt(at(2, 1_000), policy, 0)).toBe(2);
  });

  test('takes a charge above its capacity when it is full, and is in debt after', () => {
    expect(charge(at(9), 15).isTaken).toBe(false);
    expect(charge(at(10), 15)).toMatchObject({ isTaken: true, tokens: -5 });
    expect(charge(at(10), 1_000)).toMatchObject({ isTaken: true, tokens: -100 });
  });

  test('settles without a refusal, into a debt of at most ten capacities', () => {
    const settled = chargeBuckets(
      [at(3), at(-99)],
      [
        { policy, count: 5 },
        { policy, count: 5 },
      ],
      'settle',
      0,
    );
    expect(settled).toMatchObject({ isTaken: true, buckets: [{ tokens: -2 }, { tokens: -100 }] });
  });

  test('is charged together with others, or not at all', () => {
    const charges = [
      { policy, count: 1 },
      { policy, count: 1 },
    ];
    expect(chargeBuckets([at(5), at(0)], charges, 'take', 0)).toEqual({
      isTaken: false,
      buckets: [
        { tokens: 5, waitMs: 0 },
        { tokens: 0, waitMs: 100 },
      ],
    });
  });
});

test('over any time a client gets at most the capacity and the refill, and its wait is exact', () => {
  const steps = fc.array(fc.record({ pauseMs: fc.nat(400), count: fc.integer({ min: 1, max: 4 }) }), {
    maxLength: 60,
  });
  const policies = fc.record({
    capacity: fc.integer({ min: 4, max: 50 }),
    windowMs: fc.integer({ min: 1, max: 5_000 }),
  });
  fc.assert(
    fc.property(steps, policies, (requests, of) => {
      let level: BucketLevel | null = null as BucketLevel | null;
      let nowMs = 0;
      let taken = 0;
      for (const { pauseMs, count } of requests) {
        nowMs += pauseMs;
        const first = charge(level, count, nowMs, of);
        if (!first.isTaken) {
          expect(first.waitMs).toBeGreaterThan(0);
          nowMs += first.waitMs ?? 0;
        }
        const second: typeof first = first.isTaken ? first : charge(level, count, nowMs, of);
        expect(second.isTaken).toBe(true);
        level = { tokens: second.tokens ?? 0, atMs: nowMs };
        taken += count;
        expect(taken).toBeLessThanOrEqual(of.capacity + (nowMs * of.capacity) / of.windowMs + 1e-3);
      }
    }),
  );
});
