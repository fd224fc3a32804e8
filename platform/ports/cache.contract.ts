import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cache } from './cache.ts';
import { bytes, text } from './support.contract.ts';

/** What every cache must do, whatever stands behind it. */
export function cacheContract(open: () => Promise<Cache>): void {
  let cache: Cache;
  let prefix: string;
  let serial = 0;

  beforeEach(async () => {
    cache = await open();
    prefix = `contract:${process.pid}:${Date.now()}:${serial++}:`;
  });
  afterEach(() => cache.close());

  test('answers in the order of the keys, null where there is nothing', async () => {
    await cache.setMany([
      [`${prefix}b`, bytes('2')],
      [`${prefix}a`, bytes('1')],
    ]);
    const found = await cache.getMany(['a', 'none', 'b', 'a'].map((key) => prefix + key));
    expect(found.map((value) => value && text(value))).toEqual(['1', null, '2', '1']);
  });

  test('takes and gives nothing', async () => {
    await cache.setMany([]);
    expect(await cache.getMany([])).toEqual([]);
  });

  test('the last value of a key stands', async () => {
    await cache.setMany([
      [`${prefix}a`, bytes('old')],
      [`${prefix}a`, bytes('new')],
    ]);
    const [value] = await cache.getMany([`${prefix}a`]);
    expect(text(value ?? bytes(''))).toBe('new');
  });

  test('keeps values to the byte and apart from the caller’s own', async () => {
    const mine = Uint8Array.from([0, 255, 13, 10]);
    await cache.setMany([[`${prefix}a`, mine]]);
    mine.fill(1);
    const [value] = await cache.getMany([`${prefix}a`]);
    expect(Uint8Array.from(value ?? [])).toEqual(Uint8Array.from([0, 255, 13, 10]));
  });

  test('a closed one refuses work and says so when asked', async () => {
    await expect(cache.check()).resolves.toBeUndefined();
    await cache.close();
    await expect(cache.check()).rejects.toThrow();
    await expect(cache.getMany([`${prefix}a`])).rejects.toThrow();
  });
}
