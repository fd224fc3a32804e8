import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { createStatements } from './statements.ts';

const ana = { userId: 'usr_ana', address: '192.0.2.1', scopes: ['READ'], sessionId: 'ses_1' };

const createScene = () => {
  const clock = createManualClock(0);
  return { clock, statements: createStatements(new Uint8Array(32), clock) };
};

test('a statement is verified until a minute after it was signed', () => {
  const { clock, statements } = createScene();
  const statement = statements.sign(ana);
  expect(statements.verify(statement)).toEqual(ana);
  clock.advance(59_999);
  expect(statements.verify(statement)).toEqual(ana);
  clock.advance(1);
  expect(statements.verify(statement)).toBeNull();
});

test('a client has the same statement for half a minute, and another client has another one', () => {
  const { clock, statements } = createScene();
  const statement = statements.sign(ana);
  clock.advance(30_000);
  expect(statements.sign(ana)).toBe(statement);
  expect(statements.sign({ ...ana, scopes: ['READ', 'TRADE'] })).not.toBe(statement);
  expect(statements.sign({ ...ana, address: null })).not.toBe(statement);
  clock.advance(1);
  expect(statements.sign(ana)).not.toBe(statement);
});

test('a changed statement is not verified, also when the genuine one is known', () => {
  const { statements } = createScene();
  const statement = statements.sign(ana);
  expect(statements.verify(statement)).toEqual(ana);
  const [payload = '', signature = ''] = statement.split('.');
  const other = Buffer.from(
    Buffer.from(payload, 'base64url').toString().replace('usr_ana', 'usr_bia'),
  ).toString('base64url');
  for (const forged of [`${other}.${signature}`, `${payload}.${signature.slice(1)}`, payload, ''])
    expect(statements.verify(forged)).toBeNull();
});
