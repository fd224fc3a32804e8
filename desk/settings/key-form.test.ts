import { expect, test } from 'vitest';
import { keyInput, NEW_KEY, withScope } from './key-form.ts';

const NOW_MS = Date.parse('2026-03-16T12:00:00.000Z');

test.each([
  ['D30', '2026-04-15T12:00:00.000Z'],
  ['D90', '2026-06-14T12:00:00.000Z'],
  ['Y1', '2027-03-16T12:00:00.000Z'],
  ['NEVER', null],
] as const)('a key for %s expires at %s', (expiry, expiresAt) => {
  expect(keyInput({ ...NEW_KEY, name: 'robot', expiry }, NOW_MS)).toEqual({
    name: 'robot',
    scopes: ['READ'],
    expiresAt,
  });
});

test('scopes are given and taken one by one', () => {
  const trading = withScope(NEW_KEY, 'TRADE', true);
  expect(trading.scopes).toEqual(['READ', 'TRADE']);
  expect(withScope(withScope(trading, 'READ', false), 'TRADE', true).scopes).toEqual(['TRADE']);
});
