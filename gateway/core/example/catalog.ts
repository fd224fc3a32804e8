import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { createTopic, type Topic } from './topic.ts';

export interface Book {
  readonly id: string;
  readonly title: string;
}

/** Books. A stream without `@delivery` delivers every event to each subscriber. */
export const CATALOG_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

  type Query { books: [Book!]! }
  type Subscription { bookAdded: Book!  countdown(from: Int!): Int! }
  type Book @key(fields: "id") { id: ID!  title: String! }
`;

/** A running subgraph. */
export interface CatalogServer {
  readonly url: string;
  readonly added: Topic<Book>;
  close(): Promise<void>;
}

/** Serves the books by graphql-yoga, and their streams by graphql-ws at the same address. */
export async function startCatalog(): Promise<CatalogServer> {
  const books = new Map<string, Book>([['1', { id: '1', title: 'Sagarana' }]]);
  const added = createTopic<Book>();
  const schema = buildSubgraphSchema({
    typeDefs: parse(CATALOG_SDL),
    resolvers: {
      Query: { books: () => [...books.values()] },
      Subscription: {
        bookAdded: { subscribe: () => added.read(), resolve: (book: Book) => book },
        countdown: {
          subscribe: async function* (_: unknown, { from }: { from: number }) {
            for (let number = from; number > 0; number -= 1) yield number;
          },
          resolve: (number: number) => number,
        },
      },
      Book: { __resolveReference: ({ id }: { id: string }) => books.get(id) ?? null },
    },
  });
  const yoga = createYoga({ schema, logging: false, landingPage: false });
  const http = createServer((request, response) => void yoga(request, response));
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const streams = useServer({ schema }, sockets);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    added,
    close: async () => {
      await streams.dispose();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
