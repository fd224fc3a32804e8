import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { createSeenSignatures } from './seen-signatures.ts';

const LIFETIME_MS = 1_000;

function createTrial(capacity = 100) {
  const clock = createManualClock(50_000);
  return { clock, seen: createSeenSignatures({ clock, lifetimeMs: LIFETIME_MS, capacity }) };
}

test('accepts a signature once within its lifetime', () => {
  const { clock, seen } = createTrial();
  const signedMs = clock.nowMs();
  expect(seen.accept('a', signedMs)).toBe(true);
  expect(seen.accept('b', signedMs)).toBe(true);
  for (let passedMs = 0; passedMs <= LIFETIME_MS; passedMs += 100) {
    expect(seen.accept('a', signedMs)).toBe(false);
    clock.advance(100);
    seen.accept(`other ${passedMs}`, clock.nowMs());
  }
});

test('refuses signatures from before its beginning, which an earlier process may have accepted', () => {
  const { clock, seen } = createTrial();
  expect(seen.accept('a', clock.nowMs() - 1)).toBe(false);
  expect(seen.accept('a', clock.nowMs())).toBe(true);
});

test('a full memory accepts new signatures, and refuses those that it may have forgotten', () => {
  const { clock, seen } = createTrial(2);
  const signedMs = clock.nowMs();
  for (const id of ['a', 'b', 'c', 'd']) expect(seen.accept(id, signedMs)).toBe(true);
  clock.advance(1);
  expect(seen.accept('e', clock.nowMs())).toBe(true);
  for (const id of ['a', 'b', 'c', 'd', 'not seen']) expect(seen.accept(id, signedMs)).toBe(false);
  expect(seen.accept('f', clock.nowMs())).toBe(true);
});

test('accepts none twice, whatever the load and the delays, and with room each one once', () => {
  const steps = fc.array(
    fc.record({ passMs: fc.integer({ min: 0, max: 300 }), id: fc.nat(20), delayMs: fc.nat(LIFETIME_MS - 1) }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 90 }), (all, capacity) => {
      const { clock, seen } = createTrial(capacity);
      const startedMs = clock.nowMs();
      const accepted = new Map<number, number>();
      for (const { passMs, id, delayMs } of all) {
        clock.advance(passMs);
        const signedMs = accepted.get(id) ?? clock.nowMs() - delayMs;
        if (clock.nowMs() - signedMs >= LIFETIME_MS) continue;
        const isFirst = !accepted.has(id);
        const isAccepted = seen.accept(String(id), signedMs);
        if (!isFirst) expect(isAccepted).toBe(false);
        else if (capacity > all.length) expect(isAccepted).toBe(signedMs >= startedMs);
        if (isAccepted) accepted.set(id, signedMs);
      }
    }),
  );
});
