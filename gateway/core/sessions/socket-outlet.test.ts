import { expect, test } from 'vitest';
import type { DrainWaiter } from '../subscriptions/delivery.ts';
import { createReading } from '../ws/reading.ts';
import { createSocketOutlet } from './socket-outlet.ts';
import { createWaitingBytes } from './waiting-bytes.ts';

/** A socket whose peer reads only when the test says so. */
function createScene({ waitingBytes = 400, totalBytes = 10_000 } = {}) {
  const unsent: { bytes: number; onWritten: () => void }[] = [];
  const events: string[] = [];
  const state = { readyState: 1 };
  const socket = {
    get readyState() {
      return state.readyState as 1;
    },
  };
  const wire = {
    get writableLength() {
      return unsent.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    write: (frame: Buffer, onWritten: unknown) =>
      unsent.push({ bytes: frame.length, onWritten: onWritten as () => void }) > 0,
  };
  const reading = createReading({
    pause: () => void events.push('pause'),
    resume: () => void events.push('resume'),
  });
  const total = createWaitingBytes(totalBytes);
  const outlet = createSocketOutlet({
    socket,
    wire,
    reading,
    bufferBytes: 50,
    waitingBytes,
    total,
    onOverflow: () => {
      events.push('overflow');
      state.readyState = 2;
    },
  });
  const send = (): void => unsent.forEach((one) => (one.bytes = 0));
  const read = (frames: number): void => {
    for (const { onWritten } of unsent.splice(0, frames)) onWritten();
  };
  return { outlet, events, total, send, read, state };
}

const frame = Buffer.alloc(20, 'x');

test('the outlet is full above its buffer, and drains at half of it', () => {
  const { outlet, events, read } = createScene();
  outlet.write(frame);
  outlet.write(frame);
  expect(outlet.isFull).toBe(false);
  outlet.write(frame);
  expect(outlet.isFull).toBe(true);
  outlet.waitForDrain({ onDrained: () => void events.push('drained') });
  read(1);
  expect(events).toEqual([]);
  read(1);
  expect(events).toEqual(['drained']);
});

test('streams that wait take turns', () => {
  const { outlet, events, read } = createScene();
  for (let count = 0; count < 4; count += 1) outlet.write(frame);
  const fill = (name: string): DrainWaiter => ({
    onDrained: () => {
      events.push(name);
      while (!outlet.isFull) outlet.write(frame);
      outlet.waitForDrain(fill(name));
    },
  });
  outlet.waitForDrain(fill('a'));
  outlet.waitForDrain(fill('b'));
  for (let round = 0; round < 4; round += 1) read(3);
  expect(events).toEqual(['a', 'b', 'a', 'b']);
});

test('a canceled drain does not call back', () => {
  const { outlet, events, read } = createScene();
  for (let count = 0; count < 4; count += 1) outlet.write(frame);
  const waiter = { onDrained: () => void events.push('drained') };
  outlet.waitForDrain(waiter);
  outlet.cancelDrain(waiter);
  read(4);
  expect(events).toEqual([]);
});

test('a socket with many unsent frames is not read until half of them are sent', () => {
  const { outlet, events, read } = createScene();
  for (let count = 0; count < 5; count += 1) outlet.write(frame);
  expect(events).toEqual([]);
  outlet.write(frame);
  outlet.write(frame);
  expect(events).toEqual(['pause']);
  read(4);
  expect(events).toEqual(['pause']);
  read(1);
  expect(events).toEqual(['pause', 'resume']);
});

test('a socket is read again although a later frame was the one that found everything sent', () => {
  const { outlet, events, send, read } = createScene();
  for (let count = 0; count < 7; count += 1) outlet.write(frame);
  expect(events).toEqual(['pause']);
  // The network takes all frames; the callbacks of the writes come a moment later.
  send();
  outlet.write(Buffer.alloc(0));
  read(8);
  expect(events).toEqual(['pause', 'resume']);
});

test('unsent frames beyond the limit are an overflow', () => {
  const { outlet, events } = createScene();
  for (let count = 0; count < 21; count += 1) outlet.write(frame);
  expect(events).toEqual(['pause']);
  outlet.write(frame);
  expect(events).toEqual(['pause', 'overflow']);
});

test('one frame may be larger than the limit', () => {
  const { outlet, events, read, total } = createScene();
  outlet.write(Buffer.alloc(1_000, 'x'));
  expect(events).toEqual(['pause']);
  read(1);
  outlet.write(frame);
  expect([events, total.count]).toEqual([['pause', 'resume'], 20]);
});

test('held bytes and unsent frames share the limit', () => {
  const { outlet, read } = createScene();
  expect(outlet.hold(300)).toBe(true);
  for (let count = 0; count < 4; count += 1) outlet.write(frame);
  expect(outlet.hold(21)).toBe(false);
  expect(outlet.hold(20)).toBe(true);
  read(4);
  expect(outlet.hold(80)).toBe(true);
  expect(outlet.hold(1)).toBe(false);
  outlet.release(400);
  expect(outlet.hold(400)).toBe(true);
});

test('all sockets together have a limit, which closes only those that do not read', () => {
  const { outlet, events, total } = createScene({ totalBytes: 1_000 });
  total.add(990);
  expect(outlet.hold(11)).toBe(false);
  outlet.write(frame);
  outlet.write(frame);
  outlet.write(frame);
  expect(events).toEqual([]);
  outlet.write(frame);
  expect(events).toEqual(['overflow']);
});

test('nothing is counted once the socket has closed', () => {
  const { outlet, total, state, read } = createScene();
  outlet.hold(100);
  for (let count = 0; count < 4; count += 1) outlet.write(frame);
  expect(total.count).toBe(180);
  state.readyState = 3;
  outlet.release(100);
  outlet.close();
  read(4);
  outlet.write(frame);
  expect(total.count).toBe(0);
});
