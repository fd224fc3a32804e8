import type { GraphQLError } from 'graphql';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import { graphqlError, unauthenticated } from '#platform/graphql/errors.ts';
import { requireCaller } from '#platform/graphql/resolvers/require-caller.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { SessionModel, UserModel } from '../graph/models.ts';
import type { Tokens } from '../sign-in/tokens.ts';
import type { IdentityStore, SessionRow } from '../store/store.ts';
import { MAX_SESSIONS, type SessionLimits } from './session-limits.ts';

/** Services of sessions. */
export interface SessionServices {
  readonly store: IdentityStore;
  readonly tokens: Tokens;
  readonly ids: IdSource;
  readonly wallClock: Clock;
  readonly sessionLimits: SessionLimits;
  /** Called after a revocation. */
  readonly wakeRelay: () => void;
}

/**
 * Opens a session of a user and issues its first token. Refuses (INVALID_CREDENTIALS) when the password has changed since it was
 * checked against this hash: checks wait in a queue, and a change of the password ends what the old one has opened.
 */
export async function openSession(
  services: SessionServices,
  user: UserModel,
  passwordHash: string,
): Promise<Outcome<SessionModel>> {
  const { store, ids, wallClock, sessionLimits, wakeRelay } = services;
  const nowMs = wallClock.nowMs();
  const endsAtMs = nowMs + sessionLimits.maxAgeMs;
  const session: SessionRow = {
    id: ids('ses'),
    userId: user.id,
    createdAtMs: nowMs,
    lastUsedAtMs: nowMs,
    expiresAtMs: tokenExpiryMs(nowMs, endsAtMs, sessionLimits),
    endsAtMs,
  };
  const isOpened = await store.insertSession(session, passwordHash, MAX_SESSIONS);
  if (!isOpened) return deny(refuse('INVALID_CREDENTIALS'));
  wakeRelay();
  return accept(await tokenOf(services, session, user));
}

/** Issues a new token of the caller's session. Throws UNAUTHENTICATED when the session has ended, by its age too. */
export async function refreshSession(
  services: SessionServices,
  context: Pick<RequestContext, 'caller'>,
): Promise<SessionModel> {
  const session = await currentSession(services, context);
  const user = await services.store.userById(session.userId);
  if (!user) throw unauthenticated();
  return renew(services, session, user);
}

/** The valid session of the caller's token. */
export async function currentSession(
  { store, wallClock }: SessionServices,
  context: Pick<RequestContext, 'caller'>,
): Promise<SessionRow> {
  const { sessionId, userId } = requireCaller(context);
  const session = sessionId === null ? null : await store.session(sessionId, wallClock.nowMs());
  if (session?.userId !== userId) throw sessionEnded();
  return session;
}

/** Moves the expiry of a session and issues a token of it. */
export async function renew(
  services: SessionServices,
  session: SessionRow,
  user: UserModel,
): Promise<SessionModel> {
  const { store, wallClock, sessionLimits } = services;
  const nowMs = wallClock.nowMs();
  const expiresAtMs = tokenExpiryMs(nowMs, session.endsAtMs, sessionLimits);
  if (!(await store.extendSession(session.id, expiresAtMs, nowMs))) throw sessionEnded();
  return tokenOf(services, { ...session, expiresAtMs }, user);
}

/** Ends the caller's session, or all sessions of the user. */
export async function signOut(
  services: SessionServices,
  context: Pick<RequestContext, 'caller'>,
  everywhere: boolean,
): Promise<boolean> {
  const { id, userId } = await currentSession(services, context);
  await services.store.revokeSessions(
    everywhere ? { userId } : { userId, only: id },
    services.wallClock.nowMs(),
  );
  services.wakeRelay();
  return true;
}

async function tokenOf(
  { tokens }: SessionServices,
  session: SessionRow,
  user: UserModel,
): Promise<SessionModel> {
  return {
    __typename: 'Session',
    token: await tokens.issue(session),
    expiresAt: new Date(session.expiresAtMs).toISOString(),
    user,
    sessionId: session.id,
  };
}

/** Whole seconds, as tokens have; never past the session's end. */
const tokenExpiryMs = (nowMs: number, endsAtMs: number, { tokenLifetimeMs }: SessionLimits): number =>
  Math.floor(Math.min(nowMs + tokenLifetimeMs, endsAtMs) / 1000) * 1000;

export const sessionEnded = (): GraphQLError =>
  graphqlError(
    'UNAUTHENTICATED',
    'The session has ended: it was signed out, has expired or has reached its highest age. Sign in again.',
  );
