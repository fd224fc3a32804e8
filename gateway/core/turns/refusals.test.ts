import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isLoopback } from '#platform/http/client-address.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { Caller, Client } from '../hooks.ts';
import { createRefusals, LONGEST_HOLD_MS } from './refusals.ts';

const user = (subject: string, address = '192.0.2.9'): Client => ({ caller: { subject } as Caller, address });
const anonymous = (address: string): Client => ({ caller: null, address });

function createScene() {
  const clock = createManualClock(0);
  const refusals = createRefusals(clock, (address) => !isLoopback(address));
  const countMany = (count: number, client: Client): number[] =>
    Array.from({ length: count }, () => refusals.count(client));
  return { clock, refusals, countMany };
}

test.each([
  ['a user', user('eva')],
  ['an address', anonymous('192.0.2.1')],
])('the refusals of %s beyond the free ones are held, and those of others are not', (_who, client) => {
  const { clock, refusals, countMany } = createScene();
  expect(countMany(20, client).every((holdMs) => holdMs === 0)).toBe(true);
  expect(countMany(3, client)).toEqual([100, 200, 300]);
  expect(countMany(100, client).at(-1)).toBe(LONGEST_HOLD_MS);
  expect(refusals.holdMs(client)).toBe(LONGEST_HOLD_MS);
  expect([refusals.count(user('ana')), refusals.count(anonymous('192.0.2.2'))]).toEqual([0, 0]);
  clock.advance(2_000);
  expect(countMany(11, client)).toEqual([...Array.from({ length: 10 }, () => 0), 100]);
});

test('clients at an address without limits are not slowed down', () => {
  const { refusals, countMany } = createScene();
  for (const client of [anonymous('127.0.0.1'), user('eva', '127.0.0.1')]) {
    countMany(200, client);
    expect(refusals.count(client)).toBe(0);
  }
});

test('a held refusal is answered after its time', async () => {
  const { clock, refusals, countMany } = createScene();
  countMany(29, user('eva'));
  let isAnswered = false;
  void refusals.untilAnswer(user('eva')).then(() => (isAnswered = true));
  await setImmediate();
  expect(isAnswered).toBe(false);
  clock.advance(LONGEST_HOLD_MS);
  await setImmediate();
  expect(isAnswered).toBe(true);
});
