import { expect, test } from 'vitest';
import { BrokerError, ConnectionError } from '#sdk/src/index.ts';
import { failureOf, mayHaveArrived } from './send-failure.ts';

const broken = (code: string, retryAfterMs?: number): BrokerError =>
  new BrokerError([{ message: 'no', extensions: { code, correlationId: 'id-1', retryAfterMs } }]);

test.each([
  [new ConnectionError('cut'), { cause: 'lost', correlationId: undefined }],
  [new ConnectionError('status 500', { correlationId: 'id-2' }), { cause: 'lost', correlationId: 'id-2' }],
  [broken('SERVICE_UNAVAILABLE'), { cause: 'lost', correlationId: 'id-1' }],
  [broken('INTERNAL_SERVER_ERROR'), { cause: 'unexpected', correlationId: 'id-1' }],
  [broken('RATE_LIMITED', 25_000), { cause: 'busy', waitMs: 25_000 }],
  [new TypeError('a bug'), { cause: 'unexpected', correlationId: undefined }],
  [broken('UNAUTHENTICATED'), null],
])('after %s the failure shows whether the broker may have the order', (error, failure) => {
  expect(failureOf(error)).toEqual(failure);
});

test.each([
  [{ cause: 'lost' }, true],
  [{ cause: 'unexpected' }, true],
  [{ cause: 'busy' }, false],
  [null, false],
])('after the failure %j the broker may have the order: %s', (failure, may) => {
  expect(mayHaveArrived(failure)).toBe(may);
});
