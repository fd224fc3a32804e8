import { accept, deny, refuse, type Outcome, type Refusal } from '#domain/refusal.ts';
import { MAX_PASSWORD_LENGTH } from '#platform/security/passwords.ts';
import { normalizeText } from '#platform/security/normalize-text.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

/** What sign-up takes, cleaned. */
export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** Limits in UTF-16 code units, checked before anything that takes longer for a longer text. */
const PASSWORD_MIN = 8;
const NAME_MAX = 100;
const EMAIL_MAX = 254;

/** Characters that take part in an address; quoted local parts are not taken. */
const EMAIL =
  /^[^\s\p{Cc}@"(),:;<>[\\\]]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/**
 * The one form of an address: without the spaces around it, in lower case; null for one that is too long to be anybody's.
 */
export const normalizeEmail = (email: string): string | null =>
  normalizeText(email.trim(), 'NFC', EMAIL_MAX)?.toLowerCase() ?? null;

/** Checks who signs up: INVALID_EMAIL, INVALID_NAME, WEAK_PASSWORD, in this order. */
export function checkSignUp(input: NewPerson): Outcome<NewPerson> {
  const email = normalizeEmail(input.email);
  if (email === null || email.length > EMAIL_MAX) {
    const limit = `${EMAIL_MAX} characters at most`;
    const observed = charactersOf(email ?? input.email.trim());
    return deny(refuse('INVALID_EMAIL', { field: 'email', limit, observed }));
  }
  if (!EMAIL.test(email)) return deny(refuse('INVALID_EMAIL', { field: 'email' }));
  const name = input.name.trim();
  if (name === '' || name.length > NAME_MAX || /\p{Cc}/u.test(name)) {
    const limit = `1..${NAME_MAX} characters`;
    return deny(refuse('INVALID_NAME', { field: 'name', limit, observed: charactersOf(name) }));
  }
  const weakness = passwordWeakness(input.password, email);
  if (weakness !== null) return deny(refuse('WEAK_PASSWORD', { field: 'password', ...weakness }));
  return accept({ email, name, password: input.password });
}

const charactersOf = (text: string): string => `${text.length} characters`;

type Weakness = Pick<Refusal, 'message' | 'limit' | 'observed'>;

/** Why a password is too weak; null when it is not. What was typed is never repeated. */
function passwordWeakness(password: string, email: string): Weakness | null {
  if (password.length > MAX_PASSWORD_LENGTH || [...password].length < PASSWORD_MIN) {
    return {
      message: `The password has ${password.length} characters; it needs ${PASSWORD_MIN} to ${MAX_PASSWORD_LENGTH}.`,
      limit: `${PASSWORD_MIN}..${MAX_PASSWORD_LENGTH} characters`,
      observed: charactersOf(password),
    };
  }
  const lower = password.toLowerCase();
  const tooSimple = (message: string): Weakness => ({ message, limit: null, observed: null });
  if (lower.trim() === email) return tooSimple('The password is the e-mail address.');
  if (new Set(lower).size < 3 || COMMON_PASSWORDS.has(lower)) {
    return tooSimple('The password is one of those that are guessed first.');
  }
  return null;
}
