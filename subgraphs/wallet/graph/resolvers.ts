import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { Outcome } from '#domain/refusal.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { accountModel, ownAccount, requireCaller } from './access.ts';
import { accountResolvers } from './account-resolvers.ts';
import { openAccount } from '../accounts/accounts.ts';
import type { Context } from './context.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { AccountModel, RefusalModel } from './models.ts';
import type { AccountRecord } from '../store/store.ts';
import { subscriptionResolvers } from './subscription-resolvers.ts';
import { deposit, depositShares, withdraw, type TransferRequest } from '../transfers/transfers.ts';

/** The wallet's resolvers. What belongs to an account is visible to its owner alone. */
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
      return result(await openAccount(context, userId, name), context);
    },
    deposit: async (_parent, { input }, context) =>
      result(await deposit(context, requestOf(input, context)), context),
    withdraw: async (_parent, { input }, context) =>
      result(await withdraw(context, requestOf(input, context)), context),
    depositShares: async (_parent, { input }, context) => {
      const outcome = depositShares(context, requestOf(input, context));
      return result(await outcome.catch(unavailable), context);
    },
  },
};

const requestOf = <T>(
  input: T & Pick<TransferRequest, 'accountId' | 'clientTransferId'>,
  context: Context,
) => ({ ...input, ...requireCaller(context), correlationId: context.correlationId });

/** An outcome as the member of a result union. The account is read anew: it may have been read before it was changed. */
function result(outcome: Outcome<AccountRecord>, context: Context): AccountModel | RefusalModel {
  if (!outcome.ok) return { __typename: 'Refusal', ...outcome.refusal };
  context.states.clear(outcome.value.id);
  return accountModel(outcome.value);
}

function unavailable(error: unknown): never {
  if (!(error instanceof RpcUnavailable)) throw error;
  throw graphqlError('SERVICE_UNAVAILABLE', 'Instruments cannot be looked up now. Try again in a moment.');
}
