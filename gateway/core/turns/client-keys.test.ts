import { expect, test } from 'vitest';
import type { Caller } from '../hooks.ts';
import { soleClientKey } from './client-keys.ts';

const caller = { subject: 'ana' } as Caller;
const limitsAddress = (address: string): boolean => address !== '127.0.0.1';

test.each([
  ['a user', { caller, address: '203.0.113.7' }, 'user ana'],
  ['a user of an address without limits', { caller, address: '127.0.0.1' }, 'user ana'],
  ['nobody of an address', { caller: null, address: '203.0.113.7' }, 'address 203.0.113.7'],
  ['nobody of an address without limits, who stands for many', { caller: null, address: '127.0.0.1' }, null],
  ['nobody of an unknown address', { caller: null, address: null }, 'unknown'],
])('the client of a stream: %s', (_name, client, key) => {
  expect(soleClientKey(client, limitsAddress)).toBe(key);
});
