import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { AssetModel as AssetModelModel, CorporateActionModel as CorporateActionModelModel, PriceBandModel as PriceBandModelModel, MarketStatusModel as MarketStatusModelModel, TradingDayModel as TradingDayModelModel } from '../graph/models.ts';
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

/** An instrument of the exchange: the rules for its orders and its market data. */
export type Asset = Node & {
  __typename?: 'Asset';
  /** Corporate actions of the security, by ex-day, oldest first; both twins have the same. Of more than 250 the newest. */
  corporateActions?: Maybe<Array<CorporateAction>>;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** International securities identification number; both twins of a security share it. */
  isin: Scalars['String']['output'];
  /** Kind of the instrument. */
  kind: AssetKind;
  /** Order quantities are multiples of this: 100 in most round-lot books, 1 in a fractional book. */
  lotSize: Scalars['Int']['output'];
  /** Maximum quantity of one order. */
  maxOrderQuantity: Scalars['Int']['output'];
  /** Name of the issuer and of the security. */
  name: Scalars['String']['output'];
  /** Orders at prices outside it are refused today; null when no band applies. */
  priceBand?: Maybe<PriceBand>;
  /** Whether it may be traded. */
  status: AssetStatus;
  /** Order prices are multiples of this. */
  tickSize: Scalars['Decimal']['output'];
  /** Identifies its book; the fractional market has its own books and tickers. */
  ticker: Scalars['Ticker']['output'];
  /** The same security in the other market: PETR4F for PETR4, PETR4 for PETR4F; null when it has no twin. */
  twin?: Maybe<Asset>;
};


/** An instrument of the exchange: the rules for its orders and its market data. */
export type AssetCorporateActionsArgs = {
  from?: InputMaybe<Scalars['Date']['input']>;
  to?: InputMaybe<Scalars['Date']['input']>;
};

/** A page of instruments, by ticker. */
export type AssetConnection = {
  __typename?: 'AssetConnection';
  /** Instruments of the page, with their cursors. */
  edges: Array<AssetEdge>;
  /** Instruments of the page. */
  nodes: Array<Asset>;
  /** Position of the page in the list. */
  pageInfo: PageInfo;
  /** Number of matching instruments on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An instrument in a list. */
export type AssetEdge = {
  __typename?: 'AssetEdge';
  /** Cursor of this edge, for `after`. */
  cursor: Scalars['Cursor']['output'];
  /** The instrument. */
  node: Asset;
};

/** Kind of an instrument. */
export type AssetKind =
  /** Depositary receipt of a security listed abroad. */
  | 'BDR'
  /** Common share, with voting rights (ON). */
  | 'COMMON_STOCK'
  /** Share of a fund that tracks an index. */
  | 'ETF'
  /** Value of a portfolio of shares: it has a quote and candles, and nobody can trade it. */
  | 'INDEX'
  /** Preferred share, with priority for dividends (PN, PNA to PND). */
  | 'PREFERRED_STOCK'
  /** Receipt for subscribed shares that are not issued yet. */
  | 'RECEIPT'
  /** Share of a real estate fund (FII). */
  | 'REIT'
  /** Right to subscribe to new shares. */
  | 'RIGHT'
  /** Bundle of several shares or receipts of one company. */
  | 'UNIT';

/** Whether an instrument may be traded. */
export type AssetStatus =
  /** Accepts orders while the market is open. */
  | 'ACTIVE'
  /** Permanently accepts no orders. */
  | 'DELISTED'
  /** Is published like an instrument and never accepts orders: an index. */
  | 'NOT_TRADABLE'
  /** Temporarily accepts no orders. */
  | 'SUSPENDED';

/** A corporate action, as the company declared it. Amounts and factors are exact decimals, with as many places as were declared. */
export type CorporateAction = Node & {
  __typename?: 'CorporateAction';
  /** Gross amount for a share (DIVIDEND, JCP, CAPITAL_RETURN). */
  amountPerShare?: Maybe<Scalars['String']['output']>;
  /** The instrument in the round-lot market. */
  asset: Asset;
  /** First day of trading without the right: the exchange adjusts the previous close and cancels open orders. */
  exDate: Scalars['Date']['output'];
  /** Last day on which a holder can exercise the rights (SUBSCRIPTION); those that are left lapse. */
  exercisesUntil?: Maybe<Scalars['Date']['output']>;
  /** Shares after it for one share before (SPLIT, REVERSE_SPLIT, BONUS); rights for one share (SUBSCRIPTION). */
  factor?: Maybe<Scalars['String']['output']>;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Kind of the action. */
  kind: CorporateActionKind;
  /** Day of the payment or of the credit of shares, of subscribed ones too; null while the company has not declared it, and for splits. */
  paysOn?: Maybe<Scalars['Date']['output']>;
  /** Declared cost of a new share (BONUS), price of exercise (SUBSCRIPTION). */
  pricePerShare?: Maybe<Scalars['String']['output']>;
  /** Instrument of the receipts (SUBSCRIPTION), which an exercise gives until the shares are credited; null before the ex-day. */
  receipt?: Maybe<Asset>;
  /** Entitled is who holds the security at the end of this day, by trade date. */
  recordDate: Scalars['Date']['output'];
  /** Instrument of the rights (SUBSCRIPTION): PETR2 for PETR4; null before the ex-day, when it is listed. */
  right?: Maybe<Asset>;
  /** Ticker of the rights (SUBSCRIPTION), which the wallet's exerciseSubscription takes. */
  rightTicker?: Maybe<Scalars['Ticker']['output']>;
  /** First day of trading of the rights (SUBSCRIPTION); null when they do not trade. */
  rightsTradeFrom?: Maybe<Scalars['Date']['output']>;
  /** Last day of trading of the rights (SUBSCRIPTION); then they are delisted. */
  rightsTradeUntil?: Maybe<Scalars['Date']['output']>;
  /** Ticker of the security in custody: PETR4 for both markets. */
  ticker: Scalars['Ticker']['output'];
};

/** Kind of a corporate action. */
export type CorporateActionKind =
  /** New shares for the holders, with a declared cost. */
  | 'BONUS'
  /** Capital paid back in cash; it lowers the cost of the position. */
  | 'CAPITAL_RETURN'
  /** Profit paid in cash. */
  | 'DIVIDEND'
  /** Interest on equity (JCP), paid in cash, with tax withheld. */
  | 'JCP'
  /** Several shares become one. */
  | 'REVERSE_SPLIT'
  /** Each share becomes several. */
  | 'SPLIT'
  /** Rights to buy new shares at a fixed price. */
  | 'SUBSCRIPTION';

/** Status of the market, by the simulation's clock. */
export type MarketStatus = {
  __typename?: 'MarketStatus';
  /** True when the exchange has a session today. */
  isTradingDay: Scalars['Boolean']['output'];
  /** The next phase. */
  nextPhase: Phase;
  /** Start of the next phase, by the simulation's clock. */
  nextPhaseAt: Scalars['DateTime']['output'];
  /** Current time of the simulation's clock. */
  now: Scalars['DateTime']['output'];
  /** Phase of the market as a whole; one instrument may be halted on its own. */
  phase: Phase;
  /** Why the market is in its phase. */
  phaseCause: PhaseCause;
  /** Current day in Sao Paulo by that clock. */
  today: Scalars['Date']['output'];
};

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

/** Lowest and highest price that an order may have today. */
export type PriceBand = {
  __typename?: 'PriceBand';
  /** Highest price, included. */
  high: Scalars['Decimal']['output'];
  /** Lowest price, included. */
  low: Scalars['Decimal']['output'];
};

/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type Query = {
  __typename?: 'Query';
  /**
   * The instrument of a ticker; null for an unknown ticker. A security that has imported history alone is answered as DELISTED, and is not
   * in the list `assets`.
   */
  asset?: Maybe<Asset>;
  /** Instruments by ticker. */
  assets?: Maybe<AssetConnection>;
  /** Days with a session in a range of at most 366 days, between 2000 and November 2100. */
  calendar?: Maybe<Array<TradingDay>>;
  /** Current status of the market. */
  marketStatus?: Maybe<MarketStatus>;
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryAssetArgs = {
  ticker: Scalars['Ticker']['input'];
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryAssetsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  fractional?: InputMaybe<Scalars['Boolean']['input']>;
  kind?: InputMaybe<AssetKind>;
  search?: InputMaybe<Scalars['String']['input']>;
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryCalendarArgs = {
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
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
  /** The instrument at once, then after changes of its facts: its status, its rules, its price band. Refused when the ticker is unknown. */
  asset: Asset;
  /** Emits the current status at once, then at every change of phase. */
  marketStatus: MarketStatus;
};


/** Streams of events. */
export type SubscriptionAssetArgs = {
  ticker: Scalars['Ticker']['input'];
};

/** A day with a session. */
export type TradingDay = {
  __typename?: 'TradingDay';
  /** End of trading. */
  closesAt: Scalars['DateTime']['output'];
  /** The day. */
  date: Scalars['Date']['output'];
  /** Start of trading. */
  opensAt: Scalars['DateTime']['output'];
  /** Settlement day of this day's trades. */
  settlesOn: Scalars['Date']['output'];
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
  Asset: Asset;
  CorporateAction: CorporateAction;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Asset:
    ( { __typename: 'Asset' }
    & ( GraphQLRecursivePick<FederationTypes['Asset'], {"ticker":true}>
        | GraphQLRecursivePick<FederationTypes['Asset'], {"id":true}> ) );
  CorporateAction:
    ( { __typename: 'CorporateAction' }
    & GraphQLRecursivePick<FederationTypes['CorporateAction'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( AssetModelModel )
    | ( CorporateActionModelModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Asset: ResolverTypeWrapper<AssetModelModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AssetConnection: ResolverTypeWrapper<Omit<AssetConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['AssetEdge']>, nodes: Array<ResolversTypes['Asset']> }>;
  AssetEdge: ResolverTypeWrapper<Omit<AssetEdge, 'node'> & { node: ResolversTypes['Asset'] }>;
  AssetKind: AssetKind;
  AssetStatus: AssetStatus;
  CorporateAction: ResolverTypeWrapper<CorporateActionModelModel>;
  CorporateActionKind: CorporateActionKind;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  MarketStatus: ResolverTypeWrapper<MarketStatusModelModel>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Phase: Phase;
  PhaseCause: PhaseCause;
  PriceBand: ResolverTypeWrapper<PriceBandModelModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Refusal: ResolverTypeWrapper<Refusal>;
  RefusalRule: RefusalRule;
  Side: Side;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Ticker: ResolverTypeWrapper<Scalars['Ticker']['output']>;
  TradingDay: ResolverTypeWrapper<TradingDayModelModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Asset: AssetModelModel;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  AssetConnection: Omit<AssetConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['AssetEdge']>, nodes: Array<ResolversParentTypes['Asset']> };
  AssetEdge: Omit<AssetEdge, 'node'> & { node: ResolversParentTypes['Asset'] };
  CorporateAction: CorporateActionModelModel;
  Cursor: Scalars['Cursor']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Long: Scalars['Long']['output'];
  MarketStatus: MarketStatusModelModel;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  PriceBand: PriceBandModelModel;
  Query: Record<PropertyKey, never>;
  Refusal: Refusal;
  Subscription: Record<PropertyKey, never>;
  Ticker: Scalars['Ticker']['output'];
  TradingDay: TradingDayModelModel;
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

export type AssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset'], FederationReferenceType extends FederationReferenceTypes['Asset'] = FederationReferenceTypes['Asset']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Asset']> | FederationReferenceType, FederationReferenceType, ContextType>;
  corporateActions?: Resolver<Maybe<Array<ResolversTypes['CorporateAction']>>, ParentType, ContextType, Partial<AssetCorporateActionsArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AssetKind'], ParentType, ContextType>;
  lotSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxOrderQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  priceBand?: Resolver<Maybe<ResolversTypes['PriceBand']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['AssetStatus'], ParentType, ContextType>;
  tickSize?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  twin?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AssetConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetConnection'] = ResolversParentTypes['AssetConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AssetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Asset']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AssetEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AssetEdge'] = ResolversParentTypes['AssetEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
};

export type CorporateActionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CorporateAction'] = ResolversParentTypes['CorporateAction'], FederationReferenceType extends FederationReferenceTypes['CorporateAction'] = FederationReferenceTypes['CorporateAction']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['CorporateAction']> | FederationReferenceType, FederationReferenceType, ContextType>;
  amountPerShare?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  exDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  exercisesUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  factor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['CorporateActionKind'], ParentType, ContextType>;
  paysOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  pricePerShare?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  receipt?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  recordDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  right?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  rightTicker?: Resolver<Maybe<ResolversTypes['Ticker']>, ParentType, ContextType>;
  rightsTradeFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  rightsTradeUntil?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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

export type MarketStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MarketStatus'] = ResolversParentTypes['MarketStatus']> = {
  isTradingDay?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  nextPhase?: Resolver<ResolversTypes['Phase'], ParentType, ContextType>;
  nextPhaseAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  now?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['Phase'], ParentType, ContextType>;
  phaseCause?: Resolver<ResolversTypes['PhaseCause'], ParentType, ContextType>;
  today?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Asset' | 'CorporateAction', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
};

export type PriceBandResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceBand'] = ResolversParentTypes['PriceBand']> = {
  high?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType, RequireFields<QueryAssetArgs, 'ticker'>>;
  assets?: Resolver<Maybe<ResolversTypes['AssetConnection']>, ParentType, ContextType, RequireFields<QueryAssetsArgs, 'first'>>;
  calendar?: Resolver<Maybe<Array<ResolversTypes['TradingDay']>>, ParentType, ContextType, RequireFields<QueryCalendarArgs, 'from' | 'to'>>;
  marketStatus?: Resolver<Maybe<ResolversTypes['MarketStatus']>, ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['RefusalRule'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  asset?: SubscriptionResolver<ResolversTypes['Asset'], "asset", ParentType, ContextType, RequireFields<SubscriptionAssetArgs, 'ticker'>>;
  marketStatus?: SubscriptionResolver<ResolversTypes['MarketStatus'], "marketStatus", ParentType, ContextType>;
};

export interface TickerScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Ticker'], any> {
  name: 'Ticker';
}

export type TradingDayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TradingDay'] = ResolversParentTypes['TradingDay']> = {
  closesAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  date?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  opensAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  settlesOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Asset?: AssetResolvers<ContextType>;
  AssetConnection?: AssetConnectionResolvers<ContextType>;
  AssetEdge?: AssetEdgeResolvers<ContextType>;
  CorporateAction?: CorporateActionResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Long?: GraphQLScalarType;
  MarketStatus?: MarketStatusResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PriceBand?: PriceBandResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Ticker?: GraphQLScalarType;
  TradingDay?: TradingDayResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  delivery?: DeliveryDirectiveResolver<any, any, ContextType>;
};
