import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createRedaction } from '../security/redaction.ts';

function logged(secrets: readonly string[], fields: object, message = 'it failed'): string {
  let line = '';
  const destination = { write: (text: string) => void (line += text) };
  createLog({ level: 'debug', redact: createRedaction(secrets), destination }).warn(fields, message);
  return line;
}

/** As ioredis reports a command that was refused. */
const refusal = () =>
  Object.assign(new Error('WRONGPASS'), { code: 'E', command: { name: 'auth', args: ['swordfish'] } });

test.each([
  ['under err', () => ({ err: refusal() })],
  ['under another name', () => ({ reason: refusal() })],
  ['as a cause', () => ({ err: new Error('no login', { cause: refusal() }) })],
  ['in a group', () => ({ err: new AggregateError([refusal()], 'no server') })],
])('an error is logged without the properties that a library attached: %s', (_, fields) => {
  const line = logged([], fields());
  expect(line).toContain('"code":"E"');
  expect(line).toContain('WRONGPASS');
  expect(line).toContain('"stack":');
  expect(line).not.toContain('swordfish');
});

test('a known secret is masked anywhere in a line', () => {
  const line = logged(['swordfish'], { deep: { list: ['a swordfish'] } }, 'no login with swordfish');
  expect(JSON.parse(line)).toMatchObject({ deep: { list: ['a ***'] }, msg: 'no login with ***' });
});

test('circular causes are cut off', () => {
  const error = new Error('first');
  error.cause = new Error('second', { cause: error });
  expect(logged([], { err: error })).toContain('second');
});
