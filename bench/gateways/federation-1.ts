import { QUOTE_FIELDS } from '../graph/quote-fields.ts';

const SCALARS = 'scalar Decimal scalar DateTime scalar Long scalar Ticker';

/** The schemas of the subgraphs in the first version of Federation, for gateways that know no other. */
export const FEDERATION_1 = {
  market: `${SCALARS}
    extend type Query { quotes(tickers: [Ticker!]!): [Quote!]! }
    extend type Subscription { quotes(tickers: [Ticker!]!): Quote! }
    type Quote { asset: Asset! ${QUOTE_FIELDS} }
    extend type Asset @key(fields: "ticker") { ticker: Ticker! @external }`,
  assets: `${SCALARS}
    extend type Query { asset(ticker: Ticker!): Asset }
    type Asset @key(fields: "ticker") { ticker: Ticker! name: String! lotSize: Int! isin: String! }`,
} as const;
