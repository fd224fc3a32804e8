import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { delay } from '../time/clock.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { createResultTurns } from './result-turns.ts';

test('an event of a client waits for one of a client with hundreds, and few are at work at once', async () => {
  const clock = createManualClock(0);
  const turns = createResultTurns(clock);
  const done: string[] = [];
  let [atWork, most] = [0, 0];
  const work = (client: string): Promise<void> =>
    turns(client, async () => {
      most = Math.max(most, (atWork += 1));
      clock.advance(1);
      await setImmediate();
      atWork -= 1;
      done.push(client);
    });
  for (let index = 0; index < 300; index += 1) void work('flood');
  await work('other');
  expect(done.length).toBeLessThanOrEqual(5);
  while (done.length < 301) {
    await setImmediate();
    clock.advance(1);
  }
  expect(most).toBeLessThanOrEqual(3);
});

test('the many events of a client leave three quarters of the time to others, also while they wait for a database', async () => {
  const clock = createManualClock(0);
  const turns = createResultTurns(clock);
  let ran = 0;
  const event = async (): Promise<void> => {
    ran += 1;
    await delay(clock, 10);
  };
  for (let index = 0; index < 220; index += 1) void turns('flood', event);
  while (clock.nowMs() < 1_000) {
    for (let turn = 0; turn < 12; turn += 1) await setImmediate();
    clock.advance(1);
  }
  // The first 20 run in turn with those of others; the late ones take 10 ms and rest for 30.
  expect(ran).toBeGreaterThanOrEqual(20 + 20);
  expect(ran).toBeLessThanOrEqual(20 + 25 + 1);
});

test('a failed event leaves its turn', async () => {
  const turns = createResultTurns(createManualClock(0));
  const failed = Array.from({ length: 3 }, () =>
    turns('one', () => Promise.reject(new Error('no database'))),
  );
  for (const one of failed) await expect(one).rejects.toThrow('no database');
  expect(await turns('one', async () => 'done')).toBe('done');
});
