import { expect, test } from 'vitest';
import { readKeptSession, sessionOf } from './session.ts';

const graphSession = {
  token: 't',
  expiresAt: '2026-03-16T13:00:00.000Z',
  user: { id: 'usr_1', email: 'ana@example.com', name: 'Ana', accounts: [{ id: 'acc_1' }, { id: 'acc_2' }] },
};

test('a renewed session keeps the account on the screen while the user has it', () => {
  expect(sessionOf(graphSession).accountId).toBe('acc_1');
  expect(sessionOf(graphSession, 'acc_2').accountId).toBe('acc_2');
  expect(sessionOf(graphSession, 'acc_9').accountId).toBe('acc_1');
  expect(sessionOf({ ...graphSession, user: { ...graphSession.user, accounts: null } }).accountId).toBe('');
});

test.each([
  ['nothing', null],
  ['no JSON', 'token'],
  ['a part of a session', JSON.stringify({ token: 't' })],
  ['a session with a number for its token', JSON.stringify({ ...sessionOf(graphSession), token: 1 })],
])('a browser that keeps %s has no session', (_name, text) => {
  expect(readKeptSession(text)).toBeNull();
});

test('a kept session comes back', () => {
  const session = sessionOf(graphSession);
  expect(readKeptSession(JSON.stringify(session))).toEqual(session);
});
