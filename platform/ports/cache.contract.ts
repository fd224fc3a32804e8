import { afterEach, beforeEach, expect, test } from 'vitest';
import { CacheUnavailable, type Cache } from './cache.ts';
import { bytes, text } from './support.contract.ts';

/** The contract of every cache adapter. */
export function cacheContract(open: () => Promise<Cache>): void {
  let cache: Cache;
  let prefix: string;
  let serial = 0;

  beforeEach(async () => {
    cache = await open();
    prefix = `contract:${process.pid}:${Date.now()}:${serial++}:`;
  });
  afterEach(() => cache.close());

  test('returns values in the order of the keys, null for a missing key', async () => {
    await cache.setMany([
      [`${prefix}b`, bytes('2')],
      [`${prefix}a`, bytes('1')],
    ]);
    const found = await cache.getMany(['a', 'none', 'b', 'a'].map((key) => prefix + key));
    expect(found.map((value) => value && text(value))).toEqual(['1', null, '2', '1']);
  });

  test('accepts empty lists', async () => {
    await cache.setMany([]);
    expect(await cache.getMany([])).toEqual([]);
  });

  test('the last value of a key wins', async () => {
    await cache.setMany([
      [`${prefix}a`, bytes('old')],
      [`${prefix}a`, bytes('new')],
    ]);
    const [value] = await cache.getMany([`${prefix}a`]);
    expect(text(value ?? bytes(''))).toBe('new');
  });

  test('keeps an exact copy of a value, apart from the caller’s buffer', async () => {
    const mine = Uint8Array.from([0, 255, 13, 10]);
    await cache.setMany([[`${prefix}a`, mine]]);
    mine.fill(1);
    const [value] = await cache.getMany([`${prefix}a`]);
    expect(Uint8Array.from(value ?? [])).toEqual(Uint8Array.from([0, 255, 13, 10]));
  });

  test('a closed cache is unavailable, and its check fails', async () => {
    await expect(cache.check()).resolves.toBeUndefined();
    await cache.close();
    await expect(cache.check()).rejects.toThrow();
    await expect(cache.getMany([`${prefix}a`])).rejects.toBeInstanceOf(CacheUnavailable);
  });
}
