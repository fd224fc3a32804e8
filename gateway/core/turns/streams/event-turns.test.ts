import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createStreamTurns } from './stream-turns.ts';

test('heavy events leave three quarters of the time to others, whatever clients have them', async () => {
  const clock = createManualClock(0);
  const turns = createStreamTurns(clock).eventTurns;
  let ran = 0;
  // A cost of 2,000 takes 10 ms.
  const event = async (): Promise<void> => {
    ran += 1;
    clock.advance(10);
  };
  for (let index = 0; index < 30; index += 1)
    void turns({ client: `client ${index % 3}`, cost: 2_000, fetchCount: 0 }, event);
  while (clock.nowMs() < 300) {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    clock.advance(1);
  }
  expect(ran).toBeGreaterThanOrEqual(6);
  expect(ran).toBeLessThanOrEqual(8);
});

test('events of a client beyond its share come late and rest; those of others do not', async () => {
  const clock = createManualClock(0);
  const turns = createStreamTurns(clock).eventTurns;
  const ran = { flood: 0, other: 0, shared: 0 };
  // A fetch takes 2 ms, and each event 0.1 ms: the share is 71 of them at once.
  const work = (name: keyof typeof ran): Promise<void> =>
    turns(
      { client: name === 'shared' ? null : name, cost: 0, fetchCount: 1 },
      async () => void (ran[name] += 1),
    );
  for (let index = 0; index < 100; index += 1) void work('flood');
  await Promise.all([
    ...Array.from({ length: 70 }, () => work('other')),
    ...Array.from({ length: 600 }, () => work('shared')),
  ]);
  expect(ran).toMatchObject({ other: 70, shared: 600 });
  expect(ran.flood).toBeLessThanOrEqual(71 + 1);
  // The late ones follow, each after a rest of 6 ms.
  while (ran.flood < 100) {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    clock.advance(1);
  }
  expect(clock.nowMs()).toBeGreaterThanOrEqual(6 * 22);
  expect(clock.nowMs()).toBeLessThanOrEqual(7 * 31);
});
