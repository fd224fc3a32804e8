import { expect, test } from 'vitest';
import { BrokerError, ConnectionError } from '#sdk/src/index.ts';
import { sentence } from '../app/notice-list.tsx';
import { languageOf } from '../i18n/texts.ts';
import { noticeOf } from './notices.ts';

const broken = (code: string, retryAfterMs?: number): BrokerError =>
  new BrokerError([{ message: 'no', extensions: { code, correlationId: 'id-1', retryAfterMs } }]);

test.each([
  [broken('INTERNAL_SERVER_ERROR'), 'Something went wrong on our side. Try again.', 'id-1'],
  [
    broken('SERVICE_UNAVAILABLE'),
    'This part of the broker does not answer right now. Try again in a moment.',
    'id-1',
  ],
  [
    broken('RATE_LIMITED', 11_200),
    'The broker gets too many requests right now. Try again in 12 seconds.',
    undefined,
  ],
  [
    broken('RATE_LIMITED', 300),
    'The broker gets too many requests right now. Try again in 1 second.',
    undefined,
  ],
  [broken('RATE_LIMITED'), 'The broker gets too many requests right now. Try again in a moment.', undefined],
  [broken('UNAUTHENTICATED'), 'Your session has ended. Sign in again.', undefined],
  [new ConnectionError('cut'), 'The broker did not answer. Try again in a moment.', undefined],
  [
    new ConnectionError('status 500', { correlationId: 'id-2' }),
    'The broker did not answer. Try again in a moment.',
    'id-2',
  ],
])('%s is said in words, a fault with the id of its request', (error, words, id) => {
  const notice = noticeOf(error);
  expect(sentence(notice.text, languageOf('en'))).toBe(words);
  expect(notice.correlationId).toBe(id);
});
