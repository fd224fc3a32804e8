import { SESSION_SCOPES } from '#contracts/graph/access.ts';
import type { Log } from '#platform/observability/log.ts';
import { isUnavailable } from '#platform/rpc/unavailable.ts';
import type { StatedClient, Statements } from '#platform/security/caller.ts';
import type { Clock } from '#platform/time/clock.ts';
import { refuseRequest } from '../core/errors.ts';
import type { Authenticate, Authentication, Caller } from '../core/hooks.ts';
import { isApiKey, TooManyLookups, type ResolvedApiKey } from './api-keys.ts';
import type { Credentials } from './credentials.ts';
import type { VerifiedToken } from './verifier.ts';

const ANONYMOUS: Authentication = { caller: null };
const EXPIRED: Authentication = { caller: null, notice: 'The token has expired. Sign in again.' };
const CANNOT_VERIFY: Authentication = {
  refused: refuseRequest(
    503,
    'SERVICE_UNAVAILABLE',
    'Tokens and API keys cannot be verified now. Try again.',
  ),
};
const MAX_TOKEN_LENGTH = 4_096;

export interface AuthenticatorDependencies {
  readonly credentials: Credentials;
  readonly statements: Statements;
  readonly wallClock: Clock;
  readonly log: Log;
}

/**
 * Creates the authentication by session tokens and API keys of identity. A missing `Authorization` is an anonymous caller. A
 * malformed, forged or revoked credential, and an expired API key, is refused, whatever the operation. An authentic session token
 * after its expiry counts as none, so that public data goes on when a session ends. While identity does not answer, a credential
 * that needs it is SERVICE_UNAVAILABLE.
 */
export function createAuthenticator(dependencies: AuthenticatorDependencies): Authenticate {
  const { credentials } = dependencies;
  const outage = createOutageLog(dependencies.log);
  const callers = createCallers(dependencies);
  return async (authorization) => {
    if (authorization === undefined || authorization === null || authorization === '') return ANONYMOUS;
    const credential = credentialOf(authorization);
    if (credential === null) return refused('The authorization must be "Bearer TOKEN".');
    try {
      await credentials.whenCurrent();
      const shown = isApiKey(credential)
        ? await credentials.apiKeys.resolve(credential)
        : await credentials.tokens.verify(credential);
      outage.end();
      if (shown === 'EXPIRED') return EXPIRED;
      const caller = shown && callers(shown);
      if (caller?.isValid()) return { caller };
      return isApiKey(credential)
        ? refused('The API key is not valid, has expired or was revoked.')
        : refused('The token is not valid or was revoked. Sign in again.');
    } catch (error) {
      if (error instanceof TooManyLookups) return CANNOT_VERIFY;
      if (!isUnavailable(error)) throw error;
      outage.begin(error);
      return CANNOT_VERIFY;
    }
  };
}

/** Logs the first request of those that fail in a row: a client must not fill the log. */
function createOutageLog(log: Log): { begin(error: unknown): void; end(): void } {
  let isOut = false;
  return {
    begin: (error) => {
      if (!isOut) log.warn({ err: error }, 'credentials cannot be verified: identity does not answer');
      isOut = true;
    },
    end: () => {
      isOut = false;
    },
  };
}

/** A verified session token or API key. */
interface Credential {
  /** The session or API key. */
  readonly id: string;
  /** Further ids whose revocation ends it. */
  readonly dependsOn: readonly string[];
  readonly userId: string;
  readonly sessionId: string | null;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number | null;
}

/**
 * Makes the caller of each credential once, as long as it is remembered: the gateway reads it with every request, and it differs by nothing
 * between them.
 */
function createCallers(
  dependencies: AuthenticatorDependencies,
): (shown: VerifiedToken | ResolvedApiKey) => Caller {
  const callers = new WeakMap<VerifiedToken | ResolvedApiKey, Caller>();
  return (shown) => {
    const known = callers.get(shown);
    if (known) return known;
    const caller = callerOf('kid' in shown ? ofToken(shown) : ofApiKey(shown), dependencies);
    callers.set(shown, caller);
    return caller;
  };
}

const ofToken = ({ sessionId, kid, userId, expiresAtMs }: VerifiedToken): Credential => ({
  id: sessionId,
  dependsOn: [kid],
  userId,
  sessionId,
  scopes: SESSION_SCOPES,
  expiresAtMs,
});

const ofApiKey = ({ keyId, userId, scopes, expiresAtMs }: ResolvedApiKey): Credential => ({
  id: keyId,
  dependsOn: [],
  userId,
  sessionId: null,
  scopes,
  expiresAtMs,
});

/** A credential that has ended meanwhile, on a socket, yields no statement. */
function callerOf(credential: Credential, dependencies: AuthenticatorDependencies): Caller {
  const { statements, wallClock } = dependencies;
  const { revocations, uses } = dependencies.credentials;
  const { id, dependsOn, userId, sessionId, scopes, expiresAtMs } = credential;
  const ids = [id, ...dependsOn];
  const isValid = (): boolean =>
    (expiresAtMs === null || expiresAtMs > wallClock.nowMs()) &&
    !ids.some((one) => revocations.isRevoked(one));
  let client: StatedClient = { userId, address: null, scopes, sessionId };
  return {
    expiresAtMs,
    subject: userId,
    apiKey: sessionId === null ? id : null,
    scopes: new Set(scopes),
    isValid,
    statement: (address) => {
      if (!isValid()) return undefined;
      uses.note(id);
      // The same object for the same address: its statement is found without reading its fields.
      if (address !== client.address) client = { ...client, address };
      return statements.sign(client);
    },
    onRevoked: (callback) => {
      const stops = ids.map((one) => revocations.watch(one, callback));
      return () => stops.forEach((stop) => stop());
    },
  };
}

const refused = (message: string): Authentication => ({
  refused: refuseRequest(401, 'UNAUTHENTICATED', message),
});

function credentialOf(authorization: unknown): string | null {
  if (typeof authorization !== 'string' || authorization.length > MAX_TOKEN_LENGTH) return null;
  return /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization)?.[1] ?? null;
}
