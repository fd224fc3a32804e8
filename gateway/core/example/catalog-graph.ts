import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse, type GraphQLSchema } from 'graphql';
import type { Topic } from './topic.ts';

export interface Book {
  readonly id: string;
  readonly title: string;
}
/** A book, or a magazine when it has an issue. */
export interface Work extends Book {
  readonly issue?: number;
}

/**
 * Books and magazines. It has names that other graphs use too: scalars `Date`, `Long` and `Decimal` of its own, and a stream
 * `quotes`. A stream without `@delivery` delivers every event to each subscriber.
 */
export const CATALOG_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

  type Query {
    books: [Book!]!
    works: [Work]
    echo(date: Date, long: Long, decimal: Decimal): Echo
  }
  type Subscription {
    bookAdded: Book!
    workAdded: Work!
    itemAdded: Item!
    countdown(from: Int!): Int!
    tags: [String!]!
    nothing: Int
    refused: Book
    quotes(tickers: [String!]!): String!
  }
  scalar Date
  scalar Long
  scalar Decimal
  type Echo { date: Date  long: Long  decimal: Decimal }
  interface Work { id: ID!  title: String! }
  union Item = Book | Magazine
  type Book implements Work @key(fields: "id") { id: ID!  title: String! }
  type Magazine implements Work @key(fields: "id") { id: ID!  title: String!  issue: Int! }
`;

const WORKS: readonly Work[] = [
  { id: '1', title: 'Sagarana' },
  { id: 'm1', title: 'Klaxon', issue: 3 },
];
const workOf = ({ id }: { readonly id: string }): Work | null => WORKS.find((work) => work.id === id) ?? null;
const typeOf = { __resolveType: ({ issue }: Work) => (issue === undefined ? 'Book' : 'Magazine') };

/** The schema over the topics of added works and of quotes. */
export function catalogSchema(added: Topic<Work>, quotes: Topic<string>): GraphQLSchema {
  const addedWork = { subscribe: () => added.read(), resolve: (work: Work) => work };
  return buildSubgraphSchema({
    typeDefs: parse(CATALOG_SDL),
    resolvers: {
      Query: {
        books: () => WORKS.filter(({ issue }) => issue === undefined),
        works: () => WORKS,
        echo: (_: unknown, args: object) => args,
      },
      Subscription: {
        bookAdded: addedWork,
        workAdded: addedWork,
        itemAdded: addedWork,
        countdown: {
          subscribe: async function* (_: unknown, { from }: { from: number }) {
            for (let number = from; number > 0; number -= 1) yield number;
          },
          resolve: (number: number) => number,
        },
        tags: {
          subscribe: async function* () {
            yield ['new', 'used'];
          },
          resolve: (tags: string[]) => tags,
        },
        nothing: { subscribe: async function* () {} },
        refused: {
          subscribe: () => {
            throw new GraphQLError('Members only.', {
              extensions: { code: 'PAYMENT_REQUIRED', plan: 'gold', internal: 'db-7' },
            });
          },
        },
        quotes: { subscribe: () => quotes.read(), resolve: (quote: string) => quote },
      },
      Work: typeOf,
      Item: typeOf,
      Book: { __resolveReference: workOf },
      Magazine: { __resolveReference: workOf },
    },
  });
}
