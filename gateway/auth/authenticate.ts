import type { Log } from '#platform/observability/log.ts';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { VerifiedToken, VerifyToken } from './verifier.ts';

/** Who a request comes from: null is an anonymous caller. */
export type Authentication = { readonly caller: VerifiedToken | null } | { readonly refused: RequestRefused };

const ANONYMOUS: Authentication = { caller: null };
const MAX_TOKEN_LENGTH = 4_096;

/**
 * Reads an `Authorization` value. None at all is an anonymous caller; one that is malformed, forged or expired is refused
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
    log.warn({ err: error }, 'the keys of tokens could not be fetched');
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
