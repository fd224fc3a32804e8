import { dateTime, hundredthsOrNull } from '#contracts/graph/present.ts';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { Outcome, Refusal } from '#domain/refusal.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import { requireCaller } from '#platform/graphql/resolvers/require-caller.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { accountModel, ownAccount } from './access.ts';
import { accountResolvers } from './account-resolvers.ts';
import { openAccount } from '../accounts/accounts.ts';
import type { Context } from './context.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { RefusalModel, TransferModel } from './models.ts';
import { transferIdOf } from './present.ts';
import { taxesOf, taxResolvers } from './tax-resolvers.ts';
import { subscriptionResolvers } from './subscription-resolvers.ts';
import {
  deposit,
  withdraw,
  type TransferReceipt,
  type TransferRequest,
} from '../transfers/client-transfers.ts';
import { depositShares } from '../transfers/deposit-shares.ts';
import { exerciseRights } from '../transfers/exercise-rights.ts';

/** The wallet's resolvers. Only the owner sees an account and its contents. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  ...accountResolvers,
  ...subscriptionResolvers,
  ...taxResolvers,
  Query: { account: (_parent, { id }, context) => ownAccount(id, context) },
  User: {
    __resolveReference: ({ id }, context) => (requireCaller(context).userId === id ? { id } : null),
    accounts: async ({ id }, _args, context) => {
      if (requireCaller(context).userId !== id) return [];
      return (await context.store.accountsOf(id)).map(accountModel);
    },
    taxes: ({ id }, { year }, context) =>
      requireCaller(context).userId === id ? taxesOf(id, year, context) : [],
  },
  Mutation: {
    openAccount: async (_parent, { name }, context) => {
      const { userId } = requireCaller(context);
      const outcome = await openAccount(context, userId, name);
      return outcome.ok ? accountModel(outcome.value) : refusalModel(outcome.refusal);
    },
    deposit: async (_parent, { input }, context) =>
      transferResult(await deposit(context, requestOf(input, context)), context),
    withdraw: async (_parent, { input }, context) =>
      transferResult(await withdraw(context, requestOf(input, context)), context),
    exerciseSubscription: async (_parent, { input }, context) =>
      transferResult(await exerciseRights(context, requestOf(input, context)), context),
    depositShares: async (_parent, { input }, context) => {
      const { averagePrice = null, totalCost = null } = input;
      const outcome = depositShares(context, { ...requestOf(input, context), averagePrice, totalCost });
      return transferResult(await outcome.catch(throwUnavailable), context);
    },
  },
  Transfer: {
    id: ({ transfer }) => transferIdOf(transfer.accountId, transfer.entry.sequence),
    clientTransferId: ({ transfer }) => transfer.clientTransferId,
    at: ({ transfer }) => dateTime(transfer.entry.atMs),
    amount: ({ transfer }) => hundredthsOrNull(transfer.entry.amountCentavos),
    ticker: ({ transfer }) => transfer.entry.ticker,
    quantity: ({ transfer }) => transfer.entry.quantity,
    account: ({ account }) => accountModel(account),
  },
};

const requestOf = <T>(
  input: T & Pick<TransferRequest, 'accountId' | 'clientTransferId'>,
  context: Context,
) => ({ ...input, ...requireCaller(context), correlationId: context.correlationId });

const refusalModel = (refusal: Refusal): RefusalModel => ({ __typename: 'Refusal', ...refusal });

/** Converts the outcome of a transfer. Drops the cached account state, which may be older than the transfer. */
function transferResult(outcome: Outcome<TransferReceipt>, context: Context): TransferModel | RefusalModel {
  if (!outcome.ok) return refusalModel(outcome.refusal);
  context.states.clear(outcome.value.account.id);
  context.openDays.clear(outcome.value.account.id);
  return { __typename: 'Transfer', ...outcome.value };
}

function throwUnavailable(error: unknown): never {
  if (!(error instanceof RpcUnavailable)) throw error;
  throw graphqlError(
    'SERVICE_UNAVAILABLE',
    'The broker cannot look up instruments now. Try again in a moment.',
  );
}
