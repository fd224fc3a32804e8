import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { CacheUnavailable } from '../ports/cache.ts';
import { RpcUnavailable } from '../rpc/local.ts';
import { maskErrors } from './errors.ts';

/** An error of Prisma's client, as its runtime makes them. */
class PrismaClientKnownRequestError extends Error {
  override readonly name = 'PrismaClientKnownRequestError';
  readonly code: string;
  constructor(code: string) {
    super(`Transaction API error (${code})`);
    this.code = code;
  }
}

const codeOf = (originalError: Error): unknown => {
  const errors = [new GraphQLError('failed', { originalError, path: ['placeOrder'] })];
  return maskErrors({ errors }, silentLog).errors?.[0]?.toJSON();
};

test.each(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'])(
  'a database that does not answer in time (%s) is SERVICE_UNAVAILABLE',
  (code) => {
    expect(codeOf(new PrismaClientKnownRequestError(code))).toMatchObject({
      path: ['placeOrder'],
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
  },
);

test.each([
  ['part', new RpcUnavailable('wallet does not answer')],
  ['cache', new CacheUnavailable('connection lost')],
])('a %s that does not answer is SERVICE_UNAVAILABLE', (_name, error) => {
  expect(codeOf(error)).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
});

test('another error is a bug, whose message does not reach the client', () => {
  for (const error of [new PrismaClientKnownRequestError('P2002'), new Error('secret')])
    expect(codeOf(error)).toMatchObject({
      message: expect.stringContaining('Something went wrong') as string,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
});
