import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentLog, type Log } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { logFirstFailure, retry, retryUntilStopped, type FailedAttempt } from './retry.ts';

/** Work that fails so many times, on a clock that advances in steps. */
function trial(failures: number) {
  const clock = createManualClock(0);
  const reported: FailedAttempt[] = [];
  const startedAtMs: number[] = [];
  const work = async (attempt: number): Promise<string> => {
    startedAtMs.push(clock.nowMs());
    if (attempt <= failures) throw new Error(`failure ${attempt}`);
    return 'done';
  };
  const advance = async (totalMs: number, stepMs = 50): Promise<void> => {
    await setImmediate();
    for (let passedMs = 0; passedMs < totalMs; passedMs += stepMs) {
      clock.advance(stepMs);
      await setImmediate();
    }
  };
  const onFailure = (failure: FailedAttempt): void => void reported.push(failure);
  return { work, advance, startedAtMs, reported, options: { clock, onFailure } };
}

test('makes one attempt when it succeeds', async () => {
  const { work, options, reported } = trial(0);
  await expect(retry(work, options)).resolves.toBe('done');
  expect(reported).toEqual([]);
});

test('repeats with growing delays until it succeeds', async () => {
  const { work, advance, options, startedAtMs, reported } = trial(4);
  const outcome = retry(work, { ...options, backoff: { firstMs: 100, maxMs: 400 } });
  await advance(2_000);
  await expect(outcome).resolves.toBe('done');
  expect(startedAtMs).toEqual([0, 100, 300, 700, 1_100]);
  expect(reported.map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 400],
  ]);
});

test('makes the last attempt when the time is over, and rejects with its error', async () => {
  const { work, advance, options, startedAtMs } = trial(Infinity);
  const refused = expect(retry(work, { ...options, timeoutMs: 1_000 })).rejects.toThrow('failure 5');
  await advance(3_000);
  await refused;
  expect(startedAtMs).toEqual([0, 100, 300, 700, 1_000]);
});

test('throws an error that cannot pass at once', async () => {
  const { work, options, reported } = trial(1);
  await expect(retry(work, { ...options, isTransient: () => false })).rejects.toThrow('failure 1');
  expect(reported).toEqual([]);
});

test('an abort ends the delay and rejects with the last error', async () => {
  const { work, advance, options, startedAtMs } = trial(Infinity);
  const abort = new AbortController();
  const refused = expect(retry(work, { ...options, signal: abort.signal })).rejects.toThrow('failure 2');
  await advance(150);
  abort.abort();
  await refused;
  await advance(5_000);
  expect(startedAtMs).toHaveLength(2);
});

test('makes the first attempt although the signal has aborted', async () => {
  const { work, options } = trial(0);
  await expect(retry(work, { ...options, signal: AbortSignal.abort() })).resolves.toBe('done');
});

test('retryUntilStopped resolves to whether the work succeeded', async () => {
  const success = trial(1);
  const succeeded = retryUntilStopped(success.work, {
    ...success.options,
    signal: new AbortController().signal,
  });
  await success.advance(200);
  expect(await succeeded).toBe(true);

  const failing = trial(Infinity);
  const abort = new AbortController();
  const stopped = retryUntilStopped(failing.work, { ...failing.options, signal: abort.signal });
  await failing.advance(200);
  abort.abort();
  expect(await stopped).toBe(false);
  expect(failing.reported.length).toBe(failing.startedAtMs.length);

  const idle = trial(0);
  expect(await retryUntilStopped(idle.work, { ...idle.options, signal: AbortSignal.abort() })).toBe(false);
  expect(idle.startedAtMs).toEqual([]);
});

test('logFirstFailure warns once in a row of failures', async () => {
  const lines: string[] = [];
  const log: Log = {
    ...silentLog,
    warn: (_fields, message) => void lines.push(`warn ${message}`),
    debug: (_fields, message) => void lines.push(`debug ${message}`),
  };
  const { work, advance, options } = trial(3);
  const outcome = retry(work, { ...options, onFailure: logFirstFailure(log, 'no answer') });
  await advance(1_000);
  await outcome;
  expect(lines).toEqual(['warn no answer', 'debug no answer', 'debug no answer']);
});
