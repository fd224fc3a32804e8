import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createResumableStream, createResumableStreams, type Sequenced } from './resumable-stream.ts';

const value = (sequence: number): Sequenced => ({ sequence });

/** Streams over values that are stored one by one. Reads fail while `fails` answers true. */
function createSetup(fails: () => boolean = () => false) {
  const stored: Sequenced[] = [];
  let reads = 0;
  const readPage = async (after: number, limit: number): Promise<readonly Sequenced[]> => {
    reads += 1;
    await Promise.resolve();
    if (fails()) throw new Error('the store does not answer');
    return stored.filter((one) => one.sequence > after).slice(0, limit);
  };
  const streams = createResumableStreams((_key, after, limit) => readPage(after, limit));
  const store = (count: number): Sequenced[] => {
    const made = Array.from({ length: count }, (_unused, index) => value(stored.length + index + 1));
    stored.push(...made);
    return made;
  };
  return { streams, readPage, store, stored, readCount: () => reads };
}

const take = async (iterator: AsyncIterator<Sequenced>, count: number): Promise<number[]> => {
  const taken: number[] = [];
  while (taken.length < count) {
    const next = await iterator.next();
    if (next.done) break;
    taken.push(next.value.sequence);
  }
  return taken;
};
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_unused, index) => first + index);
const turn = (): Promise<void> => new Promise(setImmediate);

describe('a resumable stream', () => {
  test('delivers stored values first, then offered ones', async () => {
    const { streams, store } = createSetup();
    store(450);
    const stream = streams.follow('key', 20);
    expect(await take(stream, 430)).toEqual(upTo(450, 21));
    const coming = take(stream, 2);
    store(2).forEach((one) => streams.offer('key', one));
    expect(await coming).toEqual([451, 452]);
  });

  test('delivers the next value without a read of the store', async () => {
    const { streams, store, readCount } = createSetup();
    const stream = streams.follow('key', 0);
    const coming = take(stream, 3);
    await turn();
    const before = readCount();
    store(3).forEach((one) => streams.offer('key', one));
    expect(await coming).toEqual([1, 2, 3]);
    expect(readCount()).toBe(before);
  });

  test('misses and repeats nothing when offers come late, twice or never and reads fail', async () => {
    const offers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
    const failures = fc.infiniteStream(fc.boolean());
    await fc.assert(
      fc.asyncProperty(offers, fc.integer({ min: 0, max: 39 }), failures, async (offered, after, failing) => {
        const { streams, store } = createSetup(() => failing.next().value === true);
        const early = store(20);
        const stream = streams.follow('key', after);
        const got: number[] = [];
        const reading = (async () => {
          while (got.length < 40 - after) {
            const next = await stream.next().catch(() => null);
            if (next && !next.done) got.push(next.value.sequence);
          }
        })();
        await turn();
        const all = [...early, ...store(20)];
        for (const sequence of [...offered, 40]) {
          const offer = all[sequence - 1];
          if (offer) streams.offer('key', offer);
          if (sequence % 3 === 0) await turn();
        }
        await reading;
        expect(got).toEqual(upTo(40, after + 1));
      }),
    );
  });

  test('keeps a bounded number of values for a reader that does not read', async () => {
    const { streams, store, readCount } = createSetup();
    const stream = streams.follow('key', 0);
    const first = take(stream, 1);
    await turn();
    store(1_000).forEach((one) => streams.offer('key', one));
    expect([...(await first), ...(await take(stream, 999))]).toEqual(upTo(1_000));
    expect(readCount()).toBeGreaterThan(3);
  });

  test('holds back a value behind a gap when it is gapless, and delivers it otherwise', async () => {
    const { readPage, store, stored } = createSetup();
    const follow = (isGapless: boolean) =>
      createResumableStream({ after: 0, catchesUp: false, isGapless, readPage, onEnd: () => undefined });
    const gapless = follow(true);
    const gappy = follow(false);
    const [one, , three] = store(3);
    stored.splice(1, 1);
    for (const offered of [one, three]) {
      gapless.offer(offered ?? value(0));
      gappy.offer(offered ?? value(0));
    }
    expect(await take(gappy.values, 2)).toEqual([1, 3]);
    const held = take(gapless.values, 3);
    await turn();
    stored.splice(1, 0, value(2));
    gapless.offer(value(2));
    expect(await held).toEqual([1, 2, 3]);
  });

  test('reads nothing for offers of another key', async () => {
    const { streams, readCount } = createSetup();
    const stream = streams.follow('key', 0);
    void stream.next();
    await turn();
    const before = readCount();
    streams.offer('other', value(7));
    await turn();
    expect(readCount()).toBe(before);
  });

  test('ends when its reader returns it and when its owner ends all, also during a read', async () => {
    const { streams } = createSetup();
    const [one, two] = [streams.follow('key', 0), streams.follow('key', 0)];
    expect(streams.count()).toBe(2);
    const waiting = [one.next(), two.next()];
    await one.return();
    expect(await waiting[0]).toEqual({ done: true, value: undefined });
    expect(streams.count()).toBe(1);
    await streams.end();
    expect(await waiting[1]).toEqual({ done: true, value: undefined });
    expect(await two.next()).toEqual({ done: true, value: undefined });
    expect(streams.count()).toBe(0);
  });
});
