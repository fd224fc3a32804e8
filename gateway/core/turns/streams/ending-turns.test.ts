import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createEndingTurns } from './ending-turns.ts';

test('streams that end together end a few in each turn of the event loop', async () => {
  const clock = createManualClock(0);
  const endingTurns = createEndingTurns(clock);
  const ended: number[] = [];
  for (let stream = 0; stream < 100; stream += 1)
    endingTurns(() => {
      ended.push(stream);
      clock.advance(0.5);
    });
  const perTurn: number[] = [];
  while (ended.length < 100) {
    const before = ended.length;
    await setImmediate();
    perTurn.push(ended.length - before);
  }
  expect(ended).toEqual(Array.from({ length: 100 }, (_, stream) => stream));
  // Each slice of 2 ms has four of them; a turn may see the end of one slice and the begin of the next.
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(5);
});
