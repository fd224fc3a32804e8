import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createLeaving } from './leaving.ts';

test('the streams of sockets that close at once end a few in each turn of the event loop', async () => {
  const clock = createManualClock(0);
  const leaving = createLeaving(clock);
  let ended = 0;
  const leave = (): void => {
    ended += 1;
    clock.advance(1);
  };
  const sockets = Array.from(
    { length: 5 },
    () => new Map(Array.from({ length: 4 }, (_, id) => [`${id}`, { leave }])),
  );
  const all = Promise.all(sockets.map(leaving));
  for (let turn = 0; ended < 20; turn += 1) {
    expect(turn).toBeLessThan(30);
    const before = ended;
    await setImmediate();
    expect(ended - before).toBeLessThanOrEqual(4);
  }
  await all;
});
