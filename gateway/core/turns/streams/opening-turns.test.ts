import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createStreamTurns } from './stream-turns.ts';

function createScene() {
  const clock = createManualClock(0);
  const turns = createStreamTurns(clock).openingTurns;
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const open = (client: string, isReplay = false, isPrivate = false): Promise<string> =>
    turns({ client, isPrivate, isReplay }, () => {
      begun.push(client);
      return new Promise((resolve) => ends.push(() => resolve(client)));
    });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  };
  const endAll = async (): Promise<void> => {
    for (let turn = 0; turn < 60; turn += 1) {
      ends.splice(0).forEach((end) => end());
      await setImmediate();
    }
  };
  return { clock, begun, ends, open, settle, endAll };
}

test('a client with one stream waits for one opening of a client with a hundred', async () => {
  const { begun, ends, open, settle } = createScene();
  for (let count = 0; count < 100; count += 1) void open('flood');
  const other = open('other');
  await settle();
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

test.each([
  { streams: 'replays', isReplay: true, atOnce: 37, restMs: 12 },
  { streams: 'public streams', isReplay: false, atOnce: 150, restMs: 3 },
  { streams: 'private streams', isReplay: false, isPrivate: true, atOnce: 50, restMs: 9 },
])(
  'a client that opens hundreds of $streams opens the later ones with rests, and another one does not wait for them',
  async ({ isReplay, isPrivate = false, atOnce, restMs }) => {
    const { clock, begun, open, endAll } = createScene();
    for (let count = 0; count < atOnce + 20; count += 1) void open('flood', isReplay, isPrivate);
    await endAll();
    // The first one beyond the share begins at once, too.
    expect(begun).toHaveLength(atOnce + 1);
    void open('other', isReplay, isPrivate);
    await endAll();
    expect(begun.at(-1)).toBe('other');
    for (; begun.length < atOnce + 21; clock.advance(1)) await endAll();
    expect(clock.nowMs()).toBeGreaterThanOrEqual(19 * restMs);
  },
);
