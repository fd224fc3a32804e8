import fc from 'fast-check';
import { expect, test } from 'vitest';
import { engineUrls, shardOf } from './sharding.ts';

test('assigns every ticker to an existing shard', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9]{4,12}$/), fc.integer({ min: 1, max: 64 }), (ticker, shards) => {
      const shard = shardOf(ticker, shards);
      expect(shard).toBeGreaterThanOrEqual(0);
      expect(shard).toBeLessThan(shards);
    }),
  );
});

test('keeps tickers in their shards, as a moved ticker would lose its book', () => {
  const shards = ['PETR4', 'VALE3', 'ITUB4', 'PETR4F', 'TAEE11'].map((ticker) => shardOf(ticker, 4));
  expect(shards).toEqual([0, 0, 1, 2, 2]);
});

test('gives engines of further shards and standbys their own ports', () => {
  expect(engineUrls('http://127.0.0.1:4006', 3, 1)).toEqual([
    ['http://127.0.0.1:4006', 'http://127.0.0.1:4206'],
    ['http://127.0.0.1:4107', 'http://127.0.0.1:4207'],
    ['http://127.0.0.1:4108', 'http://127.0.0.1:4208'],
  ]);
  const all = engineUrls('http://127.0.0.1:4006', 64, 3).flat();
  expect(new Set(all).size).toBe(256);
});
