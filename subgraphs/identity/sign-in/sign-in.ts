import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { Passwords } from '#platform/security/passwords.ts';
import type { SessionModel, UserModel } from '../graph/models.ts';
import { normalizeEmail } from '../sign-up/sign-up-rules.ts';
import type { IdentityStore } from '../store/store.ts';
import type { SignInAttempt, SignInAttempts } from './attempts.ts';
import type { Tokens } from './tokens.ts';

/** Services that sign-in calls. */
export interface SignInServices {
  readonly store: IdentityStore;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
}

/**
 * Signs a user in. An unknown e-mail address and a wrong password get the same refusal (INVALID_CREDENTIALS) after the same
 * work, so that neither the answer nor its time shows whether the address has a user. Rejects with RATE_LIMITED after too
 * many attempts.
 *
 * @param address network address of the client; null when it is unknown
 */
export async function signIn(
  services: SignInServices,
  { email: given, password }: { readonly email: string; readonly password: string },
  address: string | null,
): Promise<Outcome<SessionModel>> {
  const { store, attempts } = services;
  const email = normalizeEmail(given);
  const attempt = await attempts.begin(email ?? '', address);
  const user = email === null ? null : await store.userByEmail(email);
  const matches = await checkPassword(services, attempt, password, user?.passwordHash ?? null);
  if (!user || !matches) return deny(refuse('INVALID_CREDENTIALS'));
  await attempt.succeed();
  return accept(await openSession(services, { id: user.id, email: user.email, name: user.name }));
}

/** Withdraws the attempt when the password could not be checked. */
async function checkPassword(
  { passwords }: Pick<SignInServices, 'passwords'>,
  attempt: SignInAttempt,
  password: string,
  stored: string | null,
): Promise<boolean> {
  try {
    return await passwords.verify(password, stored, attempt.client);
  } catch (error) {
    await attempt.withdraw();
    throw error;
  }
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
