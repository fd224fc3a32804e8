import { isEmail, PASSWORD_MIN } from '#domain/sign-up.ts';

/** The typed fields of a sign-in or sign-up. */
export interface TypedAccess {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export type AccessFault = 'no-name' | 'no-email' | 'bad-email' | 'no-password' | 'short-password';

/** All fields that the broker would refuse for their form: it names the first of them alone. */
export function accessFaults(
  { email, name, password }: TypedAccess,
  isNew: boolean,
): Readonly<Partial<Record<keyof TypedAccess, AccessFault>>> {
  const address = email.trim().toLowerCase();
  const isShort = isNew && [...password].length < PASSWORD_MIN;
  return {
    ...(isNew && name.trim() === '' && { name: 'no-name' }),
    ...(!isEmail(address) && { email: address === '' ? 'no-email' : 'bad-email' }),
    ...((password === '' || isShort) && { password: password === '' ? 'no-password' : 'short-password' }),
  };
}
