import type { GraphQLFormattedError } from 'graphql';
import { rateLimitedAnswer } from '#platform/graphql/errors.ts';
import type { NotRun } from './operation-turns.ts';

/** Time after which a client may try again whose waiting operations are too many. */
const RETRY_AFTER_MS = 1_000;

/** The answer to work that did not run. No client reads that of work whose client has left. */
export const notRunAnswer = ({ notRun }: NotRun): GraphQLFormattedError =>
  notRun === 'busy'
    ? rateLimitedAnswer('Too many operations wait. Wait for a result.', RETRY_AFTER_MS)
    : { message: 'The client has left.', extensions: { code: 'BAD_USER_INPUT' } };
