import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { resolversOf, WHOLE_SDL } from '../graph/market-graph.ts';
import { createQuoteFeed } from '../graph/quote-feed.ts';

/** The reference of queries: one Apollo Server with the whole schema. */
export async function startApollo(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = new ApolloServer({
    typeDefs: WHOLE_SDL,
    resolvers: resolversOf(createQuoteFeed()).whole,
    introspection: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  return { url, stop: () => server.stop() };
}
