import { expect, test } from 'vitest';
import { createOperationCache } from './operation-cache.ts';
import { retainedBytes } from './retained-bytes.ts';

test('drops the values used least recently once the bytes are spent', () => {
  const cache = createOperationCache<string[]>({ maxBytes: 8_000 });
  const value = (): string[] => ['x'.repeat(500)];
  for (let key = 0; key < 20; key += 1) {
    cache.set(`${key}`, value());
    cache.get('0');
  }
  expect(cache.bytes).toBeLessThanOrEqual(8_000);
  expect(cache.get('0')).toBeDefined();
  expect(cache.get('1')).toBeUndefined();
  expect(cache.get('19')).toBeDefined();
});

test('does not keep a value that takes more than its share', () => {
  const cache = createOperationCache<string[]>({ maxBytes: 8_000 });
  cache.set('small', ['x']);
  cache.set('large', ['x'.repeat(2_000)]);
  expect(cache.get('large')).toBeUndefined();
  expect(cache.get('small')).toBeDefined();
});

test('counts the key, and only the retained part of a value', () => {
  const cache = createOperationCache<{ kept: string; other: string }>({
    maxBytes: 80_000,
    retained: ({ kept }) => kept,
  });
  cache.set('k', { kept: 'a', other: 'x'.repeat(5_000) });
  expect(cache.bytes).toBeLessThan(1_000);
  cache.set('k'.repeat(5_000), { kept: 'a', other: '' });
  expect(cache.bytes).toBeGreaterThan(5_000);
});

test('counts an object once, follows cycles and stops at shared objects', () => {
  const shared = { text: 'x'.repeat(10_000) };
  const cyclic: Record<string, unknown> = { shared };
  cyclic['self'] = cyclic;
  expect(retainedBytes(cyclic, [shared])).toBeLessThan(200);
  expect(retainedBytes([shared, shared])).toBeLessThan(11_000);
});
