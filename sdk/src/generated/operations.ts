/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Access of an API key. A session has every scope, and alone manages keys, sessions and the password. */
export type AccessScope =
  /** Queries and subscriptions. */
  | 'READ'
  /** Orders. */
  | 'TRADE'
  /** Deposits, withdrawals and accounts. */
  | 'TRANSFER';

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

/** A change of the password. */
export type ChangePasswordInput = {
  /** The present password. */
  currentPassword: string;
  /** The new password, under the rules of the sign-up. */
  newPassword: string;
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** Instant at which the key expires, in the future; null: it does not. */
  expiresAt?: string | null | undefined;
  /** 1 to 100 characters, not only spaces. */
  name: string;
  /** At least one scope. */
  scopes: Array<AccessScope>;
};

/** A deposit of cash. */
export type DepositInput = {
  /** Global id of the account that receives it. */
  accountId: string;
  /** Positive, in whole centavos. */
  amount: string;
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: string;
};

/** A deposit of shares from another custodian. */
export type DepositSharesInput = {
  /** Global id of the account that receives it. */
  accountId: string;
  /** Mean cost of a share there, with four places at most, as `Position.averagePrice` shows it. Either this or totalCost. */
  averagePrice?: string | null | undefined;
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: string;
  /** Number of shares, positive. */
  quantity: number;
  /** Ticker of the shares. */
  ticker: string;
  /** Cost of all the shares there, in whole centavos. Either this or averagePrice. */
  totalCost?: string | null | undefined;
};

/** Kind of a statement entry. */
export type EntryKind =
  /** Shares changed by a corporate action such as a split or a bonus issue. */
  | 'CORPORATE_ACTION'
  /** Shares deposited from another custodian. */
  | 'CUSTODY_TRANSFER'
  /** Cash deposited. */
  | 'DEPOSIT'
  /** Cash paid by a company to its shareholders. */
  | 'DIVIDEND'
  /** Provisional costs of a fill, or the difference between them and the costs of the day's note. */
  | 'FEE'
  /** Cash or shares released from an order. */
  | 'RELEASE'
  /** Cash or shares reserved for an order. */
  | 'RESERVE'
  /** The account reset to its initial state. */
  | 'RESET'
  /** Due cash or shares exchanged with the clearing house; the available amount does not change. */
  | 'SETTLEMENT'
  /** Income tax withheld by the day's note. */
  | 'TAX'
  /** A fill: shares exchanged for cash, without costs. */
  | 'TRADE'
  /** Cash withdrawn. */
  | 'WITHDRAWAL';

/** An exercise of subscription rights. */
export type ExerciseSubscriptionInput = {
  /** Global id of the account that holds the rights. */
  accountId: string;
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: string;
  /** Number of rights, positive; each buys a share. */
  quantity: number;
  /** Ticker of the right: PETR2 for PETR4, as `CorporateAction.rightTicker` has it. */
  ticker: string;
};

/** Order of a list of movers. */
export type MoversBy =
  /** Highest rise first, in percent of the previous close. */
  | 'GAIN'
  /** Deepest fall first, in percent of the previous close. */
  | 'LOSS'
  /** Highest turnover first. */
  | 'TURNOVER';

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
  accountId: string;
  /** Chosen by the client, unique in the account: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientOrderId: string;
  /** Displayed quantity of an iceberg, a multiple of the lot. Only for limit orders that may rest. */
  displayQuantity?: number | null | undefined;
  /** The last day of a GTD order. */
  expiresOn?: string | null | undefined;
  /** The limit price of a LIMIT or STOP_LIMIT order. */
  limitPrice?: string | null | undefined;
  /** Minimum quantity that must fill on entry, a multiple of the lot. Only for limit and market orders in continuous trading, not for icebergs. */
  minimumQuantity?: number | null | undefined;
  /** Shares, a multiple of the lot. */
  quantity: number;
  /** Buy or sell. */
  side: Side;
  /** The stop price of a STOP or STOP_LIMIT order: of a buy above the last price, of a sell below it. */
  stopPrice?: string | null | undefined;
  /** The instrument. */
  ticker: string;
  /** The time in force. */
  timeInForce?: TimeInForce;
  /** The order type. */
  type?: OrderType;
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
  clientRequestId: string;
  /** The new displayed quantity; null shows the whole order. */
  displayQuantity?: number | null | undefined;
  /** The new limit price; also for the rest of a market order and for a triggered stop. */
  limitPrice?: string | null | undefined;
  /** Minimum quantity that must fill when the change takes effect, else the order stays unchanged; null removes the minimum. */
  minimumQuantity?: number | null | undefined;
  /** The order. */
  orderId: string;
  /** The new total, filled shares included. */
  quantity?: number | null | undefined;
  /** The new stop price of a waiting stop. */
  stopPrice?: string | null | undefined;
};

/** Kind of a result, which the law taxes apart. */
export type ResultKind =
  /** Capital that a company paid back, beyond the cost of the shares. */
  | 'CAPITAL_RETURN'
  /** A purchase and a sale of one security on one day. */
  | 'DAY_TRADE'
  /** A sale of shares that were held before the day, or remain of the day's purchases. */
  | 'ORDINARY';

/** Side of an order. */
export type Side =
  /** Buys shares for cash. */
  | 'BUY'
  /** Sells shares for cash. */
  | 'SELL';

/** Credentials of a user. */
export type SignInInput = {
  /** The e-mail address of the sign-up. */
  email: string;
  /** The password of the sign-up. */
  password: string;
};

/** Data of a new user. */
export type SignUpInput = {
  /** E-mail address for sign-in. Case does not matter; the server trims it. */
  email: string;
  /** 1 to 100 characters, not only spaces. */
  name: string;
  /** 8 to 128 characters. Common passwords and the e-mail address are refused. */
  password: string;
};

/** Results that offset each other: losses are deducted from later profits of the same pool alone. */
export type TaxPool =
  /** Capital paid back beyond the cost of the shares: a gain outside the exchange, from which no loss is deducted. */
  | 'CAPITAL_GAIN'
  /** Stocks, units, ETFs, BDRs, subscription rights and receipts, day trades aside. */
  | 'COMMON'
  /** Day trades of everything but real estate funds. */
  | 'DAY_TRADE'
  /** Shares of real estate funds (FII), day trades included. */
  | 'REIT';

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

/** A withdrawal of cash. */
export type WithdrawInput = {
  /** Global id of the account that pays it. */
  accountId: string;
  /** Positive, in whole centavos, at most the withdrawable amount. */
  amount: string;
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: string;
};

export type ApiKeyFieldsFragment = { id: string, name: string, scopes: Array<AccessScope>, prefix: string, createdAt: string, lastUsedAt: string | null, expiresAt: string | null };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { me: { sessions: Array<{ id: string, createdAt: string, lastUsedAt: string, expiresAt: string, isCurrent: boolean }> } | null };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { me: { apiKeys: Array<{ id: string, name: string, scopes: Array<AccessScope>, prefix: string, createdAt: string, lastUsedAt: string | null, expiresAt: string | null }> } | null };

export type SignOutMutationVariables = Exact<{
  everywhere?: boolean;
}>;


export type SignOutMutation = { signOut: boolean | null };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword:
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
    | { __typename: 'Session', token: string, expiresAt: string, user: { id: string, email: string, name: string, accounts: Array<{ id: string, name: string }> | null } }
   | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey:
    | { __typename: 'NewApiKey', secret: string, apiKey: { id: string, name: string, scopes: Array<AccessScope>, prefix: string, createdAt: string, lastUsedAt: string | null, expiresAt: string | null } }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
   | null };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: boolean | null };

export type OrdersCursorQueryVariables = Exact<{
  accountId: string;
}>;


export type OrdersCursorQuery = { account: { ordersCursor: string | null } | null };

export type WalletCursorQueryVariables = Exact<{
  accountId: string;
}>;


export type WalletCursorQuery = { account: { walletCursor: string } | null };

export type NewestTradeQueryVariables = Exact<{
  ticker: string;
}>;


export type NewestTradeQuery = { asset: { trades: { nodes: Array<{ cursor: string }> } | null } | null };

export type AssetFieldsFragment = { id: string, ticker: string, isin: string, name: string, kind: AssetKind, status: AssetStatus, lotSize: number, tickSize: string, maxOrderQuantity: number, priceBand: { low: string, high: string } | null, twin: { ticker: string } | null };

export type QuoteFieldsFragment = { id: string, ticker: string, phase: Phase, phaseCause: PhaseCause, phaseEndsAt: string | null, tradeDate: string, last: string | null, open: string | null, high: string | null, low: string | null, previousClose: string | null, change: string | null, changePercent: string | null, bid: string | null, bidQuantity: number | null, ask: string | null, askQuantity: number | null, volume: number, turnover: string, tradeCount: number, averagePrice: string | null, theoreticalPrice: string | null, theoreticalQuantity: number | null, at: string, sequence: number, skipped: number };

export type BookFieldsFragment = { id: string, ticker: string, at: string, sequence: number, skipped: number, bids: Array<{ price: string, quantity: number, orders: number }>, asks: Array<{ price: string, quantity: number, orders: number }> };

export type CandleFieldsFragment = { id: string, ticker: string, interval: CandleInterval, openedAt: string, open: string, high: string, low: string, close: string, volume: number, turnover: string, tradeCount: number, isClosed: boolean, lastTradeSequence: number | null, cursor: string };

export type TradeFieldsFragment = { id: string, ticker: string, price: string, quantity: number, aggressor: Side | null, at: string, sequence: number, cursor: string };

export type MarketStatusFieldsFragment = { phase: Phase, phaseCause: PhaseCause, now: string, today: string, isTradingDay: boolean, nextPhase: Phase, nextPhaseAt: string };

export type AssetQueryVariables = Exact<{
  ticker: string;
}>;


export type AssetQuery = { asset: { id: string, ticker: string, isin: string, name: string, kind: AssetKind, status: AssetStatus, lotSize: number, tickSize: string, maxOrderQuantity: number, quote: { id: string, ticker: string, phase: Phase, phaseCause: PhaseCause, phaseEndsAt: string | null, tradeDate: string, last: string | null, open: string | null, high: string | null, low: string | null, previousClose: string | null, change: string | null, changePercent: string | null, bid: string | null, bidQuantity: number | null, ask: string | null, askQuantity: number | null, volume: number, turnover: string, tradeCount: number, averagePrice: string | null, theoreticalPrice: string | null, theoreticalQuantity: number | null, at: string, sequence: number, skipped: number } | null, priceBand: { low: string, high: string } | null, twin: { ticker: string } | null } | null };

export type AssetsQueryVariables = Exact<{
  search?: string | null | undefined;
  kind?: AssetKind | null | undefined;
  fractional?: boolean | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type AssetsQuery = { assets: { totalCount: number, nodes: Array<{ id: string, ticker: string, isin: string, name: string, kind: AssetKind, status: AssetStatus, lotSize: number, tickSize: string, maxOrderQuantity: number, priceBand: { low: string, high: string } | null, twin: { ticker: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type QuotesQueryVariables = Exact<{
  tickers: Array<string> | string;
}>;


export type QuotesQuery = { quotes: Array<{ id: string, ticker: string, phase: Phase, phaseCause: PhaseCause, phaseEndsAt: string | null, tradeDate: string, last: string | null, open: string | null, high: string | null, low: string | null, previousClose: string | null, change: string | null, changePercent: string | null, bid: string | null, bidQuantity: number | null, ask: string | null, askQuantity: number | null, volume: number, turnover: string, tradeCount: number, averagePrice: string | null, theoreticalPrice: string | null, theoreticalQuantity: number | null, at: string, sequence: number, skipped: number, asset: { name: string, status: AssetStatus } | null } | null> | null };

export type MoversQueryVariables = Exact<{
  by: MoversBy;
  first?: number;
}>;


export type MoversQuery = { movers: Array<{ id: string, ticker: string, phase: Phase, phaseCause: PhaseCause, phaseEndsAt: string | null, tradeDate: string, last: string | null, open: string | null, high: string | null, low: string | null, previousClose: string | null, change: string | null, changePercent: string | null, bid: string | null, bidQuantity: number | null, ask: string | null, askQuantity: number | null, volume: number, turnover: string, tradeCount: number, averagePrice: string | null, theoreticalPrice: string | null, theoreticalQuantity: number | null, at: string, sequence: number, skipped: number, asset: { name: string, status: AssetStatus } | null }> | null };

export type BookQueryVariables = Exact<{
  ticker: string;
  depth?: number;
}>;


export type BookQuery = { asset: { book: { id: string, ticker: string, at: string, sequence: number, skipped: number, bids: Array<{ price: string, quantity: number, orders: number }>, asks: Array<{ price: string, quantity: number, orders: number }> } | null } | null };

export type TradesQueryVariables = Exact<{
  ticker: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type TradesQuery = { asset: { trades: { nodes: Array<{ id: string, ticker: string, price: string, quantity: number, aggressor: Side | null, at: string, sequence: number, cursor: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type CandlesQueryVariables = Exact<{
  ticker: string;
  interval: CandleInterval;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  adjusted?: boolean;
}>;


export type CandlesQuery = { asset: { candles: { nodes: Array<{ id: string, ticker: string, interval: CandleInterval, openedAt: string, open: string, high: string, low: string, close: string, volume: number, turnover: string, tradeCount: number, isClosed: boolean, lastTradeSequence: number | null, cursor: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type MarketStatusQueryVariables = Exact<{ [key: string]: never; }>;


export type MarketStatusQuery = { marketStatus: { phase: Phase, phaseCause: PhaseCause, now: string, today: string, isTradingDay: boolean, nextPhase: Phase, nextPhaseAt: string } | null };

export type CalendarQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type CalendarQuery = { calendar: Array<{ date: string, opensAt: string, closesAt: string, settlesOn: string }> | null };

export type QuoteStreamSubscriptionVariables = Exact<{
  tickers: Array<string> | string;
  everyMs?: number;
}>;


export type QuoteStreamSubscription = { quotes: { id: string, ticker: string, phase: Phase, phaseCause: PhaseCause, phaseEndsAt: string | null, tradeDate: string, last: string | null, open: string | null, high: string | null, low: string | null, previousClose: string | null, change: string | null, changePercent: string | null, bid: string | null, bidQuantity: number | null, ask: string | null, askQuantity: number | null, volume: number, turnover: string, tradeCount: number, averagePrice: string | null, theoreticalPrice: string | null, theoreticalQuantity: number | null, at: string, sequence: number, skipped: number, asset: { name: string, status: AssetStatus } | null } };

export type BookStreamSubscriptionVariables = Exact<{
  ticker: string;
  depth?: number;
}>;


export type BookStreamSubscription = { book: { id: string, ticker: string, at: string, sequence: number, skipped: number, bids: Array<{ price: string, quantity: number, orders: number }>, asks: Array<{ price: string, quantity: number, orders: number }> } };

export type CandleStreamSubscriptionVariables = Exact<{
  ticker: string;
  interval: CandleInterval;
  after?: string | null | undefined;
}>;


export type CandleStreamSubscription = { candles: { id: string, ticker: string, interval: CandleInterval, openedAt: string, open: string, high: string, low: string, close: string, volume: number, turnover: string, tradeCount: number, isClosed: boolean, lastTradeSequence: number | null, cursor: string } };

export type TradeStreamSubscriptionVariables = Exact<{
  ticker: string;
  after?: string | null | undefined;
}>;


export type TradeStreamSubscription = { trades: { id: string, ticker: string, price: string, quantity: number, aggressor: Side | null, at: string, sequence: number, cursor: string } };

export type AssetStreamSubscriptionVariables = Exact<{
  ticker: string;
}>;


export type AssetStreamSubscription = { asset: { id: string, ticker: string, isin: string, name: string, kind: AssetKind, status: AssetStatus, lotSize: number, tickSize: string, maxOrderQuantity: number, priceBand: { low: string, high: string } | null, twin: { ticker: string } | null } };

export type MarketStatusStreamSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type MarketStatusStreamSubscription = { marketStatus: { phase: Phase, phaseCause: PhaseCause, now: string, today: string, isTradingDay: boolean, nextPhase: Phase, nextPhaseAt: string } };

export type NoteFieldsFragment = { id: string, number: number, tradeDate: string, settlesOn: string, isProvisional: boolean, bought: string, sold: string, netAmount: string, pdfPath: string | null, costs: Array<{ name: string, amount: string }>, withheld: Array<{ kind: ResultKind, base: string, amount: string, isDeducted: boolean }> };

export type TradeResultFieldsFragment = { id: string, ticker: string, kind: ResultKind, pool: TaxPool, tradeDate: string, quantity: number, proceeds: string, cost: string, profit: string };

export type NotesQueryVariables = Exact<{
  accountId: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type NotesQuery = { account: { notes: { nodes: Array<{ id: string, number: number, tradeDate: string, settlesOn: string, isProvisional: boolean, bought: string, sold: string, netAmount: string, pdfPath: string | null, costs: Array<{ name: string, amount: string }>, withheld: Array<{ kind: ResultKind, base: string, amount: string, isDeducted: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type NoteQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  skip?: number;
}>;


export type NoteQuery = { node:
    | { __typename: 'Account' }
    | { __typename: 'ApiKey' }
    | { __typename: 'Asset' }
    | { __typename: 'CorporateAction' }
    | { __typename: 'Note', id: string, number: number, tradeDate: string, settlesOn: string, isProvisional: boolean, bought: string, sold: string, netAmount: string, pdfPath: string | null, lines: Array<{ executionId: string, ticker: string, costs: string, dayTradeQuantity: number, execution: { id: string, price: string, quantity: number, grossAmount: string, at: string, order: { side: Side } } | null }>, costs: Array<{ name: string, amount: string }>, withheld: Array<{ kind: ResultKind, base: string, amount: string, isDeducted: boolean }> }
    | { __typename: 'Order' }
    | { __typename: 'Position' }
    | { __typename: 'User' }
    | { __typename: 'UserSession' }
   | null };

export type ResultsQueryVariables = Exact<{
  accountId: string;
  from: string;
  to: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type ResultsQuery = { account: { results: { nodes: Array<{ id: string, ticker: string, kind: ResultKind, pool: TaxPool, tradeDate: string, quantity: number, proceeds: string, cost: string, profit: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type EquityQueryVariables = Exact<{
  accountId: string;
  from: string;
  to: string;
}>;


export type EquityQuery = { account: { equity: Array<{ date: string, equity: string, netFlow: string, profit: string }> } | null };

export type TaxesQueryVariables = Exact<{
  year: number;
}>;


export type TaxesQuery = { me: { taxes: Array<{ month: string, salesOfStocks: string, isExempt: boolean, withheld: string, carriedIn: string, due: string, dueOn: string | null, pools: Array<{ pool: TaxPool, profit: string, lossCarriedIn: string, base: string, ratePercent: string, tax: string, lossCarriedOut: string }> }> | null } | null };

export type ExecutionFieldsFragment = { id: string, price: string, quantity: number, grossAmount: string, fees: string, settlesOn: string, at: string, costs: Array<{ name: string, amount: string }> };

export type OrderFieldsFragment = { id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null };

export type OrderQueryVariables = Exact<{
  id: string;
  lastExecutions?: number;
}>;


export type OrderQuery = { order: { id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, executions: Array<{ id: string, price: string, quantity: number, grossAmount: string, fees: string, settlesOn: string, at: string, costs: Array<{ name: string, amount: string }> }>, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null } | null };

export type OrderUpdatesQueryVariables = Exact<{
  id: string;
  last?: number;
}>;


export type OrderUpdatesQuery = { order: { id: string, version: number, updates: Array<{ cursor: string, kind: OrderUpdateKind, at: string, order: { status: OrderStatus, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, filledQuantity: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }, execution: { price: string, quantity: number } | null }> } | null };

export type OrderByClientOrderIdQueryVariables = Exact<{
  accountId: string;
  clientOrderId: string;
}>;


export type OrderByClientOrderIdQuery = { account: { orderByClientOrderId: { id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null } | null } | null };

export type OrdersQueryVariables = Exact<{
  accountId: string;
  status?: Array<OrderStatus> | OrderStatus | null | undefined;
  ticker?: string | null | undefined;
  side?: Side | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type OrdersQuery = { account: { ordersCursor: string | null, orders: { totalCount: number, nodes: Array<{ id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type PreviewOrderQueryVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PreviewOrderQuery = { previewOrder:
    | { __typename: 'OrderPreview', grossAmount: string, fees: string, netAmount: string, extraReserve: string, settlesOn: string, availableCashAfter: string, availableQuantityAfter: number, referencePrice: string, costs: Array<{ name: string, amount: string }> }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
   | null };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { placeOrder:
    | { __typename: 'Order', id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
   | null };

export type PlaceOrdersMutationVariables = Exact<{
  inputs: Array<PlaceOrderInput> | PlaceOrderInput;
}>;


export type PlaceOrdersMutation = { placeOrders: Array<
    | { __typename: 'Order', id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
  > | null };

export type ReplaceOrderMutationVariables = Exact<{
  input: ReplaceOrderInput;
}>;


export type ReplaceOrderMutation = { replaceOrder:
    | { __typename: 'Order', id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
   | null };

export type CancelOrderMutationVariables = Exact<{
  orderId: string;
}>;


export type CancelOrderMutation = { cancelOrder:
    | { __typename: 'Order', id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
   | null };

export type CancelAllOrdersMutationVariables = Exact<{
  accountId: string;
  ticker?: string | null | undefined;
  side?: Side | null | undefined;
}>;


export type CancelAllOrdersMutation = { cancelAllOrders:
    | { __typename: 'CancelAllResult', requested: number, remaining: number, orders: Array<{ id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }> }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
   | null };

export type OrderStreamSubscriptionVariables = Exact<{
  accountId: string;
  after?: string | null | undefined;
}>;


export type OrderStreamSubscription = { orders: { cursor: string, kind: OrderUpdateKind, at: string, order: { id: string, clientOrderId: string, accountId: string, ticker: string, side: Side, type: OrderType, timeInForce: TimeInForce, quantity: number, displayQuantity: number | null, minimumQuantity: number | null, limitPrice: string | null, stopPrice: string | null, triggeredAt: string | null, expiresOn: string | null, status: OrderStatus, pendingRequest: PendingRequest | null, filledQuantity: number, leavesQuantity: number, averageFillPrice: string | null, reservedCash: string, reservedQuantity: number, executionCount: number, createdAt: string, updatedAt: string, version: number, refusal: { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null } | null }, execution: { id: string, price: string, quantity: number, grossAmount: string, fees: string, settlesOn: string, at: string, costs: Array<{ name: string, amount: string }> } | null } };

export type SessionFieldsFragment = { token: string, expiresAt: string, user: { id: string, email: string, name: string, accounts: Array<{ id: string, name: string }> | null } };

export type RefusalFieldsFragment = { rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { signUp:
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
    | { __typename: 'Session', token: string, expiresAt: string, user: { id: string, email: string, name: string, accounts: Array<{ id: string, name: string }> | null } }
   | null };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn:
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
    | { __typename: 'Session', token: string, expiresAt: string, user: { id: string, email: string, name: string, accounts: Array<{ id: string, name: string }> | null } }
   | null };

export type RefreshSessionMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshSessionMutation = { refreshSession: { token: string, expiresAt: string, user: { id: string, email: string, name: string, accounts: Array<{ id: string, name: string }> | null } } | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { id: string, email: string, name: string, accounts: Array<{ id: string, name: string }> | null } | null };

export type CashFieldsFragment = { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> };

export type PositionFieldsFragment = { id: string, ticker: string, quantity: number, available: number, reserved: number, settled: number, averagePrice: string, cost: string, marketValue: string | null, unrealizedProfit: string | null, realizedProfit: string, asset: { ticker: string, name: string } | null };

export type AccountFieldsFragment = { id: string, name: string, ordersCursor: string | null, walletCursor: string, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } };

export type TransferFieldsFragment = { id: string, clientTransferId: string, at: string, amount: string | null, ticker: string | null, quantity: number | null, isRepeat: boolean, account: { id: string, name: string, ordersCursor: string | null, walletCursor: string, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } };

export type StatementEntryFieldsFragment = { id: string, at: string, kind: EntryKind, description: string, amount: string | null, balance: string, ticker: string | null, quantity: number | null, quantityAfter: number | null, orderId: string | null };

export type AccountQueryVariables = Exact<{
  id: string;
  includeClosed?: boolean;
}>;


export type AccountQuery = { account: { id: string, name: string, ordersCursor: string | null, walletCursor: string, portfolio: { cash: string, positionsValue: string, total: string, unrealizedProfit: string } | null, positions: Array<{ id: string, ticker: string, quantity: number, available: number, reserved: number, settled: number, averagePrice: string, cost: string, marketValue: string | null, unrealizedProfit: string | null, realizedProfit: string, asset: { ticker: string, name: string } | null }>, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } | null };

export type PositionQueryVariables = Exact<{
  accountId: string;
  ticker: string;
}>;


export type PositionQuery = { account: { position: { id: string, ticker: string, quantity: number, available: number, reserved: number, settled: number, averagePrice: string, cost: string, marketValue: string | null, unrealizedProfit: string | null, realizedProfit: string, asset: { ticker: string, name: string } | null } | null } | null };

export type StatementQueryVariables = Exact<{
  accountId: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  kinds?: Array<EntryKind> | EntryKind | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StatementQuery = { account: { statement: { nodes: Array<{ id: string, at: string, kind: EntryKind, description: string, amount: string | null, balance: string, ticker: string | null, quantity: number | null, quantityAfter: number | null, orderId: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type OpenAccountMutationVariables = Exact<{
  name: string;
}>;


export type OpenAccountMutation = { openAccount:
    | { __typename: 'Account', id: string, name: string, ordersCursor: string | null, walletCursor: string, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } }
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
   | null };

export type DepositMutationVariables = Exact<{
  input: DepositInput;
}>;


export type DepositMutation = { deposit:
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
    | { __typename: 'Transfer', id: string, clientTransferId: string, at: string, amount: string | null, ticker: string | null, quantity: number | null, isRepeat: boolean, account: { id: string, name: string, ordersCursor: string | null, walletCursor: string, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } }
   | null };

export type DepositSharesMutationVariables = Exact<{
  input: DepositSharesInput;
}>;


export type DepositSharesMutation = { depositShares:
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
    | { __typename: 'Transfer', id: string, clientTransferId: string, at: string, amount: string | null, ticker: string | null, quantity: number | null, isRepeat: boolean, account: { id: string, name: string, ordersCursor: string | null, walletCursor: string, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } }
   | null };

export type ExerciseSubscriptionMutationVariables = Exact<{
  input: ExerciseSubscriptionInput;
}>;


export type ExerciseSubscriptionMutation = { exerciseSubscription:
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
    | { __typename: 'Transfer', id: string, clientTransferId: string, at: string, amount: string | null, ticker: string | null, quantity: number | null, isRepeat: boolean, account: { id: string, name: string, ordersCursor: string | null, walletCursor: string, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } }
   | null };

export type WithdrawMutationVariables = Exact<{
  input: WithdrawInput;
}>;


export type WithdrawMutation = { withdraw:
    | { __typename: 'Refusal', rule: RefusalRule, message: string, field: string | null, limit: string | null, observed: string | null }
    | { __typename: 'Transfer', id: string, clientTransferId: string, at: string, amount: string | null, ticker: string | null, quantity: number | null, isRepeat: boolean, account: { id: string, name: string, ordersCursor: string | null, walletCursor: string, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } }
   | null };

export type WalletStreamSubscriptionVariables = Exact<{
  accountId: string;
  after?: string | null | undefined;
}>;


export type WalletStreamSubscription = { wallet: { cursor: string, at: string, entry: { id: string, at: string, kind: EntryKind, description: string, amount: string | null, balance: string, ticker: string | null, quantity: number | null, quantityAfter: number | null, orderId: string | null }, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } };

export type PortfolioStreamSubscriptionVariables = Exact<{
  accountId: string;
  everyMs?: number;
}>;


export type PortfolioStreamSubscription = { portfolio: { id: string, name: string, ordersCursor: string | null, walletCursor: string, portfolio: { cash: string, positionsValue: string, total: string, unrealizedProfit: string } | null, positions: Array<{ id: string, ticker: string, quantity: number, available: number, reserved: number, settled: number, averagePrice: string, cost: string, marketValue: string | null, unrealizedProfit: string | null, realizedProfit: string, asset: { ticker: string, name: string } | null }>, cash: { id: string, available: string, reserved: string, settled: string, withdrawable: string, projected: Array<{ date: string, amount: string }> } } };
