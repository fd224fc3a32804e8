import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { waitFor } from './wait-for.ts';

function trial(failures: number) {
  const clock = createManualClock(0);
  const messages: string[] = [];
  let attempts = 0;
  const attempt = async (): Promise<string> => {
    attempts += 1;
    if (attempts <= failures) throw new AggregateError([new Error('refused'), new Error('no route')], '');
    return 'there';
  };
  const options = { what: 'PostgreSQL', wallClock: clock, deadlineMs: 10_000 };
  const outcome = waitFor(attempt, { ...options, onWaiting: (message) => messages.push(message) });
  const settle = async () => {
    for (let step = 0; step < 200; step += 1) {
      await Promise.resolve();
      clock.advance(100);
    }
  };
  return { outcome, messages, settle };
}

test('waits, reports the reason once, and resolves when an attempt succeeds', async () => {
  const { outcome, messages, settle } = trial(3);
  await settle();
  expect(await outcome).toBe('there');
  expect(messages).toEqual(['waiting for PostgreSQL: refused, no route']);
});

test('gives up at the deadline with the reason', async () => {
  const { outcome, settle } = trial(1_000);
  const refused = expect(outcome).rejects.toThrow('PostgreSQL did not answer within 10 s: refused, no route');
  await settle();
  await refused;
});

test('throws a permanent error at once', async () => {
  const options = { what: 'PostgreSQL', wallClock: createManualClock(0), deadlineMs: 10_000 };
  const refused = new Error('no such database');
  const outcome = waitFor(() => Promise.reject(refused), {
    ...options,
    onWaiting: () => undefined,
    isTransient: (error) => error !== refused,
  });
  await expect(outcome).rejects.toBe(refused);
});
