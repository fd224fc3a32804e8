import { unauthenticated } from '#platform/graphql/errors.ts';
import type { Caller } from '#platform/security/caller.ts';
import type { Context } from './context.ts';
import type { AccountModel } from './models.ts';
import type { AccountRecord, AccountState } from '../store/store.ts';

/** Who is calling; throws UNAUTHENTICATED for nobody. */
export function requireCaller(context: Context): Caller {
  if (!context.caller) throw unauthenticated();
  return context.caller;
}

/** The account behind the graph's type. */
export const accountModel = ({ id, name }: Pick<AccountRecord, 'id' | 'name'>): AccountModel => ({
  __typename: 'Account',
  id,
  name,
});

/** An account of the caller; null when it does not exist or is somebody else's. */
export async function ownAccount(accountId: string, context: Context): Promise<AccountModel | null> {
  const { userId } = requireCaller(context);
  const account = await context.store.account(accountId);
  return account?.ownerId === userId ? accountModel(account) : null;
}

/** All that an account holds. Only ever asked with an account that was found to be the caller's. */
export async function stateOf(accountId: string, context: Context): Promise<AccountState> {
  const state = await context.states.load(accountId);
  if (!state) throw new Error(`account ${accountId} has vanished`);
  return state;
}
