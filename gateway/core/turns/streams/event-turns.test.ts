import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createStreamTurns } from './stream-turns.ts';

test('heavy events leave three quarters of the time to others, whatever clients have them', async () => {
  const clock = createManualClock(0);
  const turns = createStreamTurns(clock).eventTurns;
  let ran = 0;
  // A cost of 4,000 takes 10 ms.
  const event = async (): Promise<void> => {
    ran += 1;
    clock.advance(10);
  };
  for (let index = 0; index < 30; index += 1)
    void turns({ client: `client ${index % 3}`, cost: 4_000, fetchCount: 0, isReplay: false }, event);
  while (clock.nowMs() < 300) {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    clock.advance(1);
  }
  expect(ran).toBeGreaterThanOrEqual(6);
  expect(ran).toBeLessThanOrEqual(8);
});

test('events of a client beyond its share come late, and those of replays rest; the events of others do not', async () => {
  const clock = createManualClock(0);
  const turns = createStreamTurns(clock).eventTurns;
  const ran = { replay: 0, live: 0, other: 0, shared: 0 };
  // A cost of 400 and a fetch take 2 ms: the share is 75 of them at once.
  const work = (name: keyof typeof ran): Promise<void> =>
    turns(
      { client: name === 'shared' ? null : name, cost: 400, fetchCount: 1, isReplay: name === 'replay' },
      async () => void (ran[name] += 1),
    );
  for (let index = 0; index < 150; index += 1) void work('replay');
  for (let index = 0; index < 150; index += 1) void work('live');
  await Promise.all([
    ...Array.from({ length: 75 }, () => work('other')),
    ...Array.from({ length: 600 }, () => work('shared')),
  ]);
  expect(ran).toMatchObject({ other: 75, shared: 600 });
  expect(ran.replay + ran.live).toBeLessThanOrEqual(2 * 75 + 1);
  // The late ones of live streams wait for nothing but the turns and rests of the others: 6 ms each.
  while (ran.replay + ran.live < 300) {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    clock.advance(1);
  }
  expect(clock.nowMs()).toBeGreaterThanOrEqual(6 * 74);
  expect(clock.nowMs()).toBeLessThanOrEqual(7 * 76);
});
