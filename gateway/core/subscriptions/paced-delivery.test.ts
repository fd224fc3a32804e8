import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import type { Delivery } from './delivery.ts';
import type { StreamEvent } from './event.ts';
import { paceDelivery } from './paced-delivery.ts';

let clock: ManualClock;
let passed: { atMs: number; key: string | null; sequence: number | null; skipped: number }[];
let calls: string[];
let inner: Delivery;
beforeEach(() => {
  clock = createManualClock(0);
  passed = [];
  calls = [];
  inner = {
    client: 'ana',
    isReady: true,
    onReady: () => undefined,
    deliver: ({ key, sequence }, skipped) =>
      void passed.push({ atMs: clock.nowMs(), key, sequence, skipped }),
    complete: () => void calls.push('complete'),
    fail: () => void calls.push('fail'),
    cancel: () => void calls.push('cancel'),
  };
});
const NO_BYTES = Buffer.alloc(0);
const forgetFrame = (): void => undefined;
const state = (key: string | null, sequence: number): StreamEvent => ({
  ...{ key, sequence, skipped: 0, bytes: 2, payload: () => NO_BYTES, frame: () => NO_BYTES, forgetFrame },
});

test('passes the first state of each key at once, then the newest after the interval', () => {
  const paced = paceDelivery(inner, 1_000, clock);
  for (const sequence of [1, 2]) paced.deliver(state('PETR4', sequence), 0);
  paced.deliver(state('PETR4', 4), 1);
  clock.advance(400);
  paced.deliver(state('VALE3', 7), 0);
  paced.deliver(state('VALE3', 8), 0);
  clock.advance(5_000);
  paced.deliver(state('PETR4', 6), 1);
  expect(passed).toEqual([
    { atMs: 0, key: 'PETR4', sequence: 1, skipped: 0 },
    { atMs: 400, key: 'VALE3', sequence: 7, skipped: 0 },
    { atMs: 1_000, key: 'PETR4', sequence: 4, skipped: 2 },
    { atMs: 1_400, key: 'VALE3', sequence: 8, skipped: 0 },
    { atMs: 5_400, key: 'PETR4', sequence: 6, skipped: 1 },
  ]);
});

test('passes an event without a key at once, and every state without an interval', () => {
  const paced = paceDelivery(inner, 1_000, clock);
  for (const sequence of [1, 2]) paced.deliver(state(null, sequence), 0);
  expect(passed).toHaveLength(2);
  expect(paceDelivery(inner, 0, clock)).toBe(inner);
});

test('passes the newest states before the stream completes, and none after an error or the end', () => {
  const end = (act: (paced: Delivery) => void): number => {
    passed.length = 0;
    const paced = paceDelivery(inner, 1_000, clock);
    for (const sequence of [1, 2]) paced.deliver(state('PETR4', sequence), 0);
    act(paced);
    clock.advance(5_000);
    return passed.length;
  };
  expect(end((paced) => paced.complete())).toBe(2);
  expect(end((paced) => paced.fail([]))).toBe(1);
  expect(end((paced) => paced.cancel())).toBe(1);
  expect(calls).toEqual(['complete', 'fail', 'cancel']);
});

test('holds the rate and ends at the newest state, whatever comes', () => {
  const step = fc.record({ key: fc.constantFrom('A', 'B', 'C'), afterMs: fc.nat(300) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 500 }), (steps, intervalMs) => {
      passed.length = 0;
      const paced = paceDelivery(inner, intervalMs, clock);
      const newest = new Map<string, number>();
      for (const [index, { key, afterMs }] of steps.entries()) {
        clock.advance(afterMs);
        paced.deliver(state(key, index), 0);
        newest.set(key, index);
      }
      clock.advance(intervalMs);
      for (const [key, sequence] of newest) {
        const own = passed.filter((one) => one.key === key);
        expect(own.at(-1)?.sequence).toBe(sequence);
        for (const [index, one] of own.entries()) {
          const before = own[index - 1];
          if (!before) continue;
          expect(one.atMs - before.atMs).toBeGreaterThanOrEqual(intervalMs);
          expect(one.sequence).toBeGreaterThan(before.sequence ?? 0);
        }
      }
    }),
  );
});
