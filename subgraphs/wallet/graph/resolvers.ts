import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { Outcome } from '#domain/refusal.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import { requireCaller } from '#platform/graphql/require-caller.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { accountModel, ownAccount } from './access.ts';
import { accountResolvers } from './account-resolvers.ts';
import { openAccount } from '../accounts/accounts.ts';
import type { Context } from './context.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { AccountModel, RefusalModel } from './models.ts';
import type { AccountRecord } from '../store/store.ts';
import { subscriptionResolvers } from './subscription-resolvers.ts';
import { deposit, depositShares, withdraw, type TransferRequest } from '../transfers/client-transfers.ts';

/** The wallet's resolvers. Only the owner sees an account and its contents. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  ...accountResolvers,
  ...subscriptionResolvers,
  Query: { account: (_parent, { id }, context) => ownAccount(id, context) },
  User: {
    __resolveReference: ({ id }, context) => (requireCaller(context).userId === id ? { id } : null),
    accounts: async ({ id }, _args, context) => {
      if (requireCaller(context).userId !== id) return [];
      return (await context.store.accountsOf(id)).map(accountModel);
    },
  },
  Mutation: {
    openAccount: async (_parent, { name }, context) => {
      const { userId } = requireCaller(context);
      return resultOf(await openAccount(context, userId, name), context);
    },
    deposit: async (_parent, { input }, context) =>
      resultOf(await deposit(context, requestOf(input, context)), context),
    withdraw: async (_parent, { input }, context) =>
      resultOf(await withdraw(context, requestOf(input, context)), context),
    depositShares: async (_parent, { input }, context) => {
      const outcome = depositShares(context, requestOf(input, context));
      return resultOf(await outcome.catch(throwUnavailable), context);
    },
  },
};

const requestOf = <T>(
  input: T & Pick<TransferRequest, 'accountId' | 'clientTransferId'>,
  context: Context,
) => ({ ...input, ...requireCaller(context), correlationId: context.correlationId });

/**
 * Converts an outcome to the member of a result union. Drops the cached account state, which may be older than the
 * change.
 */
function resultOf(outcome: Outcome<AccountRecord>, context: Context): AccountModel | RefusalModel {
  if (!outcome.ok) return { __typename: 'Refusal', ...outcome.refusal };
  context.states.clear(outcome.value.id);
  return accountModel(outcome.value);
}

function throwUnavailable(error: unknown): never {
  if (!(error instanceof RpcUnavailable)) throw error;
  throw graphqlError(
    'SERVICE_UNAVAILABLE',
    'The broker cannot look up instruments now. Try again in a moment.',
  );
}
