import type { Log } from '#platform/observability/log.ts';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { VerifiedToken, VerifyToken } from './verifier.ts';

/** The caller of a request, null for an anonymous one; or a refusal. */
export type Authentication = { readonly caller: VerifiedToken | null } | { readonly refused: RequestRefused };

const ANONYMOUS: Authentication = { caller: null };
const MAX_TOKEN_LENGTH = 4_096;

/**
 * Verifies an `Authorization` value. A missing value is an anonymous caller. A malformed, forged or expired one is refused,
 * whatever the operation.
 */
export async function authenticate(
  authorization: unknown,
  verify: VerifyToken,
  log: Log,
): Promise<Authentication> {
  if (authorization === undefined || authorization === null || authorization === '') return ANONYMOUS;
  const token = tokenOf(authorization);
  if (token === null) return refused('The authorization must be "Bearer TOKEN".');
  try {
    const caller = await verify(token);
    return caller ? { caller } : refused('The token is not valid or has expired. Sign in again.');
  } catch (error) {
    log.warn({ err: error }, 'identity does not answer: the keys of tokens cannot be fetched');
    return {
      refused: refuseRequest(503, 'SERVICE_UNAVAILABLE', 'Tokens cannot be verified now. Try again.'),
    };
  }
}

const refused = (message: string): Authentication => ({
  refused: refuseRequest(401, 'UNAUTHENTICATED', message),
});

function tokenOf(authorization: unknown): string | null {
  if (typeof authorization !== 'string' || authorization.length > MAX_TOKEN_LENGTH) return null;
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization)?.[1] ?? null;
}
