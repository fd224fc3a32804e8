import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { runSessions, type Session } from './sessions.ts';

function createTrial(refusals: number) {
  const clock = createManualClock(0);
  const abort = new AbortController();
  const opened: number[] = [];
  const lose: (() => void)[] = [];
  const open = async (): Promise<Session> => {
    if (refusals-- > 0) throw new Error('refused');
    opened.push(clock.nowMs());
    return {
      run: () =>
        new Promise((resolve) => {
          lose.push(resolve);
          abort.signal.addEventListener('abort', () => resolve());
          if (abort.signal.aborted) resolve();
        }),
    };
  };
  const failures: number[] = [];
  const onFailure = (): void => void failures.push(clock.nowMs());
  const advance = async (totalMs: number): Promise<void> => {
    await setImmediate();
    for (let passedMs = 0; passedMs < totalMs; passedMs += 50) {
      clock.advance(50);
      await setImmediate();
    }
  };
  return {
    open,
    opened,
    failures,
    lose,
    abort,
    advance,
    options: { clock, onFailure, signal: abort.signal },
  };
}

test('opens another session when one is lost, with growing delays while it cannot', async () => {
  const { open, opened, failures, lose, abort, advance, options } = createTrial(2);
  const ended = runSessions(null, open, options);
  await advance(1_000);
  expect([failures, opened]).toEqual([[100, 200], [400]]);
  lose.at(-1)?.();
  await advance(1_000);
  expect(opened).toEqual([400, 1_100]);
  abort.abort();
  await ended;
});

test('runs a session that is open already first', async () => {
  const { open, opened, abort, advance, options } = createTrial(0);
  const first = await open();
  const ended = runSessions(first, open, options);
  await advance(1_000);
  abort.abort();
  await ended;
  expect(opened).toEqual([0]);
});

test('a stop ends the retries', async () => {
  const { open, opened, abort, advance, options } = createTrial(Infinity);
  const ended = runSessions(null, open, options);
  await advance(1_000);
  abort.abort();
  await ended;
  expect(opened).toEqual([]);
});
