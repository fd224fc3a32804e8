import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { createLogOutput, type WriteCalls } from './log-output.ts';

const failure = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

/** A reader that takes some bytes of each write, or fails. */
function reader(accepts: (bytes: Buffer) => number | NodeJS.ErrnoException) {
  const taken: string[] = [];
  const pending: (() => void)[] = [];
  const attempt = (bytes: Buffer): number | NodeJS.ErrnoException => {
    const result = accepts(bytes);
    if (typeof result === 'number') taken.push(bytes.subarray(0, result).toString());
    return result;
  };
  const calls: WriteCalls = {
    write: (_fd, bytes, done) =>
      void pending.push(() => {
        const result = attempt(bytes);
        if (typeof result === 'number') done(null, result);
        else done(result, 0);
      }),
    writeSync: (_fd, bytes) => {
      const result = attempt(bytes);
      if (typeof result !== 'number') throw result;
      return result;
    },
    nextTurn: (run) => void pending.push(run),
  };
  return { calls, text: () => taken.join(''), pending, turn: () => pending.shift()?.() };
}

test('lines arrive in order, also when the reader takes a part at a time', () => {
  const { calls, text, pending, turn } = reader((bytes) => Math.min(3, bytes.length));
  const output = createLogOutput(2, createManualClock(0), calls);
  for (const line of ['first\n', 'second\n', 'third\n']) output.write(line);
  while (pending.length > 0) turn();
  expect(text()).toBe('first\nsecond\nthird\n');
});

test('the exit writes what waits', () => {
  const { calls, text } = reader((bytes) => Math.min(4, bytes.length));
  const output = createLogOutput(2, createManualClock(0), calls);
  for (const line of ['first\n', 'second\n', 'third\n']) output.write(line);
  output.flush();
  expect(text()).toBe('first\nsecond\nthird\n');
});

test.each(['EPIPE', 'EAGAIN', 'EIO'])('the exit does not wait for a reader that answers %s', (code) => {
  const { calls, pending, turn } = reader(() => failure(code));
  const output = createLogOutput(2, createManualClock(0), calls);
  output.write('first\n');
  output.write('second\n');
  output.flush();
  turn();
  output.write('third\n');
  turn();
  expect(pending).toEqual([]);
});

test('a reader that is gone costs nothing more, and one that stands still a bounded number of bytes', () => {
  const gone = reader(() => failure('EPIPE'));
  const output = createLogOutput(2, createManualClock(0), gone.calls);
  output.write('first\n');
  gone.turn();
  gone.turn();
  output.write('second\n');
  expect(gone.pending).toEqual([]);
  let asked = 0;
  const still = reader((bytes) => (asked = bytes.length));
  const other = createLogOutput(2, createManualClock(0), still.calls);
  for (let line = 0; line < 100; line += 1) other.write('x'.repeat(100_000));
  still.turn();
  still.turn();
  expect(asked).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(asked).toBeGreaterThan(4_000_000);
});
