import type { Log } from '#platform/observability/log.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { Clock } from '#platform/time/clock.ts';
import { refuseRequest } from '../core/errors.ts';
import type { Authenticate, Authentication, Caller } from '../core/hooks.ts';
import type { VerifiedToken, VerifyToken } from './verifier.ts';

const ANONYMOUS: Authentication = { caller: null };
const MAX_TOKEN_LENGTH = 4_096;

export interface AuthenticatorDependencies {
  readonly verify: VerifyToken;
  readonly statements: Statements;
  readonly wallClock: Clock;
  readonly log: Log;
}

/**
 * Creates the authentication by tokens of identity. A missing `Authorization` is an anonymous caller. A malformed, forged
 * or expired token is refused, whatever the operation.
 */
export function createAuthenticator(dependencies: AuthenticatorDependencies): Authenticate {
  const { verify, log } = dependencies;
  return async (authorization) => {
    if (authorization === undefined || authorization === null || authorization === '') return ANONYMOUS;
    const token = tokenOf(authorization);
    if (token === null) return refused('The authorization must be "Bearer TOKEN".');
    try {
      const verified = await verify(token);
      if (!verified) return refused('The token is not valid or has expired. Sign in again.');
      return { caller: callerOf(verified, dependencies) };
    } catch (error) {
      log.warn({ err: error }, 'identity does not answer: the keys of tokens cannot be fetched');
      return {
        refused: refuseRequest(503, 'SERVICE_UNAVAILABLE', 'Tokens cannot be verified now. Try again.'),
      };
    }
  };
}

/** A token that has expired meanwhile, on a socket, yields no statement. */
const callerOf = (
  { userId, expiresAtMs }: VerifiedToken,
  { statements, wallClock }: AuthenticatorDependencies,
): Caller => ({
  expiresAtMs,
  subject: userId,
  credential: null,
  statement: (address) =>
    expiresAtMs <= wallClock.nowMs() ? undefined : statements.sign({ userId, address }),
});

const refused = (message: string): Authentication => ({
  refused: refuseRequest(401, 'UNAUTHENTICATED', message),
});

function tokenOf(authorization: unknown): string | null {
  if (typeof authorization !== 'string' || authorization.length > MAX_TOKEN_LENGTH) return null;
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization)?.[1] ?? null;
}
