import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { Outcome } from '#domain/refusal.ts';
import { unauthenticated } from '#platform/graphql/errors.ts';
import { requireCaller } from '#platform/graphql/require-caller.ts';
import type { Resolvers } from '../generated/graph.ts';
import { refreshSession, signIn } from '../sign-in/sign-in.ts';
import { signUp } from '../sign-up/sign-up.ts';
import type { Context } from './context.ts';
import type { RefusalModel, SessionModel } from './models.ts';

/** Identity's resolvers. A user is visible to that user alone. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  User: {
    __resolveReference: ({ id }, context) =>
      requireCaller(context).userId === id ? context.store.userById(id) : null,
  },
  Query: {
    me: (_parent, _args, context) => context.store.userById(requireCaller(context).userId),
  },
  Mutation: {
    signUp: async (_parent, { input }, context) => resultOf(await signUp(context, input, context), context),
    signIn: async (_parent, { input }, context) =>
      resultOf(await signIn(context, input, context.address), context),
    refreshSession: async (_parent, _args, context) => {
      const session = await refreshSession(context, requireCaller(context).userId);
      if (!session) throw unauthenticated();
      return session;
    },
  },
};

/**
 * Name of the result extension that carries a signed statement of the new session's user. The gateway executes the rest
 * of the operation (the new user's accounts, for example) as that user.
 */
const CALLER_EXTENSION = 'callerStatement';

/** Converts an outcome to the member of a result union. A session also sets the caller of the rest of the operation. */
function resultOf(outcome: Outcome<SessionModel>, context: Context): SessionModel | RefusalModel {
  if (!outcome.ok) return { __typename: 'Refusal', ...outcome.refusal };
  context.extensions[CALLER_EXTENSION] = context.statements.sign({ userId: outcome.value.user.id });
  return outcome.value;
}
