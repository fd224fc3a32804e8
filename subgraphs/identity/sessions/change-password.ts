import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import { unauthenticated } from '#platform/graphql/errors.ts';
import { isSamePassword } from '#platform/security/passwords.ts';
import { clientNetwork } from '#platform/http/client-address.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import type { SessionModel } from '../graph/models.ts';
import { verifyPassword, type SignInServices } from '../sign-in/sign-in.ts';
import { checkNewPassword, unchangedPassword } from '../sign-up/sign-up-rules.ts';
import { currentSession, renew, sessionEnded } from './sessions.ts';

/**
 * Changes the caller's password, ends all other sessions and renews the caller's. Refuses a new password as a sign-up does, and
 * a wrong current one as a sign-in does (INVALID_CREDENTIALS): it counts as an attempt to sign in. The current one is no new one
 * (WEAK_PASSWORD): a user changes a password that others may know.
 */
export async function changePassword(
  services: SignInServices,
  context: Pick<RequestContext, 'caller' | 'address'>,
  input: { readonly currentPassword: string; readonly newPassword: string },
): Promise<Outcome<SessionModel>> {
  const { store, passwords, wallClock, wakeRelay } = services;
  const session = await currentSession(services, context);
  const found = await store.userWithPassword(session.userId);
  if (!found) throw unauthenticated();
  const { passwordHash: stored, ...user } = found;
  const { address } = context;
  const checked = checkNewPassword(input.newPassword, user.email, 'newPassword');
  if (!checked.ok) return checked;
  const attempt = { email: user.email, address, password: input.currentPassword, stored };
  if (!(await verifyPassword(services, attempt))) return deny(refuse('INVALID_CREDENTIALS'));
  if (isSamePassword(input.newPassword, input.currentPassword)) return deny(unchangedPassword());
  const network = address === null ? null : clientNetwork(address);
  const newHash = await passwords.hash(input.newPassword, { isKnown: true, network, account: user.email });
  const change = { userId: user.id, oldHash: stored, newHash, sessionId: session.id };
  const changed = await store.changePassword(change, wallClock.nowMs());
  if (changed === 'SESSION_ENDED') throw sessionEnded();
  if (changed === 'PASSWORD_CHANGED') return deny(refuse('INVALID_CREDENTIALS'));
  wakeRelay();
  return accept(await renew(services, session, user));
}
