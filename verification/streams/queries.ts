/** Fields of an object of the graph, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** Fields of the streams and of the queries that are compared with them. */
const QUOTE =
  'ticker last bid bidQuantity ask askQuantity volume turnover tradeCount phase at sequence asset { name }';
const BOOK = 'ticker bids { price quantity } asks { price quantity } at sequence';
const TRADE = 'id ticker price quantity at sequence cursor';
const CANDLE = 'id openedAt open high low close volume tradeCount isClosed lastTradeSequence cursor';
const INSTRUMENT = 'ticker name status lotSize tickSize priceBand { low high }';
const ORDER = 'id version status filledQuantity leavesQuantity pendingRequest';
const ACCOUNT = 'cash { available reserved settled } positions { ticker quantity available reserved }';

export const STREAMS = {
  quotes: {
    query: `subscription ($tickers: [Ticker!]!) { quotes(tickers: $tickers) { ${QUOTE} skipped } }`,
    hasCursor: false,
  },
  book: {
    query: `subscription ($ticker: Ticker!) { book(ticker: $ticker, depth: 5) { ${BOOK} skipped } }`,
    hasCursor: false,
  },
  trades: {
    query: `subscription ($ticker: Ticker!, $after: Cursor) { trades(ticker: $ticker, after: $after) { ${TRADE} } }`,
    hasCursor: true,
  },
  candles: {
    query: `subscription ($ticker: Ticker!, $after: Cursor) { candles(ticker: $ticker, interval: M1, after: $after) { ${CANDLE} } }`,
    hasCursor: true,
  },
  orders: {
    query: `subscription ($accountId: ID!, $after: Cursor) { orders(accountId: $accountId, after: $after) { cursor order { ${ORDER} } } }`,
    hasCursor: true,
  },
  wallet: {
    query: `subscription ($accountId: ID!, $after: Cursor) { wallet(accountId: $accountId, after: $after) { cursor entry { id } } }`,
    hasCursor: true,
  },
  portfolio: {
    query: `subscription ($accountId: ID!) { portfolio(accountId: $accountId, everyMs: 200) { ${ACCOUNT} } }`,
    hasCursor: false,
  },
  asset: {
    query: `subscription ($ticker: Ticker!) { asset(ticker: $ticker) { ${INSTRUMENT} } }`,
    hasCursor: false,
  },
  marketStatus: { query: 'subscription { marketStatus { phase today } }', hasCursor: false },
} as const;

export type StreamName = keyof typeof STREAMS;

/** The present state of all that is streamed. */
export const PRESENT = `query ($tickers: [Ticker!]!, $ticker: Ticker!, $accountId: ID!) {
  quotes(tickers: $tickers) { ${QUOTE} }
  asset(ticker: $ticker) {
    ${INSTRUMENT}
    book(depth: 5) { ${BOOK} }
    trades(first: 200) { edges { node { id } } }
    candles(interval: M1, last: 1) { edges { node { ${CANDLE} } } }
  }
  account(id: $accountId) {
    ${ACCOUNT}
    orders(first: 100) { edges { node { ${ORDER} } } }
    statement(first: 100) { edges { node { id } } }
  }
  marketStatus { phase today }
}`;
