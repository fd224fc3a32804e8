import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createReading, limitMessages } from './reading.ts';

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

test('after the messages of a second the socket is read in the next one', () => {
  const clock = createManualClock(0);
  const { reading, state } = createScene();
  const rate = limitMessages(reading, 3, clock);
  const receive = (count: number): void => {
    for (let left = count; left > 0; left -= 1) rate.count();
  };
  receive(2);
  clock.advance(1_000);
  receive(2);
  expect(state.isRead).toBe(true);
  clock.advance(400);
  receive(1);
  expect(state.isRead).toBe(false);
  // Messages that had arrived before.
  receive(5);
  clock.advance(599);
  expect(state.isRead).toBe(false);
  clock.advance(1);
  expect(state.isRead).toBe(true);
  receive(3);
  expect(state.isRead).toBe(false);
  rate.stop();
  clock.advance(5_000);
  expect(state.isRead).toBe(false);
});
