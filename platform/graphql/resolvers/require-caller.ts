import type { Caller } from '../../security/caller.ts';
import { unauthenticated } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';

/** The caller of an operation. Throws UNAUTHENTICATED for an anonymous caller. */
export function requireCaller({ caller }: Pick<RequestContext, 'caller'>): Caller {
  if (!caller) throw unauthenticated();
  return caller;
}
