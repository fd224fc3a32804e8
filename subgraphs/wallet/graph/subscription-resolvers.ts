import { badInput, notFound } from '#platform/graphql/errors.ts';
import { accountModel, ownAccount, stateOf } from './access.ts';
import type { Context } from './context.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { WalletUpdateModel } from './models.ts';
import { entryCursor, instantText, readEntryCursor } from './present.ts';

/** Resolvers of the wallet stream. */
export const subscriptionResolvers = {
  Subscription: {
    wallet: {
      subscribe: (_parent, { accountId, after }, context) => follow(accountId, after ?? null, context),
      resolve: (update: WalletUpdateModel, _args: object, context: Context) => {
        context.states.clearAll();
        return update;
      },
    },
  },
  WalletUpdate: {
    cursor: ({ accountId, sequence }) => entryCursor('wallet', accountId, sequence),
    account: async ({ accountId }, _args, context) =>
      accountModel((await stateOf(accountId, context)).account),
    at: ({ atMs }) => instantText(atMs),
  },
} satisfies Resolvers;

async function follow(
  accountId: string,
  after: string | null,
  context: Context,
): Promise<AsyncIterableIterator<WalletUpdateModel>> {
  if (!(await ownAccount(accountId, context))) throw notFound(`Account ${accountId}`);
  const { entrySequence } = await stateOf(accountId, context);
  const sequence = after === null ? entrySequence : readEntryCursor('wallet', accountId, after);
  if (sequence > entrySequence) throw badInput('This cursor is ahead of the stream.');
  return context.streams.follow(accountId, sequence);
}
