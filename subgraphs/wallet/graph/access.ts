import { requireCaller } from '#platform/graphql/resolvers/require-caller.ts';
import type { Context } from './context.ts';
import type { AccountModel } from './models.ts';
import type { AccountRecord, AccountState } from '../store/store.ts';

/** Converts an account to the object behind the type Account. */
export const accountModel = ({ id, name }: Pick<AccountRecord, 'id' | 'name'>): AccountModel => ({
  __typename: 'Account',
  id,
  name,
});

/** The caller's account; null when it does not exist or belongs to another user. */
export async function ownAccount(accountId: string, context: Context): Promise<AccountModel | null> {
  const { userId } = requireCaller(context);
  const account = await context.accounts.load(accountId);
  return account?.ownerId === userId ? accountModel(account) : null;
}

/** State of an account. Callers first check with `ownAccount` that the account belongs to the caller. */
export async function stateOf(accountId: string, context: Context): Promise<AccountState> {
  const state = await context.states.load(accountId);
  if (!state) throw new Error(`account ${accountId} does not exist any more`);
  return state;
}
