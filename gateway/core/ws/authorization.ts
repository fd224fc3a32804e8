import type { GraphQLFormattedError } from 'graphql';
import type { Payload } from '#platform/graphql/remote/socket.ts';
import { refusalOf } from '../admission.ts';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { Admit, Authenticate } from '../hooks.ts';
import type { SocketSession } from '../sessions/session.ts';

/** The value of `authorization`, in any letter case: clients write the name like that of an HTTP header. */
export function authorizationOf(params?: Readonly<Record<string, unknown>> | null): unknown {
  if (!params) return undefined;
  const name = Object.keys(params).find((key) => key.toLowerCase() === 'authorization');
  return name === undefined ? undefined : params[name];
}

interface RenewalDependencies {
  readonly authenticate: Authenticate;
  readonly admit: Admit;
}

/**
 * Answers a ping. An `authorization` in its payload is a newer token of the socket's user: it replaces the one before, and the
 * private streams live until it expires. The pong says whether it does. Any other payload comes back as it is.
 */
export async function answerPing(
  session: SocketSession,
  payload: Payload,
  dependencies: RenewalDependencies,
): Promise<Payload> {
  const authorization = authorizationOf(payload);
  if (authorization === undefined) return payload;
  if (session.isRenewing) return refused(BUSY);
  session.isRenewing = true;
  try {
    const refusal = await renew(session, authorization, dependencies);
    if (refusal) return refused(refusal);
  } finally {
    session.isRenewing = false;
  }
  const expiresAtMs = session.credentials.caller?.expiresAtMs ?? null;
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  return { authorization: { accepted: true, expiresAt } };
}

const BUSY = refuseRequest(429, 'LIMIT_EXCEEDED', 'The token before is being checked. Wait for its pong.');
const OTHER_USER = refuseRequest(
  403,
  'UNAUTHENTICATED',
  'A socket takes new tokens of its own user alone. Open another socket with this token.',
);

async function renew(
  { credentials, address }: SocketSession,
  authorization: unknown,
  { authenticate, admit }: RenewalDependencies,
): Promise<RequestRefused | null> {
  const { caller } = credentials;
  const limited = refusalOf(
    await admit({ caller, address, kind: 'request', count: 1, cost: 0, operation: null }),
  );
  if (limited) return limited;
  const authentication = await authenticate(authorization);
  if ('refused' in authentication) return authentication.refused;
  const { caller: newer, notice } = authentication;
  if (notice !== undefined) return refuseRequest(401, 'UNAUTHENTICATED', notice);
  const isSameUser = newer !== null && credentials.renew(newer);
  return isSameUser ? null : OTHER_USER;
}

const refused = ({ errors: [error] }: RequestRefused): Payload => notAccepted(error ?? { message: '' });

/** The payload for a client whose credential counts as none. */
export const notAccepted = ({ message, extensions }: GraphQLFormattedError): Record<string, unknown> => ({
  authorization: { accepted: false, message, ...extensions },
});
