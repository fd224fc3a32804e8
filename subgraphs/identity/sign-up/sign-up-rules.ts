import { accept, deny, refuse, type Outcome, type Refusal } from '#domain/refusal.ts';
import { isEmail, PASSWORD_MIN } from '#domain/sign-up.ts';
import { MAX_PASSWORD_LENGTH } from '#platform/security/passwords.ts';
import { normalizeText } from '#platform/security/normalize-text.ts';
import { isVisibleText } from '#platform/security/visible-text.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

/** Input of a sign-up. */
export interface SignUpRequest {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** Limits in UTF-16 code units. They are checked before any step whose time grows with the text. */
const NAME_MAX = 100;
const EMAIL_MAX = 254;

/** Normal form of an address: trimmed, NFC, lower case; null for an address over the length limit. */
export const normalizeEmail = (email: string): string | null =>
  normalizeText(email.trim(), 'NFC', EMAIL_MAX)?.toLowerCase() ?? null;

/**
 * Checks a sign-up and returns it with normalized address and trimmed name. Refusals, in this order: INVALID_EMAIL,
 * INVALID_NAME, WEAK_PASSWORD.
 */
export function checkSignUp(request: SignUpRequest): Outcome<SignUpRequest> {
  const email = normalizeEmail(request.email);
  if (email === null || email.length > EMAIL_MAX) {
    const limit = `${EMAIL_MAX} characters at most`;
    const observed = lengthText(email ?? request.email.trim());
    return deny(refuse('INVALID_EMAIL', { field: 'email', limit, observed }));
  }
  if (!isEmail(email)) return deny(refuse('INVALID_EMAIL', { field: 'email' }));
  const name = checkName(request.name);
  if (!name.ok) return name;
  const password = checkNewPassword(request.password, email, 'password');
  return password.ok ? accept({ email, name: name.value, password: request.password }) : password;
}

/** Checks a name of a user or of an API key, which others see, and returns it trimmed, or INVALID_NAME. */
export function checkName(text: string): Outcome<string> {
  const name = text.trim();
  if (name.length <= NAME_MAX && isVisibleText(name)) return accept(name);
  const limit = `1..${NAME_MAX} characters`;
  return deny(refuse('INVALID_NAME', { field: 'name', limit, observed: lengthText(name) }));
}

/** Accepts a password of a user with this address, or refuses it with WEAK_PASSWORD. */
export function checkNewPassword(password: string, email: string, field: string): Outcome<string> {
  const weakness = passwordWeakness(password, email);
  return weakness === null ? accept(password) : deny(refuse('WEAK_PASSWORD', { field, ...weakness }));
}

/** WEAK_PASSWORD of a new password that is the current one. */
export const unchangedPassword = (): Refusal =>
  refuse('WEAK_PASSWORD', {
    message: 'The new password is the present one. Choose another one.',
    field: 'newPassword',
    observed: 'the present password',
  });

const lengthText = ({ length }: string): string => `${length} character${length === 1 ? '' : 's'}`;

type Weakness = Pick<Refusal, 'message' | 'limit' | 'observed'>;

/** Reason why a password is too weak; null for a good one. Never contains the password. */
function passwordWeakness(password: string, email: string): Weakness | null {
  if (password.length > MAX_PASSWORD_LENGTH || [...password].length < PASSWORD_MIN) {
    return {
      message: `The password has ${password.length} characters; it needs ${PASSWORD_MIN} to ${MAX_PASSWORD_LENGTH}.`,
      limit: `${PASSWORD_MIN}..${MAX_PASSWORD_LENGTH} characters`,
      observed: lengthText(password),
    };
  }
  const lower = password.toLowerCase();
  const tooSimple = (message: string): Weakness => ({ message, limit: null, observed: null });
  if (!password.isWellFormed())
    return tooSimple('The password has half of a surrogate pair. Choose one without it.');
  if (lower.trim() === email) {
    const message = 'The password equals the e-mail address. Choose another one.';
    return { ...tooSimple(message), observed: 'the e-mail address' };
  }
  if (new Set(lower).size < 3 || COMMON_PASSWORDS.has(lower)) {
    return tooSimple('The password is too easy to guess. Choose a less common one.');
  }
  return null;
}
