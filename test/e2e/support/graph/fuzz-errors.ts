import { expect, test } from 'vitest';
import { createIdSource } from '#platform/ids.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { fuzz } from '#verification/attack/fuzz/fuzz.ts';
import { readSource } from '#verification/attack/fuzz/source.ts';
import type { GraphScene } from './scene.ts';

/** The short form of `npm run attack -- --fuzz N`. It leaves orders behind. */
export function fuzzErrors(scene: () => GraphScene): void {
  test('500 random bodies, frames and variables get a 4xx, a documented code or a documented close', async () => {
    const clock = createWallClock();
    const ids = createIdSource(clock);
    const options = {
      graph: scene().broker.url,
      source: await readSource(),
      clock,
      newName: () => ids('fuzz'),
    };
    const result = await fuzz({ ...options, users: 2, seed: 20_260_316, from: 0, count: 500 });
    expect(result.failures).toEqual([]);
    expect(result.cases).toBe(500);
  }, 120_000);
}
