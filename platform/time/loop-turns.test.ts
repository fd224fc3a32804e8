import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { idleTurn } from './loop-turns.ts';

test.each([
  { turnMs: 2, most: 10 },
  { turnMs: 10, most: 3 },
  { turnMs: 80, most: 1 },
])(
  'lets the work of others end in turns of $turnMs ms, for some of them and 30 ms at most',
  async ({ turnMs, most }) => {
    const wallClock = createManualClock(0);
    let busyTurns = 0;
    let isOver = false;
    const others = async (): Promise<void> => {
      for (; !isOver; busyTurns += 1) {
        wallClock.advance(turnMs);
        await setImmediate();
      }
    };
    const busy = others();
    await idleTurn(wallClock);
    isOver = true;
    await busy;
    expect(Math.abs(busyTurns - most)).toBeLessThan(2);
  },
);
