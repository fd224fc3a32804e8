import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createEventTurns } from './event-turns.ts';

test('heavy events leave two thirds of the time to others, whatever clients have them', async () => {
  const clock = createManualClock(0);
  const turns = createEventTurns(clock);
  let ran = 0;
  // A cost of 4,000 takes 10 ms.
  const event = async (): Promise<void> => {
    ran += 1;
    clock.advance(10);
  };
  for (let index = 0; index < 30; index += 1) void turns(`client ${index % 3}`, event, 4_000);
  while (clock.nowMs() < 300) {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    clock.advance(1);
  }
  expect(ran).toBeGreaterThanOrEqual(8);
  expect(ran).toBeLessThanOrEqual(11);
});
