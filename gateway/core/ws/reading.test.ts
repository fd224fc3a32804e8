import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Clock } from '#platform/time/clock.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createMessageQueue, createReading } from './reading.ts';

function createScene() {
  const state = { isRead: true };
  const reading = createReading({
    pause: () => void (state.isRead = false),
    resume: () => void (state.isRead = true),
  });
  return { reading, state };
}

test('a socket is read again when the last reason has ended', () => {
  const { reading, state } = createScene();
  reading.pause('a');
  reading.pause('b');
  reading.pause('a');
  reading.resume('a');
  expect(state.isRead).toBe(false);
  reading.resume('b');
  expect(state.isRead).toBe(true);
  reading.resume('b');
  expect(state.isRead).toBe(true);
});

/** A queue of messages that notes what it handles. */
function createQueueScene(maxPerSecond: number) {
  const clock = createManualClock(0);
  const { reading, state } = createScene();
  const handled: number[] = [];
  let overflows = 0;
  const onMessageOverflow = (): void => void (overflows += 1);
  const queue = createMessageQueue({ reading, maxPerSecond, wallClock: clock, onMessageOverflow });
  let count = 0;
  const receive = (messages: number): void => {
    for (let left = messages; left > 0; left -= 1) {
      const number = (count += 1);
      queue.take(() => void handled.push(number));
    }
  };
  return { clock, state, handled, queue, receive, overflows: () => overflows };
}

test('messages beyond those of a second are handled in the next one, and the socket is not read until then', async () => {
  const { clock, state, handled, receive } = createQueueScene(3);
  receive(2);
  clock.advance(1_000);
  receive(3);
  await setImmediate();
  await setImmediate();
  expect([handled, state.isRead]).toEqual([[1, 2, 3, 4, 5], true]);
  clock.advance(400);
  receive(4);
  expect([handled.length, state.isRead]).toEqual([5, false]);
  clock.advance(600);
  await setImmediate();
  expect([handled.length, state.isRead]).toEqual([8, false]);
  clock.advance(1_000);
  await setImmediate();
  expect([handled, state.isRead]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], true]);
});

test('messages that came at once are handled a few in a turn of the event loop', async () => {
  const { state, handled, receive } = createQueueScene(500);
  receive(25);
  expect([handled.length, state.isRead]).toEqual([5, false]);
  for (let turn = 0; handled.length < 25; turn += 1) {
    expect(turn).toBeLessThan(10);
    await setImmediate();
  }
  expect(handled).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  await setImmediate();
  expect(state.isRead).toBe(true);
});

test('a message that needs no turn counts, and keeps its place among the others', async () => {
  const turns: (() => void)[] = [];
  const handled: string[] = [];
  const { reading, state } = createScene();
  const clock = createManualClock(0);
  const whenTurn = (handle: () => void): void => void turns.push(handle);
  const onMessageOverflow = (): void => undefined;
  const queue = createMessageQueue({
    reading,
    maxPerSecond: 3,
    wallClock: clock,
    onMessageOverflow,
    whenTurn,
  });
  queue.take(null);
  queue.take(() => handled.push('one'));
  queue.take(null);
  queue.take(() => handled.push('two'));
  expect(turns).toHaveLength(1);
  turns.shift()?.();
  expect([handled, turns.length, state.isRead]).toEqual([['one'], 0, false]);
  clock.advance(1_000);
  turns.shift()?.();
  expect(handled).toEqual(['one', 'two']);
});

test('the socket overflows when twice the messages of a second wait, and none of them is handled', async () => {
  const { clock, handled, receive, overflows } = createQueueScene(5);
  receive(5 + 10);
  expect(overflows()).toBe(0);
  receive(5);
  clock.advance(10_000);
  await setImmediate();
  expect([handled.length, overflows()]).toEqual([5, 1]);
});

test('a stopped queue handles nothing more', async () => {
  const { clock, handled, queue, receive } = createQueueScene(3);
  receive(6);
  queue.stop();
  receive(1);
  clock.advance(5_000);
  await setImmediate();
  expect(handled).toHaveLength(3);
});

test('a queue on hold handles nothing and is not read until its time is over', async () => {
  const { clock, state, handled, queue, receive } = createQueueScene(500);
  receive(1);
  queue.hold(500);
  receive(2);
  await setImmediate();
  await setImmediate();
  expect([handled, state.isRead]).toEqual([[1], false]);
  clock.advance(500);
  await setImmediate();
  await setImmediate();
  expect([handled, state.isRead]).toEqual([[1, 2, 3], true]);
});

test('a socket is read on when the last message of a second was the last that waited', async () => {
  const { clock, state, handled, receive } = createQueueScene(3);
  receive(6);
  clock.advance(1_000);
  await setImmediate();
  await setImmediate();
  expect([handled, state.isRead]).toEqual([[1, 2, 3, 4, 5, 6], true]);
});

/** A clock on which a millisecond passes with each look at it. */
function createRunningClock() {
  const clock = createManualClock(0);
  const nowMs = (): number => {
    const now = clock.nowMs();
    ticks.push(1);
    return now + ticks.length;
  };
  const ticks: number[] = [];
  const at: Clock['at'] = (instantMs, callback) => clock.at(instantMs - ticks.length, callback);
  return { advance: clock.advance, clock: { ...clock, nowMs, at } };
}

test('no message waits for ever when a hold ends between two looks at the clock', async () => {
  // Until the queue has ended its turn of the event loop: ten busy turns at most.
  const endTurn = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await setImmediate();
  };
  for (let longerMs = 0; longerMs < 60; longerMs += 1) {
    const { advance, clock } = createRunningClock();
    const { reading, state } = createScene();
    const handled: number[] = [];
    const onMessageOverflow = (): void => undefined;
    const queue = createMessageQueue({ reading, maxPerSecond: 500, wallClock: clock, onMessageOverflow });
    for (let number = 0; number < 8; number += 1) queue.take(() => void handled.push(number));
    queue.hold(1_000);
    await endTurn();
    // The alarm of the first hold rings shortly before the second hold ends.
    queue.hold(1_000 + longerMs);
    advance(1_000);
    await endTurn();
    advance(1_000);
    await endTurn();
    expect([longerMs, handled.length, state.isRead]).toEqual([longerMs, 8, true]);
  }
});
