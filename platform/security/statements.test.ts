import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { createStatements } from './statements.ts';

const CLIENT = { userId: 'usr_1', address: '127.0.0.1', scopes: ['orders:write'], sessionId: 'ses_1' };

function createScene() {
  const clock = createManualClock(1_000_000);
  const statements = createStatements(new Uint8Array(32).fill(1), clock);
  return { clock, statements };
}

test('a client gets the same statement for half a minute, and each is valid for half a minute at least', () => {
  const { clock, statements } = createScene();
  const first = statements.sign(CLIENT);
  clock.advance(30_000);
  expect(statements.sign({ ...CLIENT })).toBe(first);
  clock.advance(1);
  const second = statements.sign(CLIENT);
  expect(second).not.toBe(first);
  clock.advance(29_998);
  expect([statements.verify(first), statements.verify(second)]).toEqual([CLIENT, CLIENT]);
  clock.advance(1);
  expect([statements.verify(first), statements.verify(second)]).toEqual([null, CLIENT]);
});

test('clients that differ in one right have statements of their own', () => {
  const { statements } = createScene();
  const less = { ...CLIENT, scopes: [] };
  expect(statements.verify(statements.sign(CLIENT))).toEqual(CLIENT);
  expect(statements.verify(statements.sign(less))).toEqual(less);
});

test('a changed statement is refused, also after the true one was verified', () => {
  const { statements } = createScene();
  const statement = statements.sign(CLIENT);
  expect(statements.verify(statement)).toEqual(CLIENT);
  const [payload = '', signature = ''] = statement.split('.');
  const forged = Buffer.from(JSON.stringify({ ...CLIENT, userId: 'usr_2', expiresMs: 9e15 })).toString(
    'base64url',
  );
  expect(statements.verify(`${forged}.${signature}`)).toBeNull();
  expect(statements.verify(`${payload}.`)).toBeNull();
  expect(statements.verify(payload)).toBeNull();
});
