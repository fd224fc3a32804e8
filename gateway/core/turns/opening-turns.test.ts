import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createOpeningTurns } from './opening-turns.ts';

function createScene() {
  const clock = createManualClock(0);
  const turns = createOpeningTurns(clock);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const open = (client: string): Promise<string> =>
    turns(client, () => {
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
