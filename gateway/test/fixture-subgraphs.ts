import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { directivesSdl } from '#contracts/graph/type-defs.ts';
import { badInput, notFound, overloaded, unauthenticated } from '#platform/graphql/errors.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import type { Statements } from '#platform/security/caller.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { createFeed, type Feed } from './feed.ts';

const LINK = `${directivesSdl()} scalar Decimal scalar Long scalar Cursor scalar Ticker`;

const ASSETS = `${LINK}
  type Query { asset(ticker: Ticker!): Asset  echo(price: Decimal, count: Long, text: String): String  marketStatus: MarketStatus!  fails: String  waits: String }
  type Subscription { marketStatus: MarketStatus! @delivery(newest: true, public: true, shared: false)  countdown(from: Int!): Int!  pairs(from: Int!): [Int!]!  listing(tickers: [Ticker!]!): Asset! }
  type MarketStatus { phase: String! }
  type Asset @key(fields: "ticker") { ticker: Ticker! name: String! twin: Asset }
`;
const MARKET = `${LINK}
  type Query { quotes(tickers: [Ticker!]!): [Quote!]! }
  type Subscription {
    quotes(tickers: [Ticker!]!, everyMs: Int! = 0): Quote! @delivery(newest: true, public: true, key: "ticker", sequence: "sequence", skipped: "skipped", every: "everyMs")
    trades(ticker: Ticker!, after: Cursor): Trade! @delivery(public: true, cursor: "cursor", after: "after")
  }
  type Quote { ticker: Ticker! asset: Asset last: Decimal sequence: Long! skipped: Int! }
  type Trade { ticker: Ticker! asset: Asset price: Decimal! cursor: Cursor! }
  type Asset @key(fields: "ticker", resolvable: false) { ticker: Ticker! }
`;
const ORDERS = `${LINK}
  type Query { me: User  account(id: ID!): Account }
  type Mutation { signIn(email: String!): Session! signUp(email: String!): Session! place(ticker: Ticker!): Order! }
  type Subscription { orders(accountId: ID!, after: Cursor): OrderUpdate! @delivery(cursor: "cursor", after: "after") }
  type Session { token: String! user: User! }
  type User @key(fields: "id") { id: ID! }
  type Account { id: ID! }
  type OrderUpdate { cursor: Cursor! order: Order! }
  type Order { id: ID! asset: Asset owner: String! }
  type Asset @key(fields: "ticker", resolvable: false) { ticker: Ticker! }
`;
const WALLET = `${LINK}
  type Query { walletIsUp: Boolean! }
  type User @key(fields: "id") { id: ID! accounts: [String!]! }
`;

let supergraph: string | null = null;

/** The supergraph of the fixture subgraphs, composed once: that takes longer than most tests of a gateway over it. */
export const fixtureSupergraph = (): string => (supergraph ??= compose());

function compose(): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries({ assets: ASSETS, market: MARKET, orders: ORDERS, wallet: WALLET }).map(([name, sdl]) => ({
      name,
      typeDefs: parse(sdl),
    })),
  );
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

export interface FixtureQuote {
  readonly ticker: string;
  readonly last: string;
  readonly sequence: number;
}

/** The fixture subgraphs, with the feeds and counters that tests use. */
export interface Fixture {
  readonly subgraphs: readonly Subgraph[];
  readonly quotes: Feed<FixtureQuote>;
  readonly trades: Feed<{ ticker: string; price: string; number: number }>;
  readonly orders: Feed<{ accountId: string; number: number }>;
  readonly status: Feed<{ phase: string }>;
  /** How often the gateway resolved an asset for another subgraph. */
  readonly assetReads: { count: number };
}

const userOf = ({ caller }: RequestContext): string => {
  if (!caller) throw unauthenticated();
  return caller.userId;
};

/** Four small subgraphs with streams of every policy. */
export function createFixture(statements: Statements): Fixture {
  const quotes = createFeed<FixtureQuote>();
  const trades = createFeed<{ ticker: string; price: string; number: number }>();
  const orders = createFeed<{ accountId: string; number: number }>();
  const status = createFeed<{ phase: string }>();
  const assetReads = { count: 0 };
  const make = (name: string, sdl: string, resolvers: object): Subgraph =>
    createSubgraph({
      name,
      typeDefs: parse(sdl),
      resolvers: { ...onlyDeclared(sdl), ...resolvers },
      createContext: (base: RequestContext) => base,
      statements,
      log: silentLog,
    });
  const asset = (ticker: string) => ({ ticker, name: `Name of ${ticker}` });
  const subgraphs = [
    make('assets', ASSETS, {
      Query: {
        asset: (_: unknown, { ticker }: { ticker: string }) => asset(ticker),
        echo: (_: unknown, args: object) => JSON.stringify(args),
        marketStatus: () => ({ phase: 'CONTINUOUS' }),
        fails: () => {
          throw new Error('secret: the password of the database');
        },
        waits: () => {
          throw overloaded('Too many orders wait.', 1_500);
        },
      },
      Subscription: {
        marketStatus: { subscribe: () => status.read(), resolve: (event: object) => event },
        ...finiteStreams,
      },
      Asset: {
        __resolveReference: ({ ticker }: { ticker: string }) => {
          assetReads.count += 1;
          return asset(ticker);
        },
        twin: ({ ticker }: { ticker: string }) => asset(`${ticker}F`),
      },
    }),
    make('market', MARKET, marketResolvers(quotes, trades)),
    make('orders', ORDERS, orderResolvers(orders, statements)),
    make('wallet', WALLET, {
      Query: { walletIsUp: () => true },
      User: {
        accounts: ({ id }: { id: string }, _: unknown, context: RequestContext) => {
          if (userOf(context) !== id) throw notFound('User');
          return [`account of ${id}`];
        },
      },
    }),
  ];
  return { subgraphs, quotes, trades, orders, status, assetReads };
}

const value = <T>(event: { readonly value: T }): T => event.value;

/** Streams that end. */
const finiteStreams = {
  countdown: {
    subscribe: async function* (_: unknown, { from }: { from: number }) {
      for (let number = from; number > 0; number -= 1) yield { value: number };
    },
    resolve: value<number>,
  },
  pairs: {
    subscribe: async function* (_: unknown, { from }: { from: number }) {
      for (let number = from; number > 0; number -= 1) yield { value: [number, number - 1] };
    },
    resolve: value<number[]>,
  },
  listing: {
    subscribe: async function* (_: unknown, { tickers }: { tickers: string[] }) {
      for (const ticker of tickers) yield { value: { ticker, name: `Name of ${ticker}` } };
    },
    resolve: value<object>,
  },
};

function marketResolvers(
  quotes: Feed<FixtureQuote>,
  trades: Feed<{ ticker: string; price: string; number: number }>,
) {
  return {
    Query: {
      quotes: (_: unknown, { tickers }: { tickers: string[] }) => {
        if (tickers.includes('NONE3')) throw badInput('Unknown tickers: NONE3.');
        return tickers.map((ticker) => ({ ticker, last: '1.00', sequence: 1 }));
      },
    },
    Subscription: {
      quotes: {
        subscribe: (_: unknown, { tickers }: { tickers: string[] }) =>
          quotes.read((quote) => tickers.includes(quote.ticker)),
        resolve: (event: FixtureQuote) => event,
      },
      trades: {
        subscribe: (_: unknown, { ticker, after }: { ticker: string; after?: string }) => {
          const from = after === undefined ? null : Number(after);
          if (from !== null && from < 0) throw badInput('The cursor is not valid.');
          return trades.read((trade) => trade.ticker === ticker && trade.number > (from ?? 0), from !== null);
        },
        resolve: (event: object) => event,
      },
    },
    Quote: { asset: ({ ticker }: { ticker: string }) => ({ ticker }), skipped: () => 0 },
    Trade: {
      asset: ({ ticker }: { ticker: string }) => ({ ticker }),
      cursor: ({ number }: { number: number }) => String(number),
    },
  };
}

function orderResolvers(orders: Feed<{ accountId: string; number: number }>, statements: Statements) {
  const signIn = (_: unknown, { email }: { email: string }, context: RequestContext) => {
    context.extensions['callerStatement'] = statements.sign(callerOf(email));
    return { token: 'token', user: { id: email } };
  };
  return {
    Query: {
      me: (_: unknown, __: unknown, context: RequestContext) => ({ id: userOf(context) }),
      account: (_: unknown, { id }: { id: string }, context: RequestContext) =>
        userOf(context) === id ? { id } : null,
    },
    Mutation: {
      signIn,
      signUp: signIn,
      place: (_: unknown, args: object) => ({ id: 'ord_1', ...args, owner: '' }),
    },
    Subscription: {
      orders: {
        subscribe: (_: unknown, args: { accountId: string; after?: string }, context: RequestContext) => {
          if (userOf(context) !== args.accountId) throw notFound('Account');
          const from = args.after === undefined ? null : Number(args.after);
          return orders.read(
            (event) => event.accountId === args.accountId && event.number > (from ?? 0),
            from !== null,
          );
        },
        resolve: (event: object) => event,
      },
    },
    OrderUpdate: {
      cursor: ({ number }: { number: number }) => String(number),
      order: (event: { accountId: string; number: number }) => ({
        id: `ord_${event.number}`,
        owner: event.accountId,
        ticker: 'PETR4',
      }),
    },
    Order: { asset: ({ ticker }: { ticker: string }) => ({ ticker }) },
  };
}

const onlyDeclared = (sdl: string): object =>
  Object.fromEntries(Object.entries(scalarResolvers).filter(([name]) => sdl.includes(`scalar ${name}`)));
