import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { Passwords } from '#platform/security/passwords.ts';
import type { SessionModel, UserModel } from '../graph/models.ts';
import { normalizeEmail } from '../sign-up/sign-up-rules.ts';
import type { IdentityStore } from '../store/store.ts';
import type { Tokens } from './tokens.ts';

/** Services that sign-in calls. */
export interface SignInServices {
  readonly store: IdentityStore;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
}

/**
 * Signs a user in. An unknown address and a wrong password get the same refusal (INVALID_CREDENTIALS) after the same
 * work, so that neither the answer nor its time shows whether the address has a user.
 */
export async function signIn(
  services: SignInServices,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Outcome<SessionModel>> {
  const address = normalizeEmail(email);
  const user = address === null ? null : await services.store.userByEmail(address);
  const matches = await services.passwords.verify(password, user?.passwordHash ?? null);
  if (!user || !matches) return deny(refuse('INVALID_CREDENTIALS'));
  return accept(await openSession(services, { id: user.id, email: user.email, name: user.name }));
}

/** Opens a new session for a signed-in user; null when the user does not exist any more. */
export async function refreshSession(services: SignInServices, userId: string): Promise<SessionModel | null> {
  const user = await services.store.userById(userId);
  return user && openSession(services, user);
}

/** Issues a token for a user. */
export async function openSession(
  { tokens }: Pick<SignInServices, 'tokens'>,
  user: UserModel,
): Promise<SessionModel> {
  const { token, expiresAtMs } = await tokens.issue(user.id);
  return { __typename: 'Session', token, expiresAt: new Date(expiresAtMs).toISOString(), user };
}
