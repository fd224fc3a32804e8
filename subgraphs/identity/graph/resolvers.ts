import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { Outcome } from '#domain/refusal.ts';
import { unauthenticated } from '#platform/graphql/errors.ts';
import type { Caller } from '#platform/security/caller.ts';
import type { Context } from './context.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { RefusalModel, SessionModel, UserModel } from './models.ts';

/** Identity's resolvers. A user is visible to that user alone. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  User: {
    __resolveReference: ({ id }, context) => ownUser(id, context),
  },
  Query: {
    me: (_parent, _args, context) => {
      const { userId } = requireCaller(context);
      return context.identity.user(userId);
    },
  },
  Mutation: {
    signUp: async (_parent, { input }, context) =>
      member(await context.identity.signUp(input, context.correlationId), context),
    signIn: async (_parent, { input }, context) => member(await context.identity.signIn(input), context),
    refreshSession: async (_parent, _args, context) => {
      const session = await context.identity.refresh(requireCaller(context).userId);
      if (!session) throw unauthenticated();
      return session;
    },
  },
};

function requireCaller(context: Context): Caller {
  if (!context.caller) throw unauthenticated();
  return context.caller;
}

async function ownUser(id: string, context: Context): Promise<UserModel | null> {
  const { userId } = requireCaller(context);
  return id === userId ? context.identity.user(id) : null;
}

/**
 * The extension by which the gateway learns who has just signed in, so that the rest of that operation (the new user's
 * accounts, say) is answered in that person's name.
 */
const CALLER_EXTENSION = 'callerStatement';

/** An outcome as the member of a result union. */
function member(outcome: Outcome<SessionModel>, context: Context): SessionModel | RefusalModel {
  if (!outcome.ok) return { __typename: 'Refusal', ...outcome.refusal };
  context.extensions[CALLER_EXTENSION] = context.statements.sign({ userId: outcome.value.user.id });
  return outcome.value;
}
