import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createClientShares } from './client-shares.ts';
import { createOpeningTurns } from './opening-turns.ts';

function createScene() {
  const clock = createManualClock(0);
  const turns = createOpeningTurns(clock, createClientShares(clock));
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const open = (client: string, isReplay = false): Promise<string> =>
    turns({ client, isReplay }, () => {
      begun.push(client);
      return new Promise((resolve) => ends.push(() => resolve(client)));
    });
  const settle = (): Promise<void> => new Promise(setImmediate);
  return { clock, begun, ends, open, settle };
}

test('a client with one stream waits for one opening of a client with a thousand', async () => {
  const { begun, ends, open, settle } = createScene();
  for (let count = 0; count < 1_000; count += 1) void open('flood');
  const other = open('other');
  expect(begun).toHaveLength(4);
  ends.splice(0, 2).forEach((end) => end());
  await settle();
  expect(begun.slice(4)).toEqual(['flood', 'other']);
  ends.forEach((end) => end());
  expect(await other).toBe('other');
});

test('an opening at a subgraph that hangs leaves its turn to others', async () => {
  const { clock, begun, open, settle } = createScene();
  for (let count = 0; count < 4; count += 1) void open('hangs');
  void open('other');
  await settle();
  expect(begun).not.toContain('other');
  clock.advance(50);
  await settle();
  expect(begun).toContain('other');
});

test('a client that opens hundreds of replays opens the later ones with rests, and another one does not wait for them', async () => {
  const { clock, begun, ends, open, settle } = createScene();
  const endAll = async (): Promise<void> => {
    for (let turn = 0; turn < 40; turn += 1) {
      ends.splice(0).forEach((end) => end());
      await settle();
    }
  };
  // 112 are within the share of 450 ms.
  for (let count = 0; count < 150; count += 1) void open('flood', true);
  await endAll();
  expect(begun.length).toBeGreaterThanOrEqual(112);
  expect(begun.length).toBeLessThanOrEqual(114);
  void open('other', true);
  await endAll();
  expect(begun.at(-1)).toBe('other');
  for (; begun.length < 151; clock.advance(1)) await endAll();
  expect(clock.nowMs()).toBeGreaterThanOrEqual(36 * 8);
});
