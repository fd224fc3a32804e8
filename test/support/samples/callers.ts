import { SESSION_SCOPES } from '#contracts/graph/access.ts';
import type { Caller } from '#platform/security/caller.ts';

/** A user with a session that has every scope. */
export const callerOf = (userId: string, changes: Partial<Caller> = {}): Caller => ({
  userId,
  scopes: SESSION_SCOPES,
  sessionId: null,
  ...changes,
});
