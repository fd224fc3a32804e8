import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createTopic, type Topic } from './topic.ts';

export interface Review {
  readonly id: string;
  readonly bookId: string;
  readonly text: string;
}

/** Reviews of books. Their stream is the same for every caller, so that equal subscriptions share it. */
export const REVIEWS_SDL = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.my-broker-b3.example/delivery/v1.0", import: ["@delivery"])
    @composeDirective(name: "@delivery")

  directive @delivery(newest: Boolean! = false, public: Boolean! = false, key: String) on FIELD_DEFINITION

  type Query { reviews: [Review!]!  caller: String  secret: String }
  type Mutation { addReview(bookId: ID!, text: String!): Review! }
  type Subscription {
    reviewAdded: Review! @delivery(public: true)
    newestReview: Review! @delivery(newest: true, public: true, key: "id")
    callerOfStream: String
  }
  type Review @key(fields: "id") { id: ID!  text: String!  book: Book! }
  type Book @key(fields: "id") { id: ID!  reviews: [Review!]! }
  type Magazine @key(fields: "id") { id: ID!  reviewCount: Int! }
`;

interface Context {
  readonly authorization?: string | undefined;
}

const authorizationOf = (context: unknown): string | null => (context as Context).authorization ?? null;

/** A running subgraph. */
export interface ReviewsServer {
  readonly url: string;
  readonly streamUrl: string;
  readonly added: Topic<Review>;
  /** May be called again. */
  close(): Promise<void>;
}

/** Serves the reviews by Apollo Server, and their streams by graphql-ws at a port of its own. */
export async function startReviews(): Promise<ReviewsServer> {
  const added = createTopic<Review>();
  const schema = createSchema(added);
  const server = new ApolloServer<Context>({
    schema,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async ({ req }) => ({ authorization: req.headers.authorization }),
  });
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const streams = useServer(
    { schema, context: ({ connectionParams }) => ({ ...connectionParams }) },
    sockets,
  );
  await new Promise((resolve) => sockets.once('listening', resolve));
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await streams.dispose();
    await new Promise((resolve) => sockets.close(resolve));
    await server.stop();
  };
  return {
    url,
    streamUrl: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    added,
    close: () => (closing ??= close()),
  };
}

function createSchema(added: Topic<Review>) {
  const reviews = new Map<string, Review>([['r1', { id: 'r1', bookId: '1', text: 'Vast.' }]]);
  const stream = { subscribe: () => added.read(), resolve: (review: Review) => review };
  return buildSubgraphSchema({
    typeDefs: parse(REVIEWS_SDL),
    resolvers: {
      Query: {
        reviews: () => [...reviews.values()],
        caller: (_: unknown, __: unknown, context: unknown) => authorizationOf(context),
        secret: () => {
          throw new GraphQLError('Not for you.', {
            extensions: { code: 'FORBIDDEN', reason: 'AGE', host: 'db-7' },
          });
        },
      },
      Mutation: {
        addReview: (_: unknown, input: { bookId: string; text: string }) => {
          const review = { id: `r${reviews.size + 1}`, ...input };
          reviews.set(review.id, review);
          added.publish(review);
          return review;
        },
      },
      Subscription: {
        reviewAdded: stream,
        newestReview: stream,
        callerOfStream: {
          subscribe: async function* (_: unknown, __: unknown, context: unknown) {
            yield authorizationOf(context);
          },
          resolve: (authorization: string | null) => authorization,
        },
      },
      Review: {
        __resolveReference: ({ id }: { id: string }) => reviews.get(id) ?? null,
        book: ({ bookId }: Review) => ({ id: bookId }),
      },
      Magazine: {
        reviewCount: ({ id }: { id: string }) =>
          [...reviews.values()].filter(({ bookId }) => bookId === id).length,
      },
      Book: {
        reviews: ({ id }: { id: string }) => [...reviews.values()].filter(({ bookId }) => bookId === id),
      },
    },
  });
}
