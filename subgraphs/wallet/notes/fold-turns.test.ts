import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createFoldTurns } from './fold-turns.ts';

/** Turns whose folds take a time of the clock, and the persons whose fold has begun. */
function createScene() {
  const clock = createManualClock(0);
  const turns = createFoldTurns(clock);
  const begun: string[] = [];
  const fold = (kind: 'light' | 'heavy', ownerId: string, ms: number): Promise<string> =>
    turns[kind](ownerId, (timed) =>
      timed(async () => {
        begun.push(ownerId);
        clock.advance(ms);
        return ownerId;
      }),
    );
  return { clock, begun, fold };
}

test('a heavy fold rests four times as long as it took, and only heavy ones wait for it', async () => {
  const { clock, begun, fold } = createScene();
  await fold('heavy', 'maker', 50);
  const second = fold('heavy', 'other maker', 50);
  await fold('light', 'holder', 2);
  await fold('light', 'holder', 2);
  await setImmediate();
  expect(begun).toEqual(['maker', 'holder', 'holder']);
  clock.advance(200);
  await second;
  expect(begun.at(-1)).toBe('other maker');
});

test('a failed fold gives its turn on', async () => {
  const { fold } = createScene();
  const failing = createFoldTurns(createManualClock(0));
  await expect(failing.light('holder', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await expect(fold('light', 'holder', 1)).resolves.toBe('holder');
});
