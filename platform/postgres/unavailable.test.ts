import { expect, test } from 'vitest';
import { isDatabaseUnavailable } from './unavailable.ts';

const prismaError = (fields: object, message = ''): Error =>
  Object.assign(new Error(message), { name: 'PrismaClientKnownRequestError' }, fields);
const serverError = (originalCode: string): Error =>
  prismaError({ code: 'P2039', meta: { driverAdapterError: { cause: { originalCode } } } });

test.each([
  ['unreachable', prismaError({ code: 'P1001' })],
  ['closed', prismaError({ code: 'P1017' })],
  ['a broken pipe', prismaError({ code: 'EPIPE' })],
  ['a missing socket', prismaError({ code: 'ENOENT' })],
  [
    'unreachable for a raw query',
    prismaError({ code: 'P2010', meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } } }),
  ],
  ['a server that starts', serverError('57P03')],
  ['a server that was ended', serverError('57P01')],
  ['a lost connection', prismaError({}, 'Connection terminated unexpectedly')],
])('%s is a database that does not answer', (_, error) => expect(isDatabaseUnavailable(error)).toBe(true));

test.each([
  ['a violated constraint', prismaError({ code: 'P2002' })],
  ['an error of SQL', serverError('42601')],
  ['a missing file', Object.assign(new Error('open'), { code: 'ENOENT' })],
  ['a bug', new TypeError('Connection terminated')],
])('%s is a bug', (_, error) => expect(isDatabaseUnavailable(error)).toBe(false));
