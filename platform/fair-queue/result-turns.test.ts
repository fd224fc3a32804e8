import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
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
  const flood = Array.from({ length: 300 }, () => work('flood'));
  await work('other');
  expect(done.length).toBeLessThanOrEqual(5);
  await Promise.all(flood);
  expect(most).toBe(2);
});

test('a failed event leaves its turn', async () => {
  const turns = createResultTurns(createManualClock(0));
  const failed = Array.from({ length: 3 }, () =>
    turns('one', () => Promise.reject(new Error('no database'))),
  );
  for (const one of failed) await expect(one).rejects.toThrow('no database');
  expect(await turns('one', async () => 'done')).toBe('done');
});
