import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { NodeModel as NodeModelModel, UserModel as UserModelModel, AccountModel as AccountModelModel, OrderModel as OrderModelModel, ExecutionModel as ExecutionModelModel, OrderConnectionModel as OrderConnectionModelModel, OrderUpdateModel as OrderUpdateModelModel, OrderPreviewModel as OrderPreviewModelModel, CostModel as CostModelModel, CancelAllResultModel as CancelAllResultModelModel, RefusalModel as RefusalModelModel, AssetModel as AssetModelModel, PositionModel as PositionModelModel, NoteModel as NoteModelModel, UserSessionModel as UserSessionModelModel, ApiKeyModel as ApiKeyModelModel, CorporateActionModel as CorporateActionModelModel } from '../graph/models.ts';
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
export type Account = Node & {
  __typename?: 'Account';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** The order of a client-chosen id; null when the account has none, and while `placeOrder` has not answered yet. */
  orderByClientOrderId?: Maybe<Order>;
  /** Orders of the account, newest first. */
  orders?: Maybe<OrderConnection>;
  /**
   * The present position of the stream `orders`. Select it together with `orders` and subscribe after it: it is never newer
   * than the lists, so no update is missed, and one that the lists contain already may come again.
   */
  ordersCursor?: Maybe<Scalars['Cursor']['output']>;
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountOrderByClientOrderIdArgs = {
  clientOrderId: Scalars['String']['input'];
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  from?: InputMaybe<Scalars['DateTime']['input']>;
  side?: InputMaybe<Side>;
  status?: InputMaybe<Array<OrderStatus>>;
  ticker?: InputMaybe<Scalars['Ticker']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A key for programs, used as a bearer token. The broker stores only a hash of it. */
export type ApiKey = Node & {
  __typename?: 'ApiKey';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** An instrument of the exchange: the rules for its orders and its market data. */
export type Asset = Node & {
  __typename?: 'Asset';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Identifies its book; the fractional market has its own books and tickers. */
  ticker: Scalars['Ticker']['output'];
};

/** The orders with a pending cancel, or the refusal. */
export type CancelAllOrdersResult = CancelAllResult | Refusal;

/** The orders of the request with a pending cancel. */
export type CancelAllResult = {
  __typename?: 'CancelAllResult';
  /** The orders, newest first. */
  orders: Array<Order>;
  /** Open orders for which no cancel was sent yet: repeat the mutation until there are none. */
  remaining: Scalars['Int']['output'];
  /** Number of the orders: those whose cancel this request sent, and those whose cancel was pending before it. */
  requested: Scalars['Int']['output'];
};

/** The order with its pending request, or the refusal. */
export type CancelOrderResult = Order | Refusal;

/** A corporate action, as the company declared it. Amounts and factors are exact decimals, with as many places as were declared. */
export type CorporateAction = Node & {
  __typename?: 'CorporateAction';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** One cost of a trade or of a note. */
export type Cost = {
  __typename?: 'Cost';
  /** The amount. */
  amount: Scalars['Decimal']['output'];
  /** The name in the fee table. */
  name: Scalars['String']['output'];
};

/** One fill of an order. */
export type Execution = {
  __typename?: 'Execution';
  /** Time of the trade, on the market's clock. */
  at: Scalars['DateTime']['output'];
  /** Each cost. */
  costs: Array<Cost>;
  /** Sum of all costs. */
  fees: Scalars['Decimal']['output'];
  /** Price times quantity. */
  grossAmount: Scalars['Decimal']['output'];
  /** Opaque and stable. */
  id: Scalars['ID']['output'];
  /** The order. */
  order: Order;
  /** Price per share. */
  price: Scalars['Decimal']['output'];
  /** Shares traded. */
  quantity: Scalars['Int']['output'];
  /** The settlement day. */
  settlesOn: Scalars['Date']['output'];
};

/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Sends a cancel of every open order of an account to the exchange, or of those of one ticker or side. An order whose cancel
   * is pending already gets no second one, and counts in the result. Thousands of orders take longer than one request may: it then ends
   * after some seconds with remaining above 0, and a repeat goes on. Refusals: ACCOUNT_NOT_FOUND, UNKNOWN_TICKER.
   */
  cancelAllOrders?: Maybe<CancelAllOrdersResult>;
  /**
   * Sends a cancel of an open order to the exchange, which answers on the stream `orders`. A repeat while the first is pending
   * is the same request.
   */
  cancelOrder?: Maybe<CancelOrderResult>;
  /** Places one order. The same client order id with the same content returns the same order again. */
  placeOrder?: Maybe<PlaceOrderResult>;
  /**
   * Places up to 100 orders, independently of each other; the answers have the order of the inputs. Above 100 orders, every
   * answer is the refusal TOO_MANY_ORDERS.
   */
  placeOrders?: Maybe<Array<PlaceOrderResult>>;
  /**
   * Sends a change of an open order to the exchange, which answers on the stream `orders`. The same client request id with
   * the same content is the same request.
   */
  replaceOrder?: Maybe<ReplaceOrderResult>;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationCancelAllOrdersArgs = {
  accountId: Scalars['ID']['input'];
  side?: InputMaybe<Side>;
  ticker?: InputMaybe<Scalars['Ticker']['input']>;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationCancelOrderArgs = {
  orderId: Scalars['ID']['input'];
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationPlaceOrdersArgs = {
  inputs: Array<PlaceOrderInput>;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationReplaceOrderArgs = {
  input: ReplaceOrderInput;
};

/** An object with an id that is unique in the whole graph. */
export type Node = {
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** A brokerage note (nota de negociação): the trades of an account on one trade date, with their costs and withheld tax. */
export type Note = Node & {
  __typename?: 'Note';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** An order of an account. Visible to the owner of the account alone. */
export type Order = Node & {
  __typename?: 'Order';
  /** The account that pays or delivers. */
  account?: Maybe<Account>;
  /** The id of the account that pays or delivers. */
  accountId: Scalars['ID']['output'];
  /** The instrument. */
  asset?: Maybe<Asset>;
  /** Average price of the fills without costs, four decimal places; null before the first fill. */
  averageFillPrice?: Maybe<Scalars['Decimal']['output']>;
  /** The client-chosen id, unique in the account. */
  clientOrderId: Scalars['String']['output'];
  /** Time of the broker's acceptance, on the market's clock. */
  createdAt: Scalars['DateTime']['output'];
  /** Displayed quantity of an iceberg; null when the book shows the whole order. */
  displayQuantity?: Maybe<Scalars['Int']['output']>;
  /** Number of all fills. */
  executionCount: Scalars['Int']['output'];
  /** The newest fills, oldest first. In a stream at most 100; `OrderUpdate.execution` is cheaper there: it is the fill of the update alone. */
  executions: Array<Execution>;
  /** The last day of a GTD order. */
  expiresOn?: Maybe<Scalars['Date']['output']>;
  /** Shares filled so far. */
  filledQuantity: Scalars['Int']['output'];
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Shares that may still fill; 0 for an ended order. */
  leavesQuantity: Scalars['Int']['output'];
  /** The limit price. A market order or triggered stop gets the price at which its rest is in the book; null before. */
  limitPrice?: Maybe<Scalars['Decimal']['output']>;
  /** Minimum quantity that must fill on entry; else the order expires without a fill. */
  minimumQuantity?: Maybe<Scalars['Int']['output']>;
  /** The cancel or replace that the exchange has not answered yet; null for an ended order. */
  pendingRequest?: Maybe<PendingRequest>;
  /** Total shares, filled shares included. */
  quantity: Scalars['Int']['output'];
  /** The reason of a rejected order, or of one that the exchange canceled for a corporate action; null for any other. */
  refusal?: Maybe<Refusal>;
  /** Cash reserved for the future fills of a buy, costs included; zero for a sell. */
  reservedCash: Scalars['Decimal']['output'];
  /** Shares reserved for the future fills of a sell; zero for a buy. */
  reservedQuantity: Scalars['Int']['output'];
  /** Buy or sell. */
  side: Side;
  /** The status. Positions and cash follow a fill and the end of the order a moment later: see the stream `orders`. */
  status: OrderStatus;
  /** The stop price. */
  stopPrice?: Maybe<Scalars['Decimal']['output']>;
  /** The ticker of the instrument. */
  ticker: Scalars['Ticker']['output'];
  /** The time in force. */
  timeInForce: TimeInForce;
  /** Time of the trigger of a stop, on the market's clock. */
  triggeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** The order type. */
  type: OrderType;
  /** Time of the last change, on the market's clock. */
  updatedAt: Scalars['DateTime']['output'];
  /**
   * The newest updates of the order, oldest first: its life, with its changes, fills and the terms after each. In a stream at most
   * 100. The broker keeps updates for the days of its setting KEEP_UPDATES_DAYS (30); an older order has none left.
   */
  updates: Array<OrderUpdate>;
  /** Grows by one with every update of the order, so that a cache can keep the newer of two states. */
  version: Scalars['Int']['output'];
};


/** An order of an account. Visible to the owner of the account alone. */
export type OrderExecutionsArgs = {
  last?: Scalars['Int']['input'];
};


/** An order of an account. Visible to the owner of the account alone. */
export type OrderUpdatesArgs = {
  last?: Scalars['Int']['input'];
};

/** A page of orders, newest first. */
export type OrderConnection = {
  __typename?: 'OrderConnection';
  /** The orders with their cursors. */
  edges: Array<OrderEdge>;
  /** The orders. */
  nodes: Array<Order>;
  /** The position of the page. */
  pageInfo: PageInfo;
  /** Number of orders that match the filter, on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An order in a list. */
export type OrderEdge = {
  __typename?: 'OrderEdge';
  /** The cursor of the order in the list. */
  cursor: Scalars['Cursor']['output'];
  /** The order. */
  node: Order;
};

/** The expected effect of an order. */
export type OrderPreview = {
  __typename?: 'OrderPreview';
  /** Available cash after placing the order. */
  availableCashAfter: Scalars['Decimal']['output'];
  /** Available shares of the instrument after placing the order. */
  availableQuantityAfter: Scalars['Int']['output'];
  /** Each cost. */
  costs: Array<Cost>;
  /**
   * For a buy, the cash to reserve beyond `grossAmount` and `fees`; what the order does not need of it is released when it fills or
   * ends. It covers a higher price (of a stop without a limit the stop price plus ten percent, of a market order in a call the top of
   * the price band), fills in auctions, fees that are raised to the next centavo for each fill, and brokerage for each further day
   * on which the order may trade. 0.00 for a sell.
   */
  extraReserve: Scalars['Decimal']['output'];
  /** Sum of all costs of the gross amount. */
  fees: Scalars['Decimal']['output'];
  /** Reference price times quantity. */
  grossAmount: Scalars['Decimal']['output'];
  /** For a buy, the cash to reserve: `grossAmount` plus `fees` plus `extraReserve`. For a sell, `grossAmount` minus `fees`. */
  netAmount: Scalars['Decimal']['output'];
  /**
   * The price of the gross amount: the limit, else the stop price. For a market order the best opposite price; in a call
   * the theoretical price, else the last price, else the previous close.
   */
  referencePrice: Scalars['Decimal']['output'];
  /** The settlement day of a trade of today. */
  settlesOn: Scalars['Date']['output'];
};

/** The status of an order. FILLED, CANCELED, EXPIRED and REJECTED are final. */
export type OrderStatus =
  /** Canceled on request, or by self-trade prevention. */
  | 'CANCELED'
  /** Ended by the exchange: the rest of an IOC or FOK order, an unmet minimum quantity, an order for a call after it, the end of the last day. */
  | 'EXPIRED'
  /** Filled whole. */
  | 'FILLED'
  /** In the book, without a fill. */
  | 'OPEN'
  /** In the book, partly filled. */
  | 'PARTIALLY_FILLED'
  /** Accepted by the broker; the exchange has not answered yet. */
  | 'PENDING'
  /** Rejected by the exchange; `refusal` has the reason. */
  | 'REJECTED';

/** How an order gets its price. docs/RULES.md has the rules of each type. */
export type OrderType =
  /** Trades at its limit price or better. */
  | 'LIMIT'
  /** Trades at the best opposite price; the rest becomes a limit order at that price. */
  | 'MARKET'
  /**
   * Becomes a market order once the market trades at its stop price: a buy at or above it, a sell at or below it. It is
   * OPEN while it waits, and stays OPEN when it is triggered (see triggeredAt).
   */
  | 'STOP'
  /** Becomes a limit order once the market trades at its stop price. The limit of a buy is at or above the stop price, of a sell at or below it. */
  | 'STOP_LIMIT';

/** An update of an order: an event of the stream `orders`. */
export type OrderUpdate = {
  __typename?: 'OrderUpdate';
  /** Time of the change, on the market's clock. */
  at: Scalars['DateTime']['output'];
  /** The cursor: a subscription after it continues the stream. */
  cursor: Scalars['Cursor']['output'];
  /** The fill behind this update; null for an update that is no fill. */
  execution?: Maybe<Execution>;
  /** The event behind the update. */
  kind: OrderUpdateKind;
  /** The order right after this update, not in its present state. */
  order: Order;
};

/** The kind of an update: the event behind it. */
export type OrderUpdateKind =
  /** The exchange took the order. */
  | 'ACCEPTED'
  /** The order ended by a cancel. */
  | 'CANCELED'
  /** The exchange did not cancel the order: it goes on. */
  | 'CANCEL_REJECTED'
  /** The broker took a request to cancel the order and sends it to the exchange. */
  | 'CANCEL_REQUESTED'
  /** The order ended by its time in force. */
  | 'EXPIRED'
  /** A fill, of a part or of the rest: `execution`. */
  | 'FILLED'
  /** The broker accepted the order and sends it to the exchange. */
  | 'PLACED'
  /** The exchange rejected the order; `refusal` has the reason. */
  | 'REJECTED'
  /** The exchange changed the order: `order` has its new terms. */
  | 'REPLACED'
  /** The exchange did not change the order: its terms stay. */
  | 'REPLACE_REJECTED'
  /** The broker took a request to change the order and sends it to the exchange. */
  | 'REPLACE_REQUESTED'
  /** The market reached the stop price. */
  | 'TRIGGERED';

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

/** A request that the exchange has not answered yet. An order that has ended waits for no answer. */
export type PendingRequest =
  /** A cancel of the order. */
  | 'CANCEL'
  /** A change of the order. */
  | 'REPLACE';

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

/** A new order. */
export type PlaceOrderInput = {
  /** The account that pays or delivers. */
  accountId: Scalars['ID']['input'];
  /** Chosen by the client, unique in the account: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientOrderId: Scalars['String']['input'];
  /** Displayed quantity of an iceberg, a multiple of the lot. Only for limit orders that may rest. */
  displayQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** The last day of a GTD order. */
  expiresOn?: InputMaybe<Scalars['Date']['input']>;
  /** The limit price of a LIMIT or STOP_LIMIT order. */
  limitPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** Minimum quantity that must fill on entry, a multiple of the lot. Only for limit and market orders in continuous trading, not for icebergs. */
  minimumQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** Shares, a multiple of the lot. */
  quantity: Scalars['Int']['input'];
  /** Buy or sell. */
  side: Side;
  /** The stop price of a STOP or STOP_LIMIT order: of a buy above the last price, of a sell below it. */
  stopPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** The instrument. */
  ticker: Scalars['Ticker']['input'];
  /** The time in force. */
  timeInForce?: TimeInForce;
  /** The order type. */
  type?: OrderType;
};

/** The order in its present state, or the refusal. */
export type PlaceOrderResult = Order | Refusal;

/** Shares of one instrument in an account. */
export type Position = Node & {
  __typename?: 'Position';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** The expected effect, or the refusal. */
export type PreviewOrderResult = OrderPreview | Refusal;

/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type Query = {
  __typename?: 'Query';
  /**
   * The object of an id: an order, account, position or instrument, the caller, or a session or API key of the caller.
   * Null when it does not exist or belongs to another user. An instrument is open to all; any other object needs a token or an API key with the scope READ, and so does an
   * operation that selects fields of one: without them the whole field is refused.
   */
  node?: Maybe<Node>;
  /**
   * The objects of at most 100 ids, in the order of the ids, each under the rules of `node`. One that fails is null and has an
   * error at its place.
   */
  nodes?: Maybe<Array<Maybe<Node>>>;
  /** An order of the caller; null for an unknown order and for an order of another user. */
  order?: Maybe<Order>;
  /** The effect of placing this order now, or the refusal. Client-chosen ids are ignored. */
  previewOrder?: Maybe<PreviewOrderResult>;
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryPreviewOrderArgs = {
  input: PlaceOrderInput;
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

/**
 * A change of an order: a field that is left out leaves its term unchanged. Null removes a displayed or minimum quantity;
 * for any other field it is BAD_USER_INPUT.
 */
export type ReplaceOrderInput = {
  /** Chosen by the client, unique among the replace requests of the account: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientRequestId: Scalars['String']['input'];
  /** The new displayed quantity; null shows the whole order. */
  displayQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** The new limit price; also for the rest of a market order and for a triggered stop. */
  limitPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** Minimum quantity that must fill when the change takes effect, else the order stays unchanged; null removes the minimum. */
  minimumQuantity?: InputMaybe<Scalars['Int']['input']>;
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** The new total, filled shares included. */
  quantity?: InputMaybe<Scalars['Int']['input']>;
  /** The new stop price of a waiting stop. */
  stopPrice?: InputMaybe<Scalars['Decimal']['input']>;
};

/** The order with its pending request, or the refusal. */
export type ReplaceOrderResult = Order | Refusal;

/** Side of an order. */
export type Side =
  /** Buys shares for cash. */
  | 'BUY'
  /** Sells shares for cash. */
  | 'SELL';

/** Streams of events. */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Every update of the orders of an account, in sequence and without a gap: after the given cursor, or from now on without
   * one. An order ends with one final update, in which nothing is pending. Positions and cash follow an update a moment later,
   * also the final one: to see them changed, wait for the entries of the stream `wallet` that name the order.
   */
  orders: OrderUpdate;
};


/** Streams of events. */
export type SubscriptionOrdersArgs = {
  accountId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

/**
 * How long an order stays valid. Limit orders may have any value, market orders any but GTC and GTD, stops DAY, GTC and GTD.
 * AUCTION and AT_CLOSE orders trade in a call only, before limit orders; their rest expires after it.
 */
export type TimeInForce =
  /** For the closing call; an earlier order waits for it. */
  | 'AT_CLOSE'
  /** For the present call; no other phase accepts it. */
  | 'AUCTION'
  /** Until the end of the session. */
  | 'DAY'
  /** Fill or kill: fills whole at once, or expires. */
  | 'FOK'
  /** Until a request cancels it. */
  | 'GTC'
  /** Until the end of `expiresOn`. */
  | 'GTD'
  /** Immediate or cancel: fills what it can at once; the rest expires. */
  | 'IOC';

/** A person who signed up. Visible to that person alone. */
export type User = Node & {
  __typename?: 'User';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** A sign-in that is still valid. */
export type UserSession = Node & {
  __typename?: 'UserSession';
  /** Unique in the whole graph, opaque and stable. */
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
  Execution: Execution;
  Order: Order;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}> );
  Execution:
    ( { __typename: 'Execution' }
    & GraphQLRecursivePick<FederationTypes['Execution'], {"id":true}> );
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
  ApiKey: ResolverTypeWrapper<ApiKeyModelModel>;
  Asset: ResolverTypeWrapper<AssetModelModel>;
  CancelAllOrdersResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelAllOrdersResult']>;
  CancelAllResult: ResolverTypeWrapper<CancelAllResultModelModel>;
  CancelOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelOrderResult']>;
  CorporateAction: ResolverTypeWrapper<CorporateActionModelModel>;
  Cost: ResolverTypeWrapper<CostModelModel>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Execution: ResolverTypeWrapper<ExecutionModelModel>;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<NodeModelModel>;
  Note: ResolverTypeWrapper<NoteModelModel>;
  Order: ResolverTypeWrapper<OrderModelModel>;
  OrderConnection: ResolverTypeWrapper<OrderConnectionModelModel>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderPreview: ResolverTypeWrapper<OrderPreviewModelModel>;
  OrderStatus: OrderStatus;
  OrderType: OrderType;
  OrderUpdate: ResolverTypeWrapper<OrderUpdateModelModel>;
  OrderUpdateKind: OrderUpdateKind;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PendingRequest: PendingRequest;
  Phase: Phase;
  PhaseCause: PhaseCause;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PlaceOrderResult']>;
  Position: ResolverTypeWrapper<PositionModelModel>;
  PreviewOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PreviewOrderResult']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Refusal: ResolverTypeWrapper<RefusalModelModel>;
  RefusalRule: RefusalRule;
  ReplaceOrderInput: ReplaceOrderInput;
  ReplaceOrderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReplaceOrderResult']>;
  Side: Side;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Ticker: ResolverTypeWrapper<Scalars['Ticker']['output']>;
  TimeInForce: TimeInForce;
  User: ResolverTypeWrapper<UserModelModel>;
  UserSession: ResolverTypeWrapper<UserSessionModelModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Account: AccountModelModel;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  ApiKey: ApiKeyModelModel;
  Asset: AssetModelModel;
  CancelAllOrdersResult: ResolversUnionTypes<ResolversParentTypes>['CancelAllOrdersResult'];
  CancelAllResult: CancelAllResultModelModel;
  CancelOrderResult: ResolversUnionTypes<ResolversParentTypes>['CancelOrderResult'];
  CorporateAction: CorporateActionModelModel;
  Cost: CostModelModel;
  Cursor: Scalars['Cursor']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Execution: ExecutionModelModel;
  Long: Scalars['Long']['output'];
  Mutation: Record<PropertyKey, never>;
  Node: NodeModelModel;
  Note: NoteModelModel;
  Order: OrderModelModel;
  OrderConnection: OrderConnectionModelModel;
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderPreview: OrderPreviewModelModel;
  OrderUpdate: OrderUpdateModelModel;
  PageInfo: PageInfo;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderResult: ResolversUnionTypes<ResolversParentTypes>['PlaceOrderResult'];
  Position: PositionModelModel;
  PreviewOrderResult: ResolversUnionTypes<ResolversParentTypes>['PreviewOrderResult'];
  Query: Record<PropertyKey, never>;
  Refusal: RefusalModelModel;
  ReplaceOrderInput: ReplaceOrderInput;
  ReplaceOrderResult: ResolversUnionTypes<ResolversParentTypes>['ReplaceOrderResult'];
  Subscription: Record<PropertyKey, never>;
  Ticker: Scalars['Ticker']['output'];
  User: UserModelModel;
  UserSession: UserSessionModelModel;
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
  orderByClientOrderId?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<AccountOrderByClientOrderIdArgs, 'clientOrderId'>>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<AccountOrdersArgs, 'first'>>;
  ordersCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelAllOrdersResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelAllOrdersResult'] = ResolversParentTypes['CancelAllOrdersResult']> = {
  __resolveType: TypeResolveFn<'CancelAllResult' | 'Refusal', ParentType, ContextType>;
};

export type CancelAllResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelAllResult'] = ResolversParentTypes['CancelAllResult']> = {
  orders?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelOrderResult'] = ResolversParentTypes['CancelOrderResult']> = {
  __resolveType: TypeResolveFn<'Order' | 'Refusal', ParentType, ContextType>;
};

export type CorporateActionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CorporateAction'] = ResolversParentTypes['CorporateAction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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

export type ExecutionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Execution'] = ResolversParentTypes['Execution'], FederationReferenceType extends FederationReferenceTypes['Execution'] = FederationReferenceTypes['Execution']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Execution']> | FederationReferenceType, FederationReferenceType, ContextType>;
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
  cancelAllOrders?: Resolver<Maybe<ResolversTypes['CancelAllOrdersResult']>, ParentType, ContextType, RequireFields<MutationCancelAllOrdersArgs, 'accountId'>>;
  cancelOrder?: Resolver<Maybe<ResolversTypes['CancelOrderResult']>, ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'orderId'>>;
  placeOrder?: Resolver<Maybe<ResolversTypes['PlaceOrderResult']>, ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  placeOrders?: Resolver<Maybe<Array<ResolversTypes['PlaceOrderResult']>>, ParentType, ContextType, RequireFields<MutationPlaceOrdersArgs, 'inputs'>>;
  replaceOrder?: Resolver<Maybe<ResolversTypes['ReplaceOrderResult']>, ParentType, ContextType, RequireFields<MutationReplaceOrderArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Account' | 'ApiKey' | 'Asset' | 'CorporateAction' | 'Note' | 'Order' | 'Position' | 'User' | 'UserSession', ParentType, ContextType>;
};

export type NoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Note'] = ResolversParentTypes['Note']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  accountId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  averageFillPrice?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  clientOrderId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  displayQuantity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  executionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  executions?: Resolver<Array<ResolversTypes['Execution']>, ParentType, ContextType, RequireFields<OrderExecutionsArgs, 'last'>>;
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
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  timeInForce?: Resolver<ResolversTypes['TimeInForce'], ParentType, ContextType>;
  triggeredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['OrderType'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updates?: Resolver<Array<ResolversTypes['OrderUpdate']>, ParentType, ContextType, RequireFields<OrderUpdatesArgs, 'last'>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
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
  extraReserve?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
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
  kind?: Resolver<ResolversTypes['OrderUpdateKind'], ParentType, ContextType>;
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

export type PositionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Position'] = ResolversParentTypes['Position']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PreviewOrderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PreviewOrderResult'] = ResolversParentTypes['PreviewOrderResult']> = {
  __resolveType: TypeResolveFn<'OrderPreview' | 'Refusal', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Maybe<Array<Maybe<ResolversTypes['Node']>>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  previewOrder?: Resolver<Maybe<ResolversTypes['PreviewOrderResult']>, ParentType, ContextType, RequireFields<QueryPreviewOrderArgs, 'input'>>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['RefusalRule'], ParentType, ContextType>;
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

export type UserSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserSession'] = ResolversParentTypes['UserSession']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Account?: AccountResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  Asset?: AssetResolvers<ContextType>;
  CancelAllOrdersResult?: CancelAllOrdersResultResolvers<ContextType>;
  CancelAllResult?: CancelAllResultResolvers<ContextType>;
  CancelOrderResult?: CancelOrderResultResolvers<ContextType>;
  CorporateAction?: CorporateActionResolvers<ContextType>;
  Cost?: CostResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Execution?: ExecutionResolvers<ContextType>;
  Long?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Note?: NoteResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderPreview?: OrderPreviewResolvers<ContextType>;
  OrderUpdate?: OrderUpdateResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlaceOrderResult?: PlaceOrderResultResolvers<ContextType>;
  Position?: PositionResolvers<ContextType>;
  PreviewOrderResult?: PreviewOrderResultResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  ReplaceOrderResult?: ReplaceOrderResultResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Ticker?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
  UserSession?: UserSessionResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  delivery?: DeliveryDirectiveResolver<any, any, ContextType>;
};
