import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { directivesSdl } from '#contracts/graph/type-defs.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { QuoteFeed, QuoteState } from './quote-feed.ts';
import { QUOTE_FIELDS } from './quote-fields.ts';

const LINK = `${directivesSdl()} scalar Decimal scalar DateTime scalar Long scalar Ticker`;

/** Schema of the subgraph with quotes. Its stream has the delivery of the broker's. */
const MARKET_SDL = `${LINK}
  type Query { quotes(tickers: [Ticker!]!): [Quote!]! }
  type Subscription {
    quotes(tickers: [Ticker!]!): Quote!
      @delivery(newest: true, public: true, key: "ticker", sequence: "sequence", skipped: "skipped", keys: "tickers")
  }
  type Quote { asset: Asset! ${QUOTE_FIELDS} }
  type Asset @key(fields: "ticker", resolvable: false) { ticker: Ticker! }
`;
/** Schema of the subgraph with instruments. */
const ASSETS_SDL = `${LINK}
  type Query { asset(ticker: Ticker!): Asset }
  type Asset @key(fields: "ticker") { ticker: Ticker! name: String! lotSize: Int! isin: String! }
`;
/** The same graph in one schema. */
export const WHOLE_SDL = `scalar Decimal scalar DateTime scalar Long scalar Ticker
  type Query { quotes(tickers: [Ticker!]!): [Quote!]! asset(ticker: Ticker!): Asset }
  type Quote { asset: Asset! ${QUOTE_FIELDS} }
  type Asset { ticker: Ticker! name: String! lotSize: Int! isin: String! }
`;
/** The same with its stream. */
export const WHOLE_STREAM_SDL = `${WHOLE_SDL} type Subscription { quotes(tickers: [Ticker!]!): Quote! }`;

const assetOf = (ticker: string) => ({
  ticker,
  name: `Name of ${ticker}`,
  lotSize: 100,
  isin: `BR${ticker}ACNOR0`,
});

/** Resolvers of each part of the graph. */
export function resolversOf(feed: QuoteFeed) {
  const { DateTime, Decimal, Long, Ticker } = scalarResolvers;
  const scalars = { DateTime, Decimal, Long, Ticker };
  const quotes = (_: unknown, { tickers }: { tickers: readonly string[] }) => tickers.map(feed.newest);
  const asset = (_: unknown, { ticker }: { ticker: string }) => assetOf(ticker);
  return {
    market: {
      ...scalars,
      Query: { quotes },
      Subscription: {
        quotes: {
          subscribe: (_: unknown, { tickers }: { tickers: readonly string[] }) => feed.read(tickers),
          resolve: (quote: QuoteState) => quote,
        },
      },
      Quote: { asset: ({ ticker }: QuoteState) => ({ ticker }) },
    },
    assets: {
      ...scalars,
      Query: { asset },
      Asset: { __resolveReference: ({ ticker }: { ticker: string }) => assetOf(ticker) },
    },
    whole: {
      ...scalars,
      Query: { quotes, asset },
      Quote: { asset: ({ ticker }: QuoteState) => assetOf(ticker) },
    },
  };
}

/** Creates both subgraphs in this process. */
export function createSubgraphs(feed: QuoteFeed, statements: Statements): readonly Subgraph[] {
  const { market, assets } = resolversOf(feed);
  const create = (name: string, sdl: string, resolvers: object): Subgraph =>
    createSubgraph({
      name,
      typeDefs: parse(sdl),
      resolvers,
      createContext: (base: RequestContext) => base,
      statements,
      log: silentLog,
    });
  return [create('market', MARKET_SDL, market), create('assets', ASSETS_SDL, assets)];
}

/** Composes the supergraph. */
export function composeGraph(urls: Readonly<Record<'market' | 'assets', string>>): string {
  const { supergraphSdl, errors } = composeServices([
    { name: 'market', url: urls.market, typeDefs: parse(MARKET_SDL) },
    { name: 'assets', url: urls.assets, typeDefs: parse(ASSETS_SDL) },
  ]);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
