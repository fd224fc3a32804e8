import type { WalletRpc } from '#contracts/rpc.ts';
import { deny, accept, refuse, type Outcome } from '#domain/refusal.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { IdSource } from '#platform/ids.ts';
import type { SessionModel, UserModel } from '../graph/models.ts';
import type { Passwords } from '#platform/security/passwords.ts';
import { checkSignUp, normalizeEmail, type NewPerson } from './sign-up-rules.ts';
import type { IdentityStore } from '../store/store.ts';
import type { Tokens } from './tokens.ts';

export interface IdentityDependencies {
  readonly store: IdentityStore;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly wallet: WalletRpc;
  readonly ids: IdSource;
  readonly wallClock: Clock;
}

/** What identity does. */
export interface Identity {
  signUp(input: NewPerson, correlationId: string): Promise<Outcome<SessionModel>>;
  signIn(input: { email: string; password: string }): Promise<Outcome<SessionModel>>;
  /** A new session; null when the user is gone. */
  refresh(userId: string): Promise<SessionModel | null>;
  user(userId: string): Promise<UserModel | null>;
}

export function createIdentity(dependencies: IdentityDependencies): Identity {
  const { store, passwords, tokens, wallet, ids, wallClock } = dependencies;
  const session = async (user: UserModel): Promise<SessionModel> => {
    const { token, expiresAtMs } = await tokens.issue(user.id);
    return { __typename: 'Session', token, expiresAt: new Date(expiresAtMs).toISOString(), user };
  };
  const user = async (userId: string): Promise<UserModel | null> =>
    (await store.usersByIds([userId]))[0] ?? null;

  return {
    signUp: async (input, correlationId) => {
      const checked = checkSignUp(input);
      if (!checked.ok) return checked;
      const { email, name, password } = checked.value;
      const taken = deny(refuse('EMAIL_TAKEN', { field: 'email' }));
      if (await store.userByEmail(email)) return taken;
      const passwordHash = await passwords.hash(password);
      const person = { id: ids('usr'), email, name };
      // The account comes first: a crash in between leaves an account that nobody can reach, never a user without one.
      await wallet.openMainAccount({ ownerId: person.id, correlationId });
      const isNew = await store.insertUser({ ...person, passwordHash }, wallClock.nowMs());
      return isNew ? accept(await session(person)) : taken;
    },
    signIn: async ({ email, password }) => {
      const address = normalizeEmail(email);
      const found = address === null ? null : await store.userByEmail(address);
      const matches = await passwords.verify(password, found?.passwordHash ?? null);
      if (!found || !matches) return deny(refuse('INVALID_CREDENTIALS'));
      return accept(await session({ id: found.id, email: found.email, name: found.name }));
    },
    refresh: async (userId) => {
      const found = await user(userId);
      return found && session(found);
    },
    user,
  };
}
