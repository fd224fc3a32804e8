import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { BUSY_BYTES, BUSY_CHECKS, createBusyWatch } from './heap-growth.ts';

const [QUIET, BUSY] = [BUSY_BYTES, BUSY_BYTES + 1];

/** Runs checks with these bytes, each so many milliseconds after the one before; returns their answers. */
function busyAfter(checks: readonly { readonly bytes: number; readonly afterMs?: number }[]): boolean[] {
  const clock = createManualClock(0);
  const isBusyAfter = createBusyWatch(clock);
  return checks.map(({ bytes, afterMs = 1_000 }) => {
    clock.advance(afterMs);
    return isBusyAfter(bytes);
  });
}

test('a process is busy once some checks in a row have found many new objects, and no longer after one has not', () => {
  const checks = [...Array.from({ length: BUSY_CHECKS + 1 }, () => BUSY), QUIET, BUSY];
  expect(busyAfter(checks.map((bytes) => ({ bytes })))).toEqual([
    ...Array.from({ length: BUSY_CHECKS - 1 }, () => false),
    ...[true, true, false, false],
  ]);
});

test('a check that comes late has the objects of more time', () => {
  const late = { bytes: 2 * QUIET, afterMs: 2_000 };
  expect(busyAfter([late, late, late])).toEqual([false, false, false]);
});
