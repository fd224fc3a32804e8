import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { NodeModel as NodeModelModel, UserModel as UserModelModel, AccountModel as AccountModelModel, OrderModel as OrderModelModel, ExecutionModel as ExecutionModelModel, OrderConnectionModel as OrderConnectionModelModel, OrderUpdateModel as OrderUpdateModelModel, OrderPreviewModel as OrderPreviewModelModel, CostModel as CostModelModel, CancelAllResultModel as CancelAllResultModelModel, RefusalModel as RefusalModelModel } from '../graph/models.ts';
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
  /** Opaque position in a stream or a list. */
  Cursor: { input: string; output: string; }
  /** Calendar day in America/Sao_Paulo, ISO 8601. */
  Date: { input: string; output: string; }
  /** Instant, ISO 8601 in UTC, with milliseconds. */
  DateTime: { input: string; output: string; }
  /** Exact decimal as a string: money with two places, averages with four. Takes a string or an integer, never a float. */
  Decimal: { input: string; output: string; }
  /** Whole number up to 9007199254740991. */
  Long: { input: number; output: number; }
  /** Ticker of B3 in upper case: PETR4, or PETR4F in the fractional market. */
  Ticker: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** An account, with the orders that it sent. */
export type Account = Node & {
  __typename?: 'Account';
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Orders of the account, newest first. */
  orders: OrderConnection;
  /** Now, in the stream `orders`: ask for it with the orders, subscribe after it, and nothing is missed. */
  ordersCursor: Scalars['Cursor']['output'];
};


/** An account, with the orders that it sent. */
export type AccountOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  side?: InputMaybe<Side>;
  status?: InputMaybe<Array<OrderStatus>>;
  ticker?: InputMaybe<Scalars['Ticker']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** An instrument of the exchange. */
export type Asset = {
  __typename?: 'Asset';
  /** Its ticker. */
  ticker: Scalars['Ticker']['output'];
};

/** What was sent, or why nothing was. */
export type CancelAllOrdersResult = CancelAllResult | Refusal;

/** Cancels that are on their way to the exchange. */
export type CancelAllResult = {
  __typename?: 'CancelAllResult';
  /** Those orders. */
  orders: Array<Order>;
  /** How many orders are being canceled. */
  requested: Scalars['Int']['output'];
};

/** The order with its request pending, or why it was not sent. */
export type CancelOrderResult = Order | Refusal;

/** One cost of a trade. */
export type Cost = {
  __typename?: 'Cost';
  /** What it comes to. */
  amount: Scalars['Decimal']['output'];
  /** Its name in the fee table. */
  name: Scalars['String']['output'];
};

/** One fill of an order. */
export type Execution = {
  __typename?: 'Execution';
  /** When it traded, on the market's clock. */
  at: Scalars['DateTime']['output'];
  /** The costs one by one. */
  costs: Array<Cost>;
  /** All costs together. */
  fees: Scalars['Decimal']['output'];
  /** Price times quantity. */
  grossAmount: Scalars['Decimal']['output'];
  /** Opaque and stable. */
  id: Scalars['ID']['output'];
  /** The order that filled. */
  order: Order;
  /** Price of a share. */
  price: Scalars['Decimal']['output'];
  /** Shares traded. */
  quantity: Scalars['Int']['output'];
  /** The day on which cash and shares change hands. */
  settlesOn: Scalars['Date']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Asks the exchange to cancel every open order of an account, or those of one ticker or side. */
  cancelAllOrders: CancelAllOrdersResult;
  /** Asks the exchange to cancel an open order; asking again before it has answered is the same request. */
  cancelOrder: CancelOrderResult;
  /** Places one order. Sending the same client order id with the same content again answers with the same order. */
  placeOrder: PlaceOrderResult;
  /**
   * Places up to 100 orders, each for itself; answers stand in the order of the inputs. Above 100 every answer is the
   * refusal TOO_MANY_ORDERS.
   */
  placeOrders: Array<PlaceOrderResult>;
  /** Asks the exchange to change an open order; its answer comes on the stream `orders`. */
  replaceOrder: ReplaceOrderResult;
};


export type MutationCancelAllOrdersArgs = {
  accountId: Scalars['ID']['input'];
  side?: InputMaybe<Side>;
  ticker?: InputMaybe<Scalars['Ticker']['input']>;
};


export type MutationCancelOrderArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationPlaceOrdersArgs = {
  inputs: Array<PlaceOrderInput>;
};


export type MutationReplaceOrderArgs = {
  input: ReplaceOrderInput;
};

/** Anything with a global id. */
export type Node = {
  /** Unique in the whole graph. */
  id: Scalars['ID']['output'];
};

/** An order of the broker's client, from its acceptance to its end. */
export type Order = Node & {
  __typename?: 'Order';
  /** The account that pays or delivers. */
  account: Account;
  /** What is bought or sold. */
  asset: Asset;
  /** Average price of the fills, costs not included, four places; null before the first. */
  averageFillPrice?: Maybe<Scalars['Decimal']['output']>;
  /** The id that the client chose, unique in the account. */
  clientOrderId: Scalars['String']['output'];
  /** When the broker accepted it, on the market's clock. */
  createdAt: Scalars['DateTime']['output'];
  /** The most that the book shows of it; null where it shows all. */
  displayQuantity?: Maybe<Scalars['Int']['output']>;
  /** Its fills, oldest first. */
  executions: Array<Execution>;
  /** The last day of a GTD order. */
  expiresOn?: Maybe<Scalars['Date']['output']>;
  /** Shares filled so far. */
  filledQuantity: Scalars['Int']['output'];
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Shares that may still fill; 0 once the order has ended. */
  leavesQuantity: Scalars['Int']['output'];
  /** The limit price; of a market order or a triggered stop the price where its rest stands, null until it trades or rests. */
  limitPrice?: Maybe<Scalars['Decimal']['output']>;
  /** Must fill on entry, else nothing does. */
  minimumQuantity?: Maybe<Scalars['Int']['output']>;
  /** The cancel or replace that the exchange has not answered yet. */
  pendingRequest?: Maybe<PendingRequest>;
  /** Shares in all, filled ones included. */
  quantity: Scalars['Int']['output'];
  /** Why the exchange rejected it; null when it did not. */
  refusal?: Maybe<Refusal>;
  /** Cash of a buy still held for what may yet fill, costs included; zero for a sell. */
  reservedCash: Scalars['Decimal']['output'];
  /** Shares of a sell still held for what may yet fill; zero for a buy. */
  reservedQuantity: Scalars['Int']['output'];
  /** Bought or sold. */
  side: Side;
  /** Where the order stands. */
  status: OrderStatus;
  /** The price that triggers a stop. */
  stopPrice?: Maybe<Scalars['Decimal']['output']>;
  /** How long it lives. */
  timeInForce: TimeInForce;
  /** When the stop was triggered. */
  triggeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the order does. */
  type: OrderType;
  /** When it last changed, on the market's clock. */
  updatedAt: Scalars['DateTime']['output'];
};

/** A page of orders, newest first. */
export type OrderConnection = {
  __typename?: 'OrderConnection';
  /** Orders with their cursors. */
  edges: Array<OrderEdge>;
  /** The orders alone. */
  nodes: Array<Order>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** Orders that fit the filter, on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** An order in a list. */
export type OrderEdge = {
  __typename?: 'OrderEdge';
  /** Where it stands in the list. */
  cursor: Scalars['Cursor']['output'];
  /** The order. */
  node: Order;
};

/** What an order would cost or bring, and leave behind. */
export type OrderPreview = {
  __typename?: 'OrderPreview';
  /** Cash that could still be spent once the order is placed. */
  availableCashAfter: Scalars['Decimal']['output'];
  /** Shares of this instrument that could still be sold once the order is placed. */
  availableQuantityAfter: Scalars['Int']['output'];
  /** The costs one by one. */
  costs: Array<Cost>;
  /** All costs of that together. */
  fees: Scalars['Decimal']['output'];
  /** Reference price times quantity. */
  grossAmount: Scalars['Decimal']['output'];
  /**
   * Of a buy what would be reserved: gross plus fees at the most that it may cost. That is the reference price, but for a
   * stop without a limit its stop price and ten percent, and for a market order in a call the top of the price band. Of a
   * sell gross minus fees.
   */
  netAmount: Scalars['Decimal']['output'];
  /**
   * The price counted with: the limit, else the stop price; of a market order the best price of the other side, in a call
   * the theoretical price, before there is one the last, before a trade the previous close.
   */
  referencePrice: Scalars['Decimal']['output'];
  /** The day on which a trade of today settles. */
  settlesOn: Scalars['Date']['output'];
};

/** Where an order stands. */
export type OrderStatus =
  /** Taken out on request, or to keep its owner from trading with themselves. */
  | 'CANCELED'
  /** The rest of IOC or FOK, a minimum that was not met, an auction order that did not trade, the end of its last day. */
  | 'EXPIRED'
  /** All of it filled. */
  | 'FILLED'
  /** In the book, nothing filled yet. */
  | 'OPEN'
  /** In the book, part of it filled. */
  | 'PARTIALLY_FILLED'
  /** Accepted by the broker, not yet answered by the exchange. */
  | 'PENDING'
  /** Refused by the exchange; `refusal` says why. */
  | 'REJECTED';

/** What an order does. docs/RULES.md has the rules of each. */
export type OrderType =
  /** Trades at its limit price or better. */
  | 'LIMIT'
  /** Takes the best price of the other side; the rest stays there as a limit. */
  | 'MARKET'
  /**
   * Becomes a market order once the market has traded at its stop price: a buy at or above it, a sell at or below it. It
   * waits OPEN, and stays OPEN when it is triggered (see triggeredAt).
   */
  | 'STOP'
  /** Like a stop, but becomes a limit order: its limit is the stop price or beyond it. */
  | 'STOP_LIMIT';

/** Something that happened to an order. */
export type OrderUpdate = {
  __typename?: 'OrderUpdate';
  /** When it happened, on the market's clock. */
  at: Scalars['DateTime']['output'];
  /** Where the stream goes on after it. */
  cursor: Scalars['Cursor']['output'];
  /** The fill behind this update, if it is one. */
  execution?: Maybe<Execution>;
  /** The order as it was after this update, not as it is now. */
  order: Order;
};

/** Where a page of a list stands. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last edge; null on an empty page. */
  endCursor?: Maybe<Scalars['Cursor']['output']>;
  /** True when more follows after `endCursor`. */
  hasNextPage: Scalars['Boolean']['output'];
  /** True when something stands before `startCursor`. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge; null on an empty page. */
  startCursor?: Maybe<Scalars['Cursor']['output']>;
};

/** A request that the exchange has not answered yet. */
export type PendingRequest =
  /** To take the order out. */
  | 'CANCEL'
  /** To change the order. */
  | 'REPLACE';

/** Trading phase of the market or of one instrument. */
export type Phase =
  /** Orders gather for an auction during the session. */
  | 'AUCTION'
  /** Nothing is accepted. */
  | 'CLOSED'
  /** Orders gather for the closing auction. */
  | 'CLOSING_CALL'
  /** Orders match as they come. */
  | 'CONTINUOUS'
  /** Trading is interrupted. */
  | 'HALTED'
  /** Orders gather for the opening auction. */
  | 'OPENING_CALL'
  /** Cancels only, before the opening call. */
  | 'PRE_OPEN';

/** An order to be placed. */
export type PlaceOrderInput = {
  /** The account that pays or delivers. */
  accountId: Scalars['ID']['input'];
  /** Chosen by the client, unique in the account: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientOrderId: Scalars['String']['input'];
  /** The most that the book may show (iceberg), in lots. Of a limit order that may rest. */
  displayQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** Of a GTD order: its last day. */
  expiresOn?: InputMaybe<Scalars['Date']['input']>;
  /** Of LIMIT and STOP_LIMIT. */
  limitPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** Must fill on entry, else nothing does; in lots. Of a limit or market order in continuous trading, not of an iceberg. */
  minimumQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** Shares, in multiples of the lot. */
  quantity: Scalars['Int']['input'];
  /** Buy or sell. */
  side: Side;
  /** Of STOP and STOP_LIMIT: a buy stops above the last price, a sell below it. */
  stopPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** What to trade. */
  ticker: Scalars['Ticker']['input'];
  /** How long it lives. */
  timeInForce?: TimeInForce;
  /** What the order does. */
  type?: OrderType;
};

/** The order as it is now, or why there is none. */
export type PlaceOrderResult = Order | Refusal;

/** What would happen, or why the order would be refused. */
export type PreviewOrderResult = OrderPreview | Refusal;

export type Query = {
  __typename?: 'Query';
  /** Anything that has a global id and that the caller may see: an order, an account or the caller. */
  node?: Maybe<Node>;
  /** One order of the caller; null when it is not there or is somebody else's. */
  order?: Maybe<Order>;
  /** What placing this order would do now, or why it would be refused. Client-chosen ids are not looked at. */
  previewOrder: PreviewOrderResult;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPreviewOrderArgs = {
  input: PlaceOrderInput;
};

/** An expected no: which rule says so, what it allows and what was observed. */
export type Refusal = {
  __typename?: 'Refusal';
  /** The input field that it is about. */
  field?: Maybe<Scalars['String']['output']>;
  /** What the rule allows. */
  limit?: Maybe<Scalars['String']['output']>;
  /** What was wrong and what the caller may do about it. */
  message: Scalars['String']['output'];
  /** What it found. */
  observed?: Maybe<Scalars['String']['output']>;
  /** Stable name of the rule, listed in docs/ERRORS.md. */
  rule: Scalars['String']['output'];
};

/** What is to change of an order; null leaves a field as it is. */
export type ReplaceOrderInput = {
  /** Chosen by the client, unique among the replace requests of the account: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientRequestId: Scalars['String']['input'];
  /** The most that the book may show from now on. */
  displayQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** The new limit price; also of a market order's rest and of a triggered stop. */
  limitPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** Must fill when the change takes effect, else the order stays as it was. */
  minimumQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** The new total, what has filled included. */
  quantity?: InputMaybe<Scalars['Int']['input']>;
  /** The new stop price of a stop that has not been triggered. */
  stopPrice?: InputMaybe<Scalars['Decimal']['input']>;
};

/** The order with its request pending, or why it was not sent. */
export type ReplaceOrderResult = Order | Refusal;

/** Side of an order. */
export type Side =
  /** Gives cash for shares. */
  | 'BUY'
  /** Gives shares for cash. */
  | 'SELL';

export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Every update of the orders of an account, in order, none left out: those after the cursor first when one is given,
   * else from now on.
   */
  orders: OrderUpdate;
};


export type SubscriptionOrdersArgs = {
  accountId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

/**
 * How long an order lives. Limit orders may have any; market orders not GTC or GTD; stops DAY, GTC and GTD only. AUCTION and
 * AT_CLOSE orders trade in a call only, and there before limit orders; their rest is eliminated.
 */
export type TimeInForce =
  /** For the closing call; it waits for it when it is placed before. */
  | 'AT_CLOSE'
  /** For the call in which it is placed; no other phase takes it. */
  | 'AUCTION'
  /** Until the end of the session. */
  | 'DAY'
  /** Fills whole at once, or expires. */
  | 'FOK'
  /** Until it is canceled. */
  | 'GTC'
  /** Until the end of a given day. */
  | 'GTD'
  /** Fills what it can at once; the rest expires. */
  | 'IOC';

/** A person who trades. */
export type User = Node & {
  __typename?: 'User';
  /** Global id. */
  id: Scalars['ID']['output'];
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
  Order: Order;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CancelAllOrdersResult:
    | ( CancelAllResultModelModel )
    | ( RefusalModelModel )
  ;
  CancelOrderResult:
    | ( OrderModelModel )
    | ( RefusalModelModel )
  ;
  PlaceOrderResult:
    | ( OrderModelModel )
    | ( RefusalModelModel )
  ;
  PreviewOrderResult:
    | ( OrderPreviewModelModel )
    | ( RefusalModelModel )
  ;
  ReplaceOrderResult:
    | ( OrderModelModel )
    | ( RefusalModelModel )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Account: ResolverTypeWrapper<AccountModelModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Asset: ResolverTypeWrapper<Asset>;
  CancelAllOrdersResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelAllOrdersResult']>;
  CancelAllResult: ResolverTypeWrapper<CancelAllResultModelModel>;
  CancelOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelOrderResult']>;
  Cost: ResolverTypeWrapper<CostModelModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Execution: ResolverTypeWrapper<ExecutionModelModel>;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<NodeModelModel>;
  Order: ResolverTypeWrapper<OrderModelModel>;
  OrderConnection: ResolverTypeWrapper<OrderConnectionModelModel>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderPreview: ResolverTypeWrapper<OrderPreviewModelModel>;
  OrderStatus: OrderStatus;
  OrderType: OrderType;
  OrderUpdate: ResolverTypeWrapper<OrderUpdateModelModel>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PendingRequest: PendingRequest;
  Phase: Phase;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PlaceOrderResult']>;
  PreviewOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PreviewOrderResult']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Refusal: ResolverTypeWrapper<RefusalModelModel>;
  ReplaceOrderInput: ReplaceOrderInput;
  ReplaceOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReplaceOrderResult']>;
  Side: Side;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Ticker: ResolverTypeWrapper<Scalars['Ticker']['output']>;
  TimeInForce: TimeInForce;
  User: ResolverTypeWrapper<UserModelModel>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Account: AccountModelModel;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Asset: Asset;
  CancelAllOrdersResult: ResolversUnionTypes<ResolversParentTypes>['CancelAllOrdersResult'];
  CancelAllResult: CancelAllResultModelModel;
  CancelOrderResult: ResolversUnionTypes<ResolversParentTypes>['CancelOrderResult'];
  Cost: CostModelModel;
  String: Scalars['String']['output'];
  Cursor: Scalars['Cursor']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Execution: ExecutionModelModel;
  Long: Scalars['Long']['output'];
  Mutation: Record<PropertyKey, never>;
  Node: NodeModelModel;
  Order: OrderModelModel;
  OrderConnection: OrderConnectionModelModel;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderPreview: OrderPreviewModelModel;
  OrderUpdate: OrderUpdateModelModel;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderResult: ResolversUnionTypes<ResolversParentTypes>['PlaceOrderResult'];
  PreviewOrderResult: ResolversUnionTypes<ResolversParentTypes>['PreviewOrderResult'];
  Query: Record<PropertyKey, never>;
  Refusal: RefusalModelModel;
  ReplaceOrderInput: ReplaceOrderInput;
  ReplaceOrderResult: ResolversUnionTypes<ResolversParentTypes>['ReplaceOrderResult'];
  Subscription: Record<PropertyKey, never>;
  Ticker: Scalars['Ticker']['output'];
  User: UserModelModel;
};

export type AccountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['OrderConnection'], ParentType, ContextType, RequireFields<AccountOrdersArgs, 'first'>>;
  ordersCursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset']> = {
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
};

export type CancelAllOrdersResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelAllOrdersResult'] = ResolversParentTypes['CancelAllOrdersResult']> = {
  __resolveType: TypeResolveFn<'CancelAllResult' | 'Refusal', ParentType, ContextType>;
};

export type CancelAllResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelAllResult'] = ResolversParentTypes['CancelAllResult']> = {
  orders?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
  requested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelOrderResult'] = ResolversParentTypes['CancelOrderResult']> = {
  __resolveType: TypeResolveFn<'Order' | 'Refusal', ParentType, ContextType>;
};

export type CostResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Cost'] = ResolversParentTypes['Cost']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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

export type ExecutionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Execution'] = ResolversParentTypes['Execution']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  costs?: Resolver<Array<ResolversTypes['Cost']>, ParentType, ContextType>;
  fees?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  grossAmount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  settlesOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export interface LongScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Long'], any> {
  name: 'Long';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelAllOrders?: Resolver<ResolversTypes['CancelAllOrdersResult'], ParentType, ContextType, RequireFields<MutationCancelAllOrdersArgs, 'accountId'>>;
  cancelOrder?: Resolver<ResolversTypes['CancelOrderResult'], ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'orderId'>>;
  placeOrder?: Resolver<ResolversTypes['PlaceOrderResult'], ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  placeOrders?: Resolver<Array<ResolversTypes['PlaceOrderResult']>, ParentType, ContextType, RequireFields<MutationPlaceOrdersArgs, 'inputs'>>;
  replaceOrder?: Resolver<ResolversTypes['ReplaceOrderResult'], ParentType, ContextType, RequireFields<MutationReplaceOrderArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Account' | 'Order' | 'User', ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  asset?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  averageFillPrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  clientOrderId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  displayQuantity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  executions?: Resolver<Array<ResolversTypes['Execution']>, ParentType, ContextType>;
  expiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  filledQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  leavesQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limitPrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  minimumQuantity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pendingRequest?: Resolver<Maybe<ResolversTypes['PendingRequest']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['Refusal']>, ParentType, ContextType>;
  reservedCash?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  reservedQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  side?: Resolver<ResolversTypes['Side'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  stopPrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  timeInForce?: Resolver<ResolversTypes['TimeInForce'], ParentType, ContextType>;
  triggeredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['OrderType'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderPreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderPreview'] = ResolversParentTypes['OrderPreview']> = {
  availableCashAfter?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  availableQuantityAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costs?: Resolver<Array<ResolversTypes['Cost']>, ParentType, ContextType>;
  fees?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  grossAmount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  netAmount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  referencePrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  settlesOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderUpdate'] = ResolversParentTypes['OrderUpdate']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  execution?: Resolver<Maybe<ResolversTypes['Execution']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
};

export type PlaceOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceOrderResult'] = ResolversParentTypes['PlaceOrderResult']> = {
  __resolveType: TypeResolveFn<'Order' | 'Refusal', ParentType, ContextType>;
};

export type PreviewOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PreviewOrderResult'] = ResolversParentTypes['PreviewOrderResult']> = {
  __resolveType: TypeResolveFn<'OrderPreview' | 'Refusal', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  previewOrder?: Resolver<ResolversTypes['PreviewOrderResult'], ParentType, ContextType, RequireFields<QueryPreviewOrderArgs, 'input'>>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReplaceOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReplaceOrderResult'] = ResolversParentTypes['ReplaceOrderResult']> = {
  __resolveType: TypeResolveFn<'Order' | 'Refusal', ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  orders?: SubscriptionResolver<ResolversTypes['OrderUpdate'], "orders", ParentType, ContextType, RequireFields<SubscriptionOrdersArgs, 'accountId'>>;
};

export interface TickerScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Ticker'], any> {
  name: 'Ticker';
}

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Account?: AccountResolvers<ContextType>;
  Asset?: AssetResolvers<ContextType>;
  CancelAllOrdersResult?: CancelAllOrdersResultResolvers<ContextType>;
  CancelAllResult?: CancelAllResultResolvers<ContextType>;
  CancelOrderResult?: CancelOrderResultResolvers<ContextType>;
  Cost?: CostResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Execution?: ExecutionResolvers<ContextType>;
  Long?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderPreview?: OrderPreviewResolvers<ContextType>;
  OrderUpdate?: OrderUpdateResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlaceOrderResult?: PlaceOrderResultResolvers<ContextType>;
  PreviewOrderResult?: PreviewOrderResultResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  ReplaceOrderResult?: ReplaceOrderResultResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Ticker?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
};

