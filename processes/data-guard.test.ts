import { expect, test } from 'vitest';
import { LogLost } from '#platform/disk-log/errors.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { guardData } from './data-guard.ts';

/** A guard over a folder that can be deleted, and what it does in sequence. */
function guarded() {
  const clock = createManualClock(0);
  const seen: string[] = [];
  let isThere = true;
  const guard = guardData({ isOurs: () => isThere }, '/data', {
    wallClock: clock,
    fail: (error) => seen.push(error.message),
    onStop: () => undefined,
  });
  guard.beforeEnd(() => seen.push('server ended'));
  return { clock, guard, seen, deleteFolder: () => (isThere = false) };
}

const GONE = expect.stringContaining('/data was deleted, moved or replaced') as unknown;

test('a folder that is gone ends the server and the process within a second, once', () => {
  const { clock, guard, seen, deleteFolder } = guarded();
  clock.advance(10_000);
  expect(seen).toEqual([]);
  deleteFolder();
  clock.advance(1_000);
  guard.check();
  expect(seen).toEqual(['server ended', GONE]);
});

test('a check before the next interval notices it, too', () => {
  const { guard, seen, deleteFolder } = guarded();
  deleteFolder();
  guard.check();
  expect(seen).toEqual(['server ended', GONE]);
});

test('a part that fails for want of its files is no other reason', () => {
  const failing = guarded();
  failing.deleteFolder();
  failing.guard.fail(new Error('ENOENT: no such file'));
  expect(failing.seen).toEqual(['server ended', GONE]);
  const losing = guarded();
  losing.guard.fail(new LogLost('the journal was taken over'));
  expect(losing.seen).toEqual(['server ended', GONE]);
});

test('a part that fails for another reason ends the process with that', () => {
  const { guard, seen } = guarded();
  guard.fail(new Error('a bug'));
  expect(seen).toEqual(['a bug']);
});
