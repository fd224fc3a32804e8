import { dateTime } from '#contracts/graph/present.ts';
import { requireCaller } from '#platform/graphql/resolvers/require-caller.ts';
import type { Resolvers } from '../generated/graph.ts';
import { apiKeyModel, sessionModel } from './models.ts';

const instantOrNull = (ms: number | null): string | null => (ms === null ? null : dateTime(ms));

/** Resolvers of sessions and API keys. Each is visible to its user alone, while it is valid. */
export const credentialResolvers = {
  UserSession: {
    __resolveReference: async ({ id }, context) => {
      const { userId } = requireCaller(context);
      const session = await context.store.session(id, context.wallClock.nowMs());
      return session?.userId === userId ? sessionModel(session) : null;
    },
    createdAt: ({ createdAtMs }) => dateTime(createdAtMs),
    lastUsedAt: ({ lastUsedAtMs }) => dateTime(lastUsedAtMs),
    expiresAt: ({ expiresAtMs }) => dateTime(expiresAtMs),
    isCurrent: ({ id }, _args, { caller }) => caller?.sessionId === id,
  },
  ApiKey: {
    __resolveReference: async ({ id }, context) => {
      const { userId } = requireCaller(context);
      const apiKey = await context.store.apiKey(id, context.wallClock.nowMs());
      return apiKey?.userId === userId ? apiKeyModel(apiKey) : null;
    },
    scopes: ({ scopes }) => [...scopes],
    createdAt: ({ createdAtMs }) => dateTime(createdAtMs),
    lastUsedAt: ({ lastUsedAtMs }) => instantOrNull(lastUsedAtMs),
    expiresAt: ({ expiresAtMs }) => instantOrNull(expiresAtMs),
  },
} satisfies Resolvers;
