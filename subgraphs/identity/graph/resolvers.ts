import { SESSION_SCOPES } from '#contracts/graph/access.ts';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { Outcome } from '#domain/refusal.ts';
import { requireCaller } from '#platform/graphql/resolvers/require-caller.ts';
import { createApiKey, revokeApiKey } from '../api-keys/api-keys.ts';
import type { Resolvers } from '../generated/graph.ts';
import { changePassword } from '../sessions/change-password.ts';
import { refreshSession, signOut } from '../sessions/sessions.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { signUp } from '../sign-up/sign-up.ts';
import type { Context } from './context.ts';
import { credentialResolvers } from './credential-resolvers.ts';
import { apiKeyModel, sessionModel, type RefusalModel, type SessionModel } from './models.ts';

/** Identity's resolvers. A user is visible to that user alone. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  ...credentialResolvers,
  User: {
    __resolveReference: ({ id }, context) =>
      requireCaller(context).userId === id ? context.store.userById(id) : null,
    // A user model exists only for the caller, or for the user whom the operation has signed in.
    sessions: async ({ id }, _args, { store, wallClock }) =>
      (await store.sessionsOf(id, wallClock.nowMs())).map(sessionModel),
    apiKeys: async ({ id }, _args, { store, wallClock }) =>
      (await store.apiKeysOf(id, wallClock.nowMs())).map(apiKeyModel),
  },
  Query: {
    me: (_parent, _args, context) => context.store.userById(requireCaller(context).userId),
  },
  Mutation: {
    signUp: async (_parent, { input }, context) =>
      sessionResult(await signUp(context, input, context), context),
    signIn: async (_parent, { input }, context) =>
      sessionResult(await signIn(context, input, context.address), context),
    refreshSession: (_parent, _args, context) => refreshSession(context, context),
    signOut: (_parent, { everywhere }, context) => signOut(context, context, everywhere),
    changePassword: async (_parent, { input }, context) =>
      sessionResult(await changePassword(context, context, input), context),
    createApiKey: async (_parent, { input }, context) => {
      const { expiresAt = null } = input;
      const expiresAtMs = expiresAt === null ? null : Date.parse(expiresAt);
      const outcome = await createApiKey(context, context, { ...input, expiresAtMs });
      if (!outcome.ok) return { __typename: 'Refusal', ...outcome.refusal };
      const { apiKey, secret } = outcome.value;
      return { __typename: 'NewApiKey', apiKey: apiKeyModel(apiKey), secret };
    },
    revokeApiKey: (_parent, { id }, context) => revokeApiKey(context, context, id),
  },
};

/**
 * Name of the result extension that carries a signed statement of the new session's user. The gateway executes the rest
 * of the operation (the new user's accounts, for example) as that user.
 */
const CALLER_EXTENSION = 'callerStatement';

/** Converts an outcome to the member of a result union. A session also sets the caller of the rest of the operation. */
function sessionResult(outcome: Outcome<SessionModel>, context: Context): SessionModel | RefusalModel {
  if (!outcome.ok) return { __typename: 'Refusal', ...outcome.refusal };
  const { sessionId, user } = outcome.value;
  const subject = { userId: user.id, scopes: SESSION_SCOPES, sessionId };
  context.caller ??= subject;
  context.extensions[CALLER_EXTENSION] = context.statements.sign(subject);
  return outcome.value;
}
