/** Rules of a sign-up that a form can check before it sends one. */

/** Fewest characters of a password. */
export const PASSWORD_MIN = 8;

/** Form of an accepted e-mail address, trimmed and in lower case. Quoted local parts are not accepted. */
const EMAIL =
  /^[^\s\p{Cc}\p{Cf}\p{Cs}@"(),:;<>[\\\]]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

export const isEmail = (text: string): boolean => EMAIL.test(text);
