import { deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { Passwords } from '#platform/security/passwords.ts';
import type { SessionModel } from '../graph/models.ts';
import { openSession, type SessionServices } from '../sessions/sessions.ts';
import { normalizeEmail } from '../sign-up/sign-up-rules.ts';
import type { SignInAttempts } from './attempts.ts';

/** A password to check, and the client that sends it. */
export interface PasswordAttempt {
  /** Normalized e-mail address of the account. */
  readonly email: string;
  /** Network address of the client; null when it is unknown. */
  readonly address: string | null;
  readonly password: string;
  /** The hash of the account's password; null without an account. */
  readonly stored: string | null;
}

/** Services that sign-in calls. */
export interface SignInServices extends SessionServices {
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
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
  const email = normalizeEmail(given);
  const user = email === null ? null : await services.store.userByEmail(email);
  const stored = user?.passwordHash ?? null;
  const matches = await verifyPassword(services, { email: email ?? '', address, password, stored });
  if (!user || !matches) return deny(refuse('INVALID_CREDENTIALS'));
  const { passwordHash, ...known } = user;
  return openSession(services, known, passwordHash);
}

/**
 * Checks a password as an attempt to sign in. Withdraws the attempt when the password could not be checked. Rejects with
 * RATE_LIMITED after too many attempts.
 */
export async function verifyPassword(
  { attempts, passwords }: Pick<SignInServices, 'attempts' | 'passwords'>,
  { email, address, password, stored }: PasswordAttempt,
): Promise<boolean> {
  const attempt = await attempts.begin(email, address);
  const matches = await passwords.verify(password, stored, attempt.client).catch(async (error: unknown) => {
    await attempt.withdraw();
    throw error;
  });
  if (matches) await attempt.succeed();
  return matches;
}
