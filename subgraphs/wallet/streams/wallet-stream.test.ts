import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WalletFact } from '#contracts/messages/wallet-facts.ts';
import { createWalletStreams } from './wallet-stream.ts';

const fact = (sequence: number, accountId = 'acc_1'): WalletFact => ({
  v: 1,
  accountId,
  sequence,
  atMs: sequence,
  correlationId: 'c',
  entry: {
    entryId: `e${sequence}`,
    accountId,
    sequence,
    atMs: sequence,
    kind: 'DEPOSIT',
    description: 'Deposit',
    amountCentavos: 1,
    balanceCentavos: sequence,
    ticker: null,
    quantity: null,
    quantityAfter: null,
    orderId: null,
  },
  cash: {
    availableCentavos: sequence,
    reservedCentavos: 0,
    settledCentavos: sequence,
    withdrawableCentavos: sequence,
    projected: [],
  },
});

/** Streams over facts that are stored one by one, and count how often they were read. */
function createSetup() {
  const stored: WalletFact[] = [];
  let reads = 0;
  const streams = createWalletStreams(async (_accountId, after, limit) => {
    reads += 1;
    return stored.filter((one) => one.sequence > after).slice(0, limit);
  });
  const store = (count: number): WalletFact[] => {
    const made = Array.from({ length: count }, (_unused, index) => fact(stored.length + index + 1));
    stored.push(...made);
    return made;
  };
  return { streams, store, readCount: () => reads };
}

const take = async (iterator: AsyncIterator<WalletFact>, count: number): Promise<number[]> => {
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

describe('a wallet stream', () => {
  test('gives what was missed first, then what comes', async () => {
    const { streams, store } = createSetup();
    store(450);
    const stream = streams.follow('acc_1', 20);
    expect(await take(stream, 430)).toEqual(upTo(450, 21));
    const coming = take(stream, 2);
    store(2).forEach(streams.offer);
    expect(await coming).toEqual([451, 452]);
  });

  test('takes the next fact as it is, without asking the store', async () => {
    const { streams, store, readCount } = createSetup();
    const stream = streams.follow('acc_1', 0);
    const coming = take(stream, 3);
    await new Promise(setImmediate);
    const before = readCount();
    store(3).forEach(streams.offer);
    expect(await coming).toEqual([1, 2, 3]);
    expect(readCount()).toBe(before);
  });

  test('whatever is published late, twice or never, misses and repeats nothing', async () => {
    const offers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(offers, fc.integer({ min: 0, max: 39 }), async (offered, after) => {
        const { streams, store } = createSetup();
        const early = store(20);
        const stream = streams.follow('acc_1', after);
        const reading = take(stream, 40 - after);
        await new Promise(setImmediate);
        const all = [...early, ...store(20)];
        for (const sequence of [...offered, 40]) {
          const offer = all[sequence - 1];
          if (offer) streams.offer(offer);
          if (sequence % 3 === 0) await new Promise(setImmediate);
        }
        expect(await reading).toEqual(upTo(40, after + 1));
      }),
    );
  });

  test('of a reader who does not read keeps little, and loses nothing', async () => {
    const { streams, store } = createSetup();
    const stream = streams.follow('acc_1', 0);
    const first = take(stream, 1);
    await new Promise(setImmediate);
    store(1_000).forEach(streams.offer);
    expect([...(await first), ...(await take(stream, 999))]).toEqual(upTo(1_000));
  });

  test('is not woken by another account', async () => {
    const { streams, readCount } = createSetup();
    const stream = streams.follow('acc_1', 0);
    void stream.next();
    await new Promise(setImmediate);
    const before = readCount();
    streams.offer(fact(7, 'acc_2'));
    await new Promise(setImmediate);
    expect(readCount()).toBe(before);
  });

  test('ends when its reader stops, also while waiting, and when the wallet does', async () => {
    const { streams } = createSetup();
    const [one, two] = [streams.follow('acc_1', 0), streams.follow('acc_1', 0)];
    const waiting = [one.next(), two.next()];
    await one.return?.();
    expect(await waiting[0]).toEqual({ done: true, value: undefined });
    streams.end();
    expect(await waiting[1]).toEqual({ done: true, value: undefined });
    expect(await two.next()).toEqual({ done: true, value: undefined });
  });
});
