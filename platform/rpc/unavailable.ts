import { CacheUnavailable } from '../ports/cache.ts';
import { isDatabaseUnavailable } from '../postgres/unavailable.ts';
import { RpcUnavailable } from './local.ts';

/**
 * Whether work failed because another part, or the database or the cache of one, does not answer now: it may be repeated later. Within
 * a process a call's caller gets the error of the callee's database as it is. Any other error is a bug.
 */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof RpcUnavailable || error instanceof CacheUnavailable || isDatabaseUnavailable(error);
