import { dateTime } from '#contracts/graph/present.ts';
import { badInput, notFound } from '#platform/graphql/errors.ts';
import { accountModel, ownAccount, stateOf } from './access.ts';
import type { Context } from './context.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { WalletUpdateModel } from './models.ts';
import { entryCursor, readEntryCursor } from './present.ts';

/** Resolvers of the wallet stream. */
export const subscriptionResolvers = {
  Subscription: {
    wallet: {
      subscribe: (_parent, { accountId, after }, context) => follow(accountId, after ?? null, context),
      resolve: (update: WalletUpdateModel, _args: object, context: Context) => {
        context.states.clearAll();
        context.openDays.clearAll();
        return update;
      },
    },
    portfolio: {
      subscribe: (_parent, args, context) => followPortfolio(args.accountId, args.everyMs, context),
      resolve: async (accountId: string, _args: object, context: Context) => {
        context.states.clearAll();
        context.openDays.clearAll();
        return accountModel((await stateOf(accountId, context)).account);
      },
    },
  },
  WalletUpdate: {
    cursor: ({ accountId, sequence }) => entryCursor('wallet', accountId, sequence),
    account: async ({ accountId }, _args, context) =>
      accountModel((await stateOf(accountId, context)).account),
    cash: ({ accountId, cash }) => ({ accountId, ...cash }),
    at: ({ atMs }) => dateTime(atMs),
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

/** Bounds of the time between two values of a portfolio, in milliseconds of real time. */
const INTERVAL_MS = { min: 100, max: 60_000 } as const;

async function followPortfolio(
  accountId: string,
  everyMs: number,
  context: Context,
): Promise<AsyncIterableIterator<string>> {
  if (everyMs < INTERVAL_MS.min || everyMs > INTERVAL_MS.max)
    throw badInput(`"everyMs" must be from ${INTERVAL_MS.min} to ${INTERVAL_MS.max}, not ${everyMs}.`);
  if (!(await ownAccount(accountId, context))) throw notFound(`Account ${accountId}`);
  return context.portfolios.follow(accountId, everyMs);
}
