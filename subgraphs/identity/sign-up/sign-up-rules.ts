import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

/** What sign-up takes, cleaned. */
export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

const PASSWORD_MIN = 8;
const PASSWORD_MAX = 128;
const NAME_MAX = 100;
const EMAIL_MAX = 254;

/** Characters that take part in an address; quoted local parts are not taken. */
const EMAIL =
  /^[^\s\p{Cc}@"(),:;<>[\\\]]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** The one form of an address: without the spaces around it, in lower case. */
export const normalizeEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase();

/** Checks who signs up: INVALID_EMAIL, INVALID_NAME, WEAK_PASSWORD, in this order. */
export function checkSignUp(input: NewPerson): Outcome<NewPerson> {
  const email = normalizeEmail(input.email);
  const name = input.name.trim();
  if (email.length > EMAIL_MAX || !EMAIL.test(email))
    return deny(refuse('INVALID_EMAIL', { field: 'email' }));
  if (name === '' || [...name].length > NAME_MAX || /\p{Cc}/u.test(name)) {
    return deny(refuse('INVALID_NAME', { field: 'name', limit: `1..${NAME_MAX} characters` }));
  }
  const weakness = passwordWeakness(input.password, email);
  if (weakness !== null) return deny(refuse('WEAK_PASSWORD', { field: 'password', ...weakness }));
  return accept({ email, name, password: input.password });
}

/** Why a password is too weak; null when it is not. What was typed is never repeated. */
function passwordWeakness(password: string, email: string): { message: string; limit: string | null } | null {
  const length = [...password].length;
  const lower = password.toLowerCase();
  if (length < PASSWORD_MIN || length > PASSWORD_MAX) {
    return {
      message: `The password has ${length} characters; it needs ${PASSWORD_MIN} to ${PASSWORD_MAX}.`,
      limit: `${PASSWORD_MIN}..${PASSWORD_MAX}`,
    };
  }
  if (lower.trim() === email) return { message: 'The password is the e-mail address.', limit: null };
  if (new Set(lower).size < 3 || COMMON_PASSWORDS.has(lower)) {
    return { message: 'The password is one of those that are guessed first.', limit: null };
  }
  return null;
}
