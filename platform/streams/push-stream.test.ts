import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPushStream } from './push-stream.ts';
import { createStreamSet } from './stream-set.ts';

function createSetup(maxWaiting = 3) {
  const calls: string[] = [];
  const stream = createPushStream<number>({
    maxWaiting,
    onOverflow: () => {
      calls.push('overflow');
      return new Error('too slow');
    },
    onReturn: () => calls.push('return'),
  });
  return { stream, calls };
}

describe('a push stream', () => {
  test('delivers every pushed value in order, however reads and pushes interleave', async () => {
    const steps = fc.array(fc.constantFrom('push', 'read', 'turn'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const { stream } = createSetup(100);
        const reads: Promise<IteratorResult<number, undefined>>[] = [];
        let pushed = 0;
        for (const step of taken) {
          if (step === 'push') stream.push((pushed += 1));
          else if (step === 'read') reads.push(stream.values.next());
          else await Promise.resolve();
        }
        stream.finish();
        const got: number[] = [];
        for (const read of reads) {
          const { value } = await read;
          if (value !== undefined) got.push(value);
        }
        for await (const rest of stream.values) got.push(rest);
        expect(got).toEqual(Array.from({ length: pushed }, (_, index) => index + 1));
      }),
    );
  });

  test('throws its error once, after the values that wait', async () => {
    const { stream, calls } = createSetup();
    stream.push(1);
    stream.finish(new Error('lost'));
    stream.push(2);
    expect(await stream.values.next()).toEqual({ done: false, value: 1 });
    await expect(stream.values.next()).rejects.toThrow('lost');
    expect(await stream.values.next()).toEqual({ done: true, value: undefined });
    await stream.values.return();
    expect(calls).toEqual([]);
  });

  test('ends a waiting read with the error', async () => {
    const { stream } = createSetup();
    const waiting = stream.values.next();
    stream.finish(new Error('lost'));
    await expect(waiting).rejects.toThrow('lost');
  });

  test('finishes with the error of onOverflow when too many values wait', async () => {
    const { stream, calls } = createSetup(2);
    for (const value of [1, 2, 3, 4]) stream.push(value);
    expect(calls).toEqual(['overflow']);
    const read = async () => (await stream.values.next()).value;
    expect([await read(), await read(), await read()]).toEqual([1, 2, 3]);
    await expect(stream.values.next()).rejects.toThrow('too slow');
  });

  test('calls onReturn once when the reader stops early, and takes no more values', async () => {
    const { stream, calls } = createSetup();
    stream.push(1);
    const second = stream.values.next().then(() => stream.values.next());
    await stream.values.return();
    await stream.values.return();
    stream.push(2);
    expect(await second).toEqual({ done: true, value: undefined });
    expect(calls).toEqual(['return']);
  });
});

test('a stream set counts open streams and ends them', async () => {
  const { stream, calls } = createSetup();
  const other = createSetup();
  const set = createStreamSet();
  const kept = set.add(stream.values);
  set.add(other.stream.values);
  const waiting = kept.next();
  expect(set.count()).toBe(2);
  await kept.return();
  expect(set.count()).toBe(1);
  await set.end();
  expect(set.count()).toBe(0);
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect([calls, other.calls]).toEqual([['return'], ['return']]);
});
