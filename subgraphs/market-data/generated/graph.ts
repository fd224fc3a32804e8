import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AssetModel as AssetModelModel, QuoteModel as QuoteModelModel, BookModel as BookModelModel, BookLevelModel as BookLevelModelModel, TradeModel as TradeModelModel, TradeConnectionModel as TradeConnectionModelModel, CandleModel as CandleModelModel, CandleConnectionModel as CandleConnectionModelModel, PositionModel as PositionModelModel, AccountModel as AccountModelModel, PortfolioModel as PortfolioModelModel } from '../graph/models.ts';
import type { Context } from '../graph/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Opaque position in a stream or a list. Never parse it. */
  Cursor: { input: string; output: string; }
  /** Calendar day in America/Sao_Paulo, ISO 8601: "2026-03-16". */
  Date: { input: string; output: string; }
  /** Instant, ISO 8601 in UTC, with milliseconds: "2026-03-16T13:00:00.000Z". */
  DateTime: { input: string; output: string; }
  /**
   * Exact decimal as a string. Output: money has two places ("28.90"), an average has four, rounded half up. Input: a string of
   * the form -?(0|[1-9][0-9]{0,12})(.[0-9]{1,8})? or an integer, never a float.
   */
  Decimal: { input: string; output: string; }
  /** Whole number from -9007199254740991 to 9007199254740991, as a JSON number. */
  Long: { input: number; output: number; }
  /**
   * Ticker of B3 in upper case: four letters of the issuer and the number of the kind of security (PETR4, VALE3, TAEE11), with an F
   * in the fractional market (PETR4F).
   */
  Ticker: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** Cash, positions and orders of one user. Visible to that user alone. */
export type Account = {
  __typename?: 'Account';
  /** Present cash. It follows a fill or the end of an order a moment later, with an entry in the stream `wallet`. */
  cash: CashBalance;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Value of the account at the newest prices. */
  portfolio?: Maybe<Portfolio>;
  /** Positions by ticker; closed positions on request. They follow a fill or the end of an order a moment later, as cash does. */
  positions: Array<Position>;
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountPositionsArgs = {
  includeClosed?: Scalars['Boolean']['input'];
};

/** An instrument of the exchange: the rules for its orders and its market data. */
export type Asset = {
  __typename?: 'Asset';
  /** Order book, limited to `depth` levels per side. */
  book?: Maybe<Book>;
  /**
   * Candles of an interval, oldest first, the running candle included: the first ones of the range, or the newest with `last` or
   * `before`. The broker's own trades make them. A day without own trades before the market's present day comes from an imported file
   * of B3, and without one, before the broker's first day, from a simulated past: a year of days, and five sessions of shorter candles.
   */
  candles?: Maybe<CandleConnection>;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Newest quote; null before the first market data of the instrument. */
  quote?: Maybe<Quote>;
  /** Identifies its book; the fractional market has its own books and tickers. */
  ticker: Scalars['Ticker']['output'];
  /** Trades, newest first. */
  trades?: Maybe<TradeConnection>;
};


/** An instrument of the exchange: the rules for its orders and its market data. */
export type AssetBookArgs = {
  depth?: Scalars['Int']['input'];
};


/** An instrument of the exchange: the rules for its orders and its market data. */
export type AssetCandlesArgs = {
  adjusted?: Scalars['Boolean']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  interval: CandleInterval;
  last?: InputMaybe<Scalars['Int']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** An instrument of the exchange: the rules for its orders and its market data. */
export type AssetTradesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** Order book of an instrument to the requested depth, best price first. */
export type Book = {
  __typename?: 'Book';
  /** Sell side, lowest price first. */
  asks: Array<BookLevel>;
  /** The instrument. */
  asset?: Maybe<Asset>;
  /** Time of the last change, by the market's clock. */
  at: Scalars['DateTime']['output'];
  /** Buy side, highest price first. */
  bids: Array<BookLevel>;
  /** Unique in the whole graph, opaque and stable: one per ticker, for caches. `node` does not answer it. */
  id: Scalars['ID']['output'];
  /** Sequence of the ticker's books, in steps of one; never restarts. */
  sequence: Scalars['Long']['output'];
  /** Number of books that this subscription skipped before this one; 0 in the first book and in a query. */
  skipped: Scalars['Int']['output'];
  /** Ticker of the instrument. */
  ticker: Scalars['Ticker']['output'];
};

/** A price level of a book. */
export type BookLevel = {
  __typename?: 'BookLevel';
  /** Number of orders at the level. */
  orders: Scalars['Int']['output'];
  /** Price of the level. */
  price: Scalars['Decimal']['output'];
  /** Displayed shares of the level. */
  quantity: Scalars['Long']['output'];
};

/** Trades of one interval, aggregated. An interval without trades has no candle. */
export type Candle = {
  __typename?: 'Candle';
  /** Price of the last trade. */
  close: Scalars['Decimal']['output'];
  /** Cursor of the candle: as `after` it continues the list behind this candle, or the stream with what happened since. */
  cursor: Scalars['Cursor']['output'];
  /** Highest price. */
  high: Scalars['Decimal']['output'];
  /** Unique in the whole graph, opaque and stable, for caches: another one for adjusted figures. `node` does not answer it. */
  id: Scalars['ID']['output'];
  /** Length of the candle. */
  interval: CandleInterval;
  /** True when the interval has ended: no trade will change the candle any more. */
  isClosed: Scalars['Boolean']['output'];
  /**
   * Sequence of its last trade; null in imported history and in the simulated past. The first trade of the next candle has the next sequence, so a client
   * sees whether it has all candles.
   */
  lastTradeSequence?: Maybe<Scalars['Long']['output']>;
  /** Lowest price. */
  low: Scalars['Decimal']['output'];
  /** Price of the first trade. Imported prices that were quoted for 1,000 shares or more have as many decimal places as one share needs. */
  open: Scalars['Decimal']['output'];
  /** Start of the interval. */
  openedAt: Scalars['DateTime']['output'];
  /** Ticker of the instrument. */
  ticker: Scalars['Ticker']['output'];
  /** Number of trades. */
  tradeCount: Scalars['Int']['output'];
  /** Turnover: amount traded. */
  turnover: Scalars['Decimal']['output'];
  /** Volume: shares traded. */
  volume: Scalars['Long']['output'];
};

/** A page of candles. */
export type CandleConnection = {
  __typename?: 'CandleConnection';
  /** Candles with their cursors. */
  edges: Array<CandleEdge>;
  /** The candles alone. */
  nodes: Array<Candle>;
  /** Position of the page in the list. */
  pageInfo: PageInfo;
};

/** A candle with its cursor in the list. */
export type CandleEdge = {
  __typename?: 'CandleEdge';
  /** Cursor of the candle: as `after` it continues the list behind this candle. */
  cursor: Scalars['Cursor']['output'];
  /** The candle. */
  node: Candle;
};

/** Length of a candle. Minutes and hours begin in UTC, days in America/Sao_Paulo. */
export type CandleInterval =
  /** One day. */
  | 'D1'
  /** One hour. */
  | 'H1'
  /** One minute. */
  | 'M1'
  /** Five minutes. */
  | 'M5'
  /** Fifteen minutes. */
  | 'M15';

/** Cash of an account. Amounts are in reais with two places. */
export type CashBalance = {
  __typename?: 'CashBalance';
  /** Available for orders: settled cash, plus or minus unsettled trades, minus reserved cash. Never negative. */
  available: Scalars['Decimal']['output'];
  /** Held for open buy orders, fees included. */
  reserved: Scalars['Decimal']['output'];
};

/** Order of a list of movers. */
export type MoversBy =
  /** Highest rise first, in percent of the previous close. */
  | 'GAIN'
  /** Deepest fall first, in percent of the previous close. */
  | 'LOSS'
  /** Highest turnover first. */
  | 'TURNOVER';

/** An object with an id that is unique in the whole graph. */
export type Node = {
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** Position of a page in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last edge; null on an empty page. */
  endCursor?: Maybe<Scalars['Cursor']['output']>;
  /** True when the list continues after `endCursor`. */
  hasNextPage: Scalars['Boolean']['output'];
  /** True when the list has edges before `startCursor`. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge; null on an empty page. */
  startCursor?: Maybe<Scalars['Cursor']['output']>;
};

/** Trading phase of the market or of one instrument. */
export type Phase =
  /** Orders gather for an auction during the session. */
  | 'AUCTION'
  /** Accepts no requests. */
  | 'CLOSED'
  /** Orders gather for the closing auction. */
  | 'CLOSING_CALL'
  /** Orders match on arrival. */
  | 'CONTINUOUS'
  /** Trading is interrupted. */
  | 'HALTED'
  /** Orders gather for the opening auction. */
  | 'OPENING_CALL'
  /** Accepts cancels only, before the opening call. */
  | 'PRE_OPEN';

/** Why the market or an instrument is in its phase. */
export type PhaseCause =
  /** The circuit breaker: the index has fallen to one of its levels. Also the call after it. */
  | 'CIRCUIT_BREAKER'
  /** An auction by command of the exchange. */
  | 'COMMAND'
  /** A trade outside of the dynamic tunnel would have followed: an auction. */
  | 'DYNAMIC_TUNNEL'
  /** A call that was extended. */
  | 'EXTENSION'
  /** A halt by command of the exchange, or the call after it. */
  | 'HALT'
  /** A trade of an unusual quantity would have followed: an auction. */
  | 'QUANTITY'
  /** The schedule of the session. */
  | 'SCHEDULE'
  /** A trade outside of the static tunnel would have followed: an auction. */
  | 'STATIC_TUNNEL';

/** Value of an account at the newest prices. */
export type Portfolio = {
  __typename?: 'Portfolio';
  /** Available plus reserved cash. */
  cash: Scalars['Decimal']['output'];
  /** Market value of all positions; a position without a known price counts at its cost. */
  positionsValue: Scalars['Decimal']['output'];
  /** Cash plus the value of the positions. */
  total: Scalars['Decimal']['output'];
  /** Market value minus cost, summed over all positions with a known price. */
  unrealizedProfit: Scalars['Decimal']['output'];
};

/** Shares of one instrument in an account. */
export type Position = {
  __typename?: 'Position';
  /** Cost of the owned shares, fees of the purchases included. */
  cost: Scalars['Decimal']['output'];
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Quantity times the last price, or times the previous close before the first trade of the day; null while both prices are unknown. */
  marketValue?: Maybe<Scalars['Decimal']['output']>;
  /** Owned shares, unsettled trades included. */
  quantity: Scalars['Int']['output'];
  /** Ticker of the shares. */
  ticker: Scalars['Ticker']['output'];
  /** Market value minus cost; null while the market value is unknown. */
  unrealizedProfit?: Maybe<Scalars['Decimal']['output']>;
};

/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type Query = {
  __typename?: 'Query';
  /**
   * Quotes that lead the newest trade date, best first: of instruments with trades, without the fractional market. Gains list rising
   * instruments alone, losses falling ones.
   */
  movers?: Maybe<Array<Quote>>;
  /**
   * Newest quotes of 1 to 200 tickers, in the order of the tickers. An unknown ticker is null, with an error BAD_USER_INPUT at
   * its place, as far as the 100 errors of an answer reach; the others are answered. More than 20 unknown ones refuse the list.
   */
  quotes?: Maybe<Array<Maybe<Quote>>>;
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryMoversArgs = {
  by: MoversBy;
  first?: Scalars['Int']['input'];
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryQuotesArgs = {
  tickers: Array<Scalars['Ticker']['input']>;
};

/** Current prices of an instrument and the figures of its trade date. */
export type Quote = {
  __typename?: 'Quote';
  /** Best ask: the lowest price of a resting sell order. */
  ask?: Maybe<Scalars['Decimal']['output']>;
  /** Displayed shares at the ask. */
  askQuantity?: Maybe<Scalars['Long']['output']>;
  /** The instrument. */
  asset?: Maybe<Asset>;
  /** Time of the last change, by the market's clock. */
  at: Scalars['DateTime']['output'];
  /** Turnover divided by volume, with four decimal places; null before the first trade. */
  averagePrice?: Maybe<Scalars['Decimal']['output']>;
  /** Best bid: the highest price of a resting buy order. */
  bid?: Maybe<Scalars['Decimal']['output']>;
  /** Displayed shares at the bid. */
  bidQuantity?: Maybe<Scalars['Long']['output']>;
  /** Last price minus previous close. */
  change?: Maybe<Scalars['Decimal']['output']>;
  /** Last price minus previous close, in percent of the previous close, with two decimal places. */
  changePercent?: Maybe<Scalars['Decimal']['output']>;
  /** Highest price of the day. */
  high?: Maybe<Scalars['Decimal']['output']>;
  /** Unique in the whole graph, opaque and stable: one per ticker, for caches. `node` does not answer it. */
  id: Scalars['ID']['output'];
  /** Price of the last trade of the day; null before the first trade. */
  last?: Maybe<Scalars['Decimal']['output']>;
  /** Lowest price of the day. */
  low?: Maybe<Scalars['Decimal']['output']>;
  /** Price of the first trade of the day. */
  open?: Maybe<Scalars['Decimal']['output']>;
  /** Trading phase of the instrument. */
  phase: Phase;
  /** Why the instrument is in its phase. */
  phaseCause: PhaseCause;
  /** Earliest end of the phase, by the market's clock: a call may be extended. Null when it is not known, as of a halt by command. */
  phaseEndsAt?: Maybe<Scalars['DateTime']['output']>;
  /** Adjusted close of the previous session. */
  previousClose?: Maybe<Scalars['Decimal']['output']>;
  /** Sequence of the ticker's quotes, in steps of one; never restarts. */
  sequence: Scalars['Long']['output'];
  /** Number of quotes that this subscription skipped before this one; 0 in the first quote and in a query. */
  skipped: Scalars['Int']['output'];
  /** In a call: the theoretical price, at which the auction would trade now; null outside a call, and while no orders cross. */
  theoreticalPrice?: Maybe<Scalars['Decimal']['output']>;
  /** In a call: the theoretical quantity, which the auction would trade now; null outside a call, and while no orders cross. */
  theoreticalQuantity?: Maybe<Scalars['Long']['output']>;
  /** Ticker of the instrument. */
  ticker: Scalars['Ticker']['output'];
  /** Number of trades in the day. */
  tradeCount: Scalars['Int']['output'];
  /** Trade date of the figures of the day: after a session they stay until the next one begins. */
  tradeDate: Scalars['Date']['output'];
  /** Turnover: amount traded in the day. */
  turnover: Scalars['Decimal']['output'];
  /** Volume: shares traded in the day. */
  volume: Scalars['Long']['output'];
};

/** The refusal of a valid request: the rule, its limit and the observed value. An expected answer, not an error. */
export type Refusal = {
  __typename?: 'Refusal';
  /** The refused input field. */
  field?: Maybe<Scalars['String']['output']>;
  /** The limit that the rule allows. */
  limit?: Maybe<Scalars['String']['output']>;
  /** Reason of the refusal, and what the caller can do. */
  message: Scalars['String']['output'];
  /** The value that the rule observed. */
  observed?: Maybe<Scalars['String']['output']>;
  /** The rule that refuses the request. docs/ERRORS.md has the sequence of the checks. */
  rule: RefusalRule;
};

/** Rules of refusals. The list may grow: handle an unknown rule by the message of its refusal. */
export type RefusalRule =
  /** The account does not exist or belongs to another user. */
  | 'ACCOUNT_NOT_FOUND'
  /** The instrument is suspended or delisted, or is an index. */
  | 'ASSET_NOT_ACTIVE'
  /** The exchange canceled the order because a corporate action changes the price of the instrument from this day on. */
  | 'CORPORATE_ACTION'
  /** Another user has this e-mail address. */
  | 'EMAIL_TAKEN'
  /** An earlier request used the id with other content. Choose a new id, or repeat the first content exactly. */
  | 'ID_REUSED'
  /** The available cash does not cover the withdrawal, or the order with its costs. */
  | 'INSUFFICIENT_CASH'
  /** The order sells more shares than are available. */
  | 'INSUFFICIENT_SHARES'
  /** The amount is not positive or has a fraction of a centavo. */
  | 'INVALID_AMOUNT'
  /** Type, time in force, expiry, displayed and minimum quantity contradict each other. */
  | 'INVALID_COMBINATION'
  /** The e-mail address or the password is wrong. */
  | 'INVALID_CREDENTIALS'
  /** The text is not an e-mail address. */
  | 'INVALID_EMAIL'
  /** An API key expires in the future. */
  | 'INVALID_EXPIRY'
  /** A client-chosen id must have 1 to 64 of the characters A-Z a-z 0-9 _ . : - */
  | 'INVALID_ID'
  /** The name is too long, has no visible character, or has control or direction characters. */
  | 'INVALID_NAME'
  /** An API key needs at least one scope. */
  | 'INVALID_SCOPES'
  /** The quantity is not a multiple of the lot. */
  | 'LOT_SIZE'
  /** The exchange could not fill the minimum quantity at once. */
  | 'MINIMUM_QUANTITY'
  /** A market order needs a price on the opposite side of the book, and that side is empty. */
  | 'NO_OPPOSITE_PRICE'
  /** The order is already filled, canceled, expired or rejected. */
  | 'ORDER_ENDED'
  /** The order does not exist or belongs to another user. */
  | 'ORDER_NOT_FOUND'
  /** The current phase of the market does not accept this request. */
  | 'PHASE'
  /** The price is outside the band of the day, or the order exceeds the highest value of one order. */
  | 'PRICE_BAND'
  /** An order of this type does not have this price. */
  | 'PRICE_NOT_ALLOWED'
  /** An order of this type needs this price. */
  | 'PRICE_REQUIRED'
  /** The quantity is not positive or exceeds the highest quantity of one order. */
  | 'QUANTITY_LIMIT'
  /** The stop would trigger at once, or its limit could not trade. A buy needs a stop price above the last price and a limit at or above the stop price; a sell the reverse. */
  | 'STOP_PRICE'
  /** The rights cannot be exercised today. They can be from the ex-day of the subscription to its last day of exercise. */
  | 'SUBSCRIPTION_CLOSED'
  /** The price is not a positive multiple of the tick. */
  | 'TICK_SIZE'
  /** The user has 20 accounts, the highest number. */
  | 'TOO_MANY_ACCOUNTS'
  /** The user has the highest number of API keys. Revoke one first. */
  | 'TOO_MANY_API_KEYS'
  /** The account has the highest number of open orders. */
  | 'TOO_MANY_OPEN_ORDERS'
  /** The request has more than 100 orders. */
  | 'TOO_MANY_ORDERS'
  /** The costs of the trade date are not known: no cost table covers it. */
  | 'UNKNOWN_COSTS'
  /** No instrument has this ticker. */
  | 'UNKNOWN_TICKER'
  /** The password is too short, too long or too simple. */
  | 'WEAK_PASSWORD';

/** Side of an order. */
export type Side =
  /** Buys shares for cash. */
  | 'BUY'
  /** Sells shares for cash. */
  | 'SELL';

/** Streams of events. */
export type Subscription = {
  __typename?: 'Subscription';
  /** Order book: the current one first, then every change. A slow subscriber skips to the newest book. */
  book: Book;
  /**
   * The newest candle first, then every change of it and of those that follow, unadjusted. A candle that closes comes once with
   * `isClosed`, before the next one. A slow subscriber skips to the newest state, never over a close. With `after`, a cursor of the
   * list or of the stream, what has changed since comes first: query, then subscribe after the last candle, and no trade is missing.
   */
  candles: Candle;
  /**
   * Quotes of 1 to 200 tickers: the current ones first, then every change. A slow subscriber skips to the newest quote. Refused
   * whole when a ticker is unknown.
   */
  quotes: Quote;
  /** Every trade of a ticker, without omissions: new trades, or with a cursor also all trades after it. */
  trades: Trade;
};


/** Streams of events. */
export type SubscriptionBookArgs = {
  depth?: Scalars['Int']['input'];
  ticker: Scalars['Ticker']['input'];
};


/** Streams of events. */
export type SubscriptionCandlesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  interval: CandleInterval;
  ticker: Scalars['Ticker']['input'];
};


/** Streams of events. */
export type SubscriptionQuotesArgs = {
  everyMs?: Scalars['Int']['input'];
  tickers: Array<Scalars['Ticker']['input']>;
};


/** Streams of events. */
export type SubscriptionTradesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  ticker: Scalars['Ticker']['input'];
};

/** A public trade of the exchange. */
export type Trade = {
  __typename?: 'Trade';
  /** Side of the aggressor; null in an auction. */
  aggressor?: Maybe<Side>;
  /** The instrument. */
  asset?: Maybe<Asset>;
  /** Time of the trade, by the market's clock. */
  at: Scalars['DateTime']['output'];
  /** Cursor of the trade: as `after` it continues the list, or the stream, behind this trade. */
  cursor: Scalars['Cursor']['output'];
  /** Id of the trade, assigned by the exchange. */
  id: Scalars['ID']['output'];
  /** Price of one share. */
  price: Scalars['Decimal']['output'];
  /** Shares traded. */
  quantity: Scalars['Int']['output'];
  /** Sequence of the ticker's trades, in steps of one without gaps. */
  sequence: Scalars['Long']['output'];
  /** Ticker of the instrument. */
  ticker: Scalars['Ticker']['output'];
};

/** A page of trades. */
export type TradeConnection = {
  __typename?: 'TradeConnection';
  /** Trades with their cursors. */
  edges: Array<TradeEdge>;
  /** The trades alone. */
  nodes: Array<Trade>;
  /** Position of the page in the list. */
  pageInfo: PageInfo;
};

/** A trade with its cursor in the list. */
export type TradeEdge = {
  __typename?: 'TradeEdge';
  /** Cursor of the trade: as `after` it continues the list behind this trade. */
  cursor: Scalars['Cursor']['output'];
  /** The trade. */
  node: Trade;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Account: Account;
  Asset: Asset;
  Position: Position;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Account'], {"cash":{"available":true,"reserved":true},"positions":{"ticker":true,"quantity":true,"cost":true}}> ) );
  Asset:
    ( { __typename: 'Asset' }
    & ( GraphQLRecursivePick<FederationTypes['Asset'], {"ticker":true}>
        | GraphQLRecursivePick<FederationTypes['Asset'], {"id":true}> ) );
  Position:
    ( { __typename: 'Position' }
    & GraphQLRecursivePick<FederationTypes['Position'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Position'], {"ticker":true,"quantity":true,"cost":true}>
        | GraphQLRecursivePick<FederationTypes['Position'], {"ticker":true,"quantity":true,"cost":true}>
        | GraphQLRecursivePick<FederationTypes['Position'], {"ticker":true,"quantity":true,"cost":true}> ) );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: never;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Account: ResolverTypeWrapper<AccountModelModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Asset: ResolverTypeWrapper<AssetModelModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Book: ResolverTypeWrapper<BookModelModel>;
  BookLevel: ResolverTypeWrapper<BookLevelModelModel>;
  Candle: ResolverTypeWrapper<CandleModelModel>;
  CandleConnection: ResolverTypeWrapper<CandleConnectionModelModel>;
  CandleEdge: ResolverTypeWrapper<Omit<CandleEdge, 'node'> & { node: ResolversTypes['Candle'] }>;
  CandleInterval: CandleInterval;
  CashBalance: ResolverTypeWrapper<CashBalance>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  MoversBy: MoversBy;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Phase: Phase;
  PhaseCause: PhaseCause;
  Portfolio: ResolverTypeWrapper<PortfolioModelModel>;
  Position: ResolverTypeWrapper<PositionModelModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Quote: ResolverTypeWrapper<QuoteModelModel>;
  Refusal: ResolverTypeWrapper<Refusal>;
  RefusalRule: RefusalRule;
  Side: Side;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Ticker: ResolverTypeWrapper<Scalars['Ticker']['output']>;
  Trade: ResolverTypeWrapper<TradeModelModel>;
  TradeConnection: ResolverTypeWrapper<TradeConnectionModelModel>;
  TradeEdge: ResolverTypeWrapper<Omit<TradeEdge, 'node'> & { node: ResolversTypes['Trade'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Account: AccountModelModel;
  ID: Scalars['ID']['output'];
  Asset: AssetModelModel;
  Int: Scalars['Int']['output'];
  Book: BookModelModel;
  BookLevel: BookLevelModelModel;
  Candle: CandleModelModel;
  CandleConnection: CandleConnectionModelModel;
  CandleEdge: Omit<CandleEdge, 'node'> & { node: ResolversParentTypes['Candle'] };
  CashBalance: CashBalance;
  Cursor: Scalars['Cursor']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Long: Scalars['Long']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  Portfolio: PortfolioModelModel;
  Position: PositionModelModel;
  Query: Record<PropertyKey, never>;
  Quote: QuoteModelModel;
  Refusal: Refusal;
  Subscription: Record<PropertyKey, never>;
  Ticker: Scalars['Ticker']['output'];
  Trade: TradeModelModel;
  TradeConnection: TradeConnectionModelModel;
  TradeEdge: Omit<TradeEdge, 'node'> & { node: ResolversParentTypes['Trade'] };
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export type DeliveryDirectiveArgs = {
  after?: Maybe<Scalars['String']['input']>;
  cursor?: Maybe<Scalars['String']['input']>;
  every?: Maybe<Scalars['String']['input']>;
  key?: Maybe<Scalars['String']['input']>;
  keys?: Maybe<Scalars['String']['input']>;
  newest?: Scalars['Boolean']['input'];
  public?: Scalars['Boolean']['input'];
  sequence?: Maybe<Scalars['String']['input']>;
  shared?: Scalars['Boolean']['input'];
  skipped?: Maybe<Scalars['String']['input']>;
  successive?: Scalars['Boolean']['input'];
};

export type DeliveryDirectiveResolver<Result, Parent, ContextType = Context, Args = DeliveryDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  portfolio?: Resolver<Maybe<ResolversTypes['Portfolio']>, ParentType, ContextType>;
};

export type AssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset'], FederationReferenceType extends FederationReferenceTypes['Asset'] = FederationReferenceTypes['Asset']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Asset']> | FederationReferenceType, FederationReferenceType, ContextType>;
  book?: Resolver<Maybe<ResolversTypes['Book']>, ParentType, ContextType, RequireFields<AssetBookArgs, 'depth'>>;
  candles?: Resolver<Maybe<ResolversTypes['CandleConnection']>, ParentType, ContextType, RequireFields<AssetCandlesArgs, 'adjusted' | 'interval'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quote?: Resolver<Maybe<ResolversTypes['Quote']>, ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  trades?: Resolver<Maybe<ResolversTypes['TradeConnection']>, ParentType, ContextType, RequireFields<AssetTradesArgs, 'first'>>;
};

export type BookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Book'] = ResolversParentTypes['Book']> = {
  asks?: Resolver<Array<ResolversTypes['BookLevel']>, ParentType, ContextType>;
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  bids?: Resolver<Array<ResolversTypes['BookLevel']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
};

export type BookLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BookLevel'] = ResolversParentTypes['BookLevel']> = {
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
};

export type CandleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Candle'] = ResolversParentTypes['Candle']> = {
  close?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['CandleInterval'], ParentType, ContextType>;
  isClosed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastTradeSequence?: Resolver<Maybe<ResolversTypes['Long']>, ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  open?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  tradeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  turnover?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  volume?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
};

export type CandleConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CandleConnection'] = ResolversParentTypes['CandleConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CandleEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Candle']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CandleEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CandleEdge'] = ResolversParentTypes['CandleEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Candle'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export interface LongScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Long'], any> {
  name: 'Long';
}

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<null, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
};

export type PortfolioResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Portfolio'] = ResolversParentTypes['Portfolio']> = {
  cash?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  positionsValue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unrealizedProfit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type PositionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Position'] = ResolversParentTypes['Position'], FederationReferenceType extends FederationReferenceTypes['Position'] = FederationReferenceTypes['Position']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Position']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  marketValue?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  unrealizedProfit?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  movers?: Resolver<Maybe<Array<ResolversTypes['Quote']>>, ParentType, ContextType, RequireFields<QueryMoversArgs, 'by' | 'first'>>;
  quotes?: Resolver<Maybe<Array<Maybe<ResolversTypes['Quote']>>>, ParentType, ContextType, RequireFields<QueryQuotesArgs, 'tickers'>>;
};

export type QuoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Quote'] = ResolversParentTypes['Quote']> = {
  ask?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  askQuantity?: Resolver<Maybe<ResolversTypes['Long']>, ParentType, ContextType>;
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  averagePrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  bid?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  bidQuantity?: Resolver<Maybe<ResolversTypes['Long']>, ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  changePercent?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  high?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  last?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  open?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['Phase'], ParentType, ContextType>;
  phaseCause?: Resolver<ResolversTypes['PhaseCause'], ParentType, ContextType>;
  phaseEndsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  previousClose?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  theoreticalPrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  theoreticalQuantity?: Resolver<Maybe<ResolversTypes['Long']>, ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  tradeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tradeDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  turnover?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  volume?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['RefusalRule'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  book?: SubscriptionResolver<ResolversTypes['Book'], "book", ParentType, ContextType, RequireFields<SubscriptionBookArgs, 'depth' | 'ticker'>>;
  candles?: SubscriptionResolver<ResolversTypes['Candle'], "candles", ParentType, ContextType, RequireFields<SubscriptionCandlesArgs, 'interval' | 'ticker'>>;
  quotes?: SubscriptionResolver<ResolversTypes['Quote'], "quotes", ParentType, ContextType, RequireFields<SubscriptionQuotesArgs, 'everyMs' | 'tickers'>>;
  trades?: SubscriptionResolver<ResolversTypes['Trade'], "trades", ParentType, ContextType, RequireFields<SubscriptionTradesArgs, 'ticker'>>;
};

export interface TickerScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Ticker'], any> {
  name: 'Ticker';
}

export type TradeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Trade'] = ResolversParentTypes['Trade']> = {
  aggressor?: Resolver<Maybe<ResolversTypes['Side']>, ParentType, ContextType>;
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Long'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
};

export type TradeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TradeConnection'] = ResolversParentTypes['TradeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TradeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Trade']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TradeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TradeEdge'] = ResolversParentTypes['TradeEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Trade'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Account?: AccountResolvers<ContextType>;
  Asset?: AssetResolvers<ContextType>;
  Book?: BookResolvers<ContextType>;
  BookLevel?: BookLevelResolvers<ContextType>;
  Candle?: CandleResolvers<ContextType>;
  CandleConnection?: CandleConnectionResolvers<ContextType>;
  CandleEdge?: CandleEdgeResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Long?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Portfolio?: PortfolioResolvers<ContextType>;
  Position?: PositionResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Quote?: QuoteResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Ticker?: GraphQLScalarType;
  Trade?: TradeResolvers<ContextType>;
  TradeConnection?: TradeConnectionResolvers<ContextType>;
  TradeEdge?: TradeEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  delivery?: DeliveryDirectiveResolver<any, any, ContextType>;
};
