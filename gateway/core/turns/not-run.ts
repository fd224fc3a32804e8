import type { GraphQLError } from 'graphql';
import { badInput, rateLimited } from '#platform/graphql/errors.ts';
import type { NotRun } from './operation-turns.ts';

/** Time after which a client may try again whose waiting operations are too many. */
const RETRY_AFTER_MS = 1_000;

/** The error of work that did not run. No client reads that of work whose client has left. */
export const notRunError = ({ notRun }: NotRun): GraphQLError =>
  notRun === 'busy'
    ? rateLimited('Too many operations wait. Wait for a result.', RETRY_AFTER_MS)
    : badInput('The client has left.');
