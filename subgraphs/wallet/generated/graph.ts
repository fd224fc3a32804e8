import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { UserModel as UserModelModel, AccountModel as AccountModelModel, AssetModel as AssetModelModel, PositionModel as PositionModelModel, CashBalanceModel as CashBalanceModelModel, StatementEntryModel as StatementEntryModelModel, WalletUpdateModel as WalletUpdateModelModel, TransferModel as TransferModelModel, RefusalModel as RefusalModelModel, NoteModel as NoteModelModel, NoteLineModel as NoteLineModelModel, TradeResultModel as TradeResultModelModel, EquityPointModel as EquityPointModelModel, TaxMonthModel as TaxMonthModelModel, TaxPoolMonthModel as TaxPoolMonthModelModel, WithheldTaxModel as WithheldTaxModelModel, CostModel as CostModelModel } from '../graph/models.ts';
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
  /** Present cash. It follows a fill or the end of an order a moment later, with an entry in the stream `wallet`. */
  cash: CashBalance;
  /**
   * Value of the account on each trading day of a period, oldest first, at the closes of the day; today at the last prices. At most
   * 366 days; days after today and before the account was opened are left out.
   */
  equity: Array<EquityPoint>;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Name that the owner chose; the first account is named main. */
  name: Scalars['String']['output'];
  /** Brokerage notes, newest first: one for each trade date with trades. A trade date that is still open gives a provisional one. */
  notes: NoteConnection;
  /** The position in one ticker; the ticker of the fractional market gives the same one. A closed position keeps its realised profit; null when the account never held the ticker. */
  position?: Maybe<Position>;
  /** Positions by ticker; closed positions on request. They follow a fill or the end of an order a moment later, as cash does. */
  positions: Array<Position>;
  /**
   * Results of the sales of a period, oldest first, one for each sale and kind, and those of corporate actions: sold fractions of
   * shares, and capital paid back beyond the cost. Trade dates that are still open have the results that they would have if they
   * ended now.
   */
  results: TradeResultConnection;
  /** Entries of the statement, newest first. */
  statement: StatementConnection;
  /**
   * Present position of the wallet stream. Select it together with the state and subscribe after it: it is never newer than
   * cash, positions and statement, so no entry is missed, and one that they contain already may come again.
   */
  walletCursor: Scalars['Cursor']['output'];
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountEquityArgs = {
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountNotesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  from?: InputMaybe<Scalars['Date']['input']>;
  to?: InputMaybe<Scalars['Date']['input']>;
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountPositionArgs = {
  ticker: Scalars['Ticker']['input'];
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountPositionsArgs = {
  includeClosed?: Scalars['Boolean']['input'];
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountResultsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
};


/** Cash, positions and orders of one user. Visible to that user alone. */
export type AccountStatementArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  from?: InputMaybe<Scalars['Date']['input']>;
  kinds?: InputMaybe<Array<EntryKind>>;
  to?: InputMaybe<Scalars['Date']['input']>;
};

/** An instrument of the exchange: the rules for its orders and its market data. */
export type Asset = {
  __typename?: 'Asset';
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Identifies its book; the fractional market has its own books and tickers. */
  ticker: Scalars['Ticker']['output'];
};

/** Cash of an account. Amounts are in reais with two places. */
export type CashBalance = {
  __typename?: 'CashBalance';
  /** Available for orders: settled cash, plus or minus unsettled trades, minus reserved cash. Never negative. */
  available: Scalars['Decimal']['output'];
  /** Unique in the whole graph, opaque and stable: one per account, for caches. `node` does not answer it. */
  id: Scalars['ID']['output'];
  /** Owed to the broker: costs and taxes beyond the available cash. Any credit repays it first. Not negative. */
  owed: Scalars['Decimal']['output'];
  /** Cash at the end of today and of each coming settlement day (D+0, D+1, D+2; until May 2019 D+3 too). */
  projected: Array<ProjectedCash>;
  /** Held for open buy orders, costs included. */
  reserved: Scalars['Decimal']['output'];
  /** In the account today, unsettled trades excluded. */
  settled: Scalars['Decimal']['output'];
  /** May leave the account today: open orders and unsettled trades do not need it. */
  withdrawable: Scalars['Decimal']['output'];
};

/** One cost of a trade or of a note. */
export type Cost = {
  __typename?: 'Cost';
  /** The amount. */
  amount: Scalars['Decimal']['output'];
  /** The name in the fee table. */
  name: Scalars['String']['output'];
};

/** A deposit of cash. */
export type DepositInput = {
  /** Global id of the account that receives it. */
  accountId: Scalars['ID']['input'];
  /** Positive, in whole centavos. */
  amount: Scalars['Decimal']['input'];
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: Scalars['String']['input'];
};

/** A deposit of shares from another custodian. */
export type DepositSharesInput = {
  /** Global id of the account that receives it. */
  accountId: Scalars['ID']['input'];
  /** Mean cost of a share there, with four places at most, as `Position.averagePrice` shows it. Either this or totalCost. */
  averagePrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: Scalars['String']['input'];
  /** Number of shares, positive. */
  quantity: Scalars['Int']['input'];
  /** Ticker of the shares. */
  ticker: Scalars['Ticker']['input'];
  /** Cost of all the shares there, in whole centavos. Either this or averagePrice. */
  totalCost?: InputMaybe<Scalars['Decimal']['input']>;
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

/** Value of an account on a trading day. */
export type EquityPoint = {
  __typename?: 'EquityPoint';
  /** The trading day. */
  date: Scalars['Date']['output'];
  /**
   * Cash and shares at the close, unsettled trades included. From an ex-day on declared payments and bonus shares count, until they are
   * booked. A share without a price counts at the last known one.
   */
  equity: Scalars['Decimal']['output'];
  /** Deposits less withdrawals since the point before; custody transfers at cost. */
  netFlow: Scalars['Decimal']['output'];
  /** Change of the equity since the point before, without `netFlow`. */
  profit: Scalars['Decimal']['output'];
};

/** One fill of an order. */
export type Execution = {
  __typename?: 'Execution';
  /** Opaque and stable. */
  id: Scalars['ID']['output'];
};

/** An exercise of subscription rights. */
export type ExerciseSubscriptionInput = {
  /** Global id of the account that holds the rights. */
  accountId: Scalars['ID']['input'];
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: Scalars['String']['input'];
  /** Number of rights, positive; each buys a share. */
  quantity: Scalars['Int']['input'];
  /** Ticker of the right: PETR2 for PETR4, as `CorporateAction.rightTicker` has it. */
  ticker: Scalars['Ticker']['input'];
};

/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Deposits cash. Safe to repeat: the same clientTransferId and content returns the first transfer and moves nothing again. */
  deposit?: Maybe<TransferResult>;
  /**
   * Deposits shares from another custodian with their cost there, which enters the average price here. Safe to repeat,
   * as deposit is.
   */
  depositShares?: Maybe<TransferResult>;
  /**
   * Exercises subscription rights: pays the price of exercise for each, from withdrawable cash, and gives receipts, which become
   * shares on the day of the credit. Only settled rights count that no order holds. Safe to repeat, as deposit is.
   */
  exerciseSubscription?: Maybe<TransferResult>;
  /** Opens another, empty account for the caller, who may have 20. Refusals: INVALID_NAME, TOO_MANY_ACCOUNTS. */
  openAccount?: Maybe<OpenAccountResult>;
  /** Withdraws cash, up to the withdrawable amount. Safe to repeat, as deposit is. */
  withdraw?: Maybe<TransferResult>;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationDepositArgs = {
  input: DepositInput;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationDepositSharesArgs = {
  input: DepositSharesInput;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationExerciseSubscriptionArgs = {
  input: ExerciseSubscriptionInput;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationOpenAccountArgs = {
  name: Scalars['String']['input'];
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationWithdrawArgs = {
  input: WithdrawInput;
};

/** An object with an id that is unique in the whole graph. */
export type Node = {
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** A brokerage note (nota de negociação): the trades of an account on one trade date, with their costs and withheld tax. */
export type Note = Node & {
  __typename?: 'Note';
  /** The account that traded. */
  account: Account;
  /** Purchases without costs. */
  bought: Scalars['Decimal']['output'];
  /** Costs of the whole note by name, brokerage and its taxes included; costs of zero are left out. */
  costs: Array<Cost>;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** True while the trade date is open: the figures are those that the note would have if the day ended now. */
  isProvisional: Scalars['Boolean']['output'];
  /**
   * The trades in the order of trading. Without `first` all of them: an operation reads at most 500 lines so, and is OPERATION_TOO_COMPLEX
   * beyond.
   */
  lines: Array<NoteLine>;
  /** Sales less purchases, costs and deducted tax: negative when the client pays. */
  netAmount: Scalars['Decimal']['output'];
  /** From 1 for each account. A provisional note has the number that it would get now. */
  number: Scalars['Int']['output'];
  /**
   * Path of the note as PDF on the gateway, for a GET with the same token; null while the note is provisional. With `.csv` in place of
   * `.pdf` it gives the lines as CSV.
   */
  pdfPath?: Maybe<Scalars['String']['output']>;
  /** Settlement day of the net amount. */
  settlesOn: Scalars['Date']['output'];
  /** Sales without costs. */
  sold: Scalars['Decimal']['output'];
  /** Trade date. */
  tradeDate: Scalars['Date']['output'];
  /** Income tax withheld at the source. */
  withheld: Array<WithheldTax>;
};


/** A brokerage note (nota de negociação): the trades of an account on one trade date, with their costs and withheld tax. */
export type NoteLinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  skip?: Scalars['Int']['input'];
};

/** A page of notes, newest first. */
export type NoteConnection = {
  __typename?: 'NoteConnection';
  /** The notes with their cursors. */
  edges: Array<NoteEdge>;
  /** The notes. */
  nodes: Array<Note>;
  /** Position of the page in the list. */
  pageInfo: PageInfo;
};

/** A note in a list. */
export type NoteEdge = {
  __typename?: 'NoteEdge';
  /** Cursor for the argument `after`. */
  cursor: Scalars['Cursor']['output'];
  /** The note. */
  node: Note;
};

/** A trade on a note. */
export type NoteLine = {
  __typename?: 'NoteLine';
  /** Its share of the note's costs. */
  costs: Scalars['Decimal']['output'];
  /** Shares of it that belong to a day trade. */
  dayTradeQuantity: Scalars['Int']['output'];
  /** The trade. */
  execution?: Maybe<Execution>;
  /** Id of the trade. */
  executionId: Scalars['ID']['output'];
  /** Ticker of the market: PETR4F in the fractional market. */
  ticker: Scalars['Ticker']['output'];
};

/** The new account, or the reason for the refusal. */
export type OpenAccountResult = Account | Refusal;

/** An order of an account. Visible to the owner of the account alone. */
export type Order = {
  __typename?: 'Order';
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

/** Shares of one instrument in an account. */
export type Position = {
  __typename?: 'Position';
  /** The account that holds it. */
  account: Account;
  /** The round-lot instrument. */
  asset?: Maybe<Asset>;
  /** Shares that may be sold now: owned minus reserved. */
  available: Scalars['Int']['output'];
  /** Mean cost of a share with four places, costs of the purchases included (preço médio); 0.0000 without shares. Day trades leave it unchanged. */
  averagePrice: Scalars['Decimal']['output'];
  /**
   * Cost of the owned shares, costs of the purchases included. While a trade date is open, cost, average price and profits are
   * what they would be if it ended now.
   */
  cost: Scalars['Decimal']['output'];
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Owned shares, unsettled trades included. */
  quantity: Scalars['Int']['output'];
  /** The part of it that day trades made. */
  realizedDayTradeProfit: Scalars['Decimal']['output'];
  /** Profit of all sales so far, costs of purchases and sales deducted: day trades, sold fractions of shares and capital paid back beyond the cost included. */
  realizedProfit: Scalars['Decimal']['output'];
  /** Held for open sell orders. */
  reserved: Scalars['Int']['output'];
  /** In custody today, unsettled trades excluded. */
  settled: Scalars['Int']['output'];
  /** Ticker of the shares in custody: shares bought as PETR4F belong to the position PETR4. */
  ticker: Scalars['Ticker']['output'];
};

/** Cash expected at the end of a day. */
export type ProjectedCash = {
  __typename?: 'ProjectedCash';
  /** Settled cash once all amounts due until then have settled. */
  amount: Scalars['Decimal']['output'];
  /** The day. */
  date: Scalars['Date']['output'];
};

/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type Query = {
  __typename?: 'Query';
  /** The caller's account; null when it does not exist or belongs to another user. */
  account?: Maybe<Account>;
};


/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type QueryAccountArgs = {
  id: Scalars['ID']['input'];
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

/** A page of a statement. */
export type StatementConnection = {
  __typename?: 'StatementConnection';
  /** Entries with their cursors. */
  edges: Array<StatementEdge>;
  /** Entries without cursors. */
  nodes: Array<StatementEntry>;
  /** Position of the page in the list. */
  pageInfo: PageInfo;
};

/** An entry with its cursor. */
export type StatementEdge = {
  __typename?: 'StatementEdge';
  /** Cursor for the argument `after`. */
  cursor: Scalars['Cursor']['output'];
  /** The entry. */
  node: StatementEntry;
};

/** One entry of a statement. */
export type StatementEntry = {
  __typename?: 'StatementEntry';
  /**
   * Signed change of available cash, less the change of `CashBalance.owed`; null when the entry moves shares only. So a charge that
   * the account owes and a deposit that repays it have their whole amounts, and the entries of a note sum to its `netAmount`.
   */
  amount?: Maybe<Scalars['Decimal']['output']>;
  /**
   * Event time on the market clock: of a fill, its execution. Entries stand in the order of their booking; one of the close of a day
   * has the time of the entry before it when that is later.
   */
  at: Scalars['DateTime']['output'];
  /**
   * Available cash after the entry, less what is owed: the balance of the entry before, plus `amount`. Negative while the account
   * owes.
   */
  balance: Scalars['Decimal']['output'];
  /** Text for the account's owner. */
  description: Scalars['String']['output'];
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Kind of the entry. */
  kind: EntryKind;
  /** The note of the trade or of its provisional costs, or the one to whose costs or withheld tax the entry belongs; null while its day is open. */
  note?: Maybe<Note>;
  /** The order that caused the entry, if any. */
  order?: Maybe<Order>;
  /** Global id of the order that caused the entry, if any. */
  orderId?: Maybe<Scalars['ID']['output']>;
  /** Signed change of owned shares. */
  quantity?: Maybe<Scalars['Int']['output']>;
  /** Shares owned after the entry. */
  quantityAfter?: Maybe<Scalars['Int']['output']>;
  /** Ticker of the shares in custody, if any. */
  ticker?: Maybe<Scalars['Ticker']['output']>;
};

/** Streams of events. */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * The account at once, then after changes of its cash, its positions or their prices. Select `cash`, `positions` and `portfolio`
   * from it. A slow subscriber skips to the newest.
   */
  portfolio: Account;
  /**
   * Every new entry of the account's statement, in order and without loss. With `after` the stream resumes after that
   * cursor and first sends the missed entries; without it the stream starts at the present.
   */
  wallet: WalletUpdate;
};


/** Streams of events. */
export type SubscriptionPortfolioArgs = {
  accountId: Scalars['ID']['input'];
  everyMs?: Scalars['Int']['input'];
};


/** Streams of events. */
export type SubscriptionWalletArgs = {
  accountId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

/** Income tax of a person for a month. */
export type TaxMonth = {
  __typename?: 'TaxMonth';
  /** Tax of earlier months below the minimum of a payment. */
  carriedIn: Scalars['Decimal']['output'];
  /** Tax to be paid (DARF 6015); 0.00 when it is below the minimum and carried. That of CAPITAL_GAIN is paid apart (DARF 4600). */
  due: Scalars['Decimal']['output'];
  /** Last day of the payment; null when nothing is due. */
  dueOn?: Maybe<Scalars['Date']['output']>;
  /** True when stocks were sold, and so few that a profit with them is exempt. */
  isExempt: Scalars['Boolean']['output'];
  /** The month, such as `2026-03`. */
  month: Scalars['String']['output'];
  /** Each pool of results that offset each other, and CAPITAL_GAIN in a month that has one. */
  pools: Array<TaxPoolMonth>;
  /** The results of the month, oldest first: the sales and corporate actions from which its figures come. */
  results: TradeResultConnection;
  /** Sales of stocks and units without costs, day trades aside. */
  salesOfStocks: Scalars['Decimal']['output'];
  /** Tax that the notes of the month deducted. */
  withheld: Scalars['Decimal']['output'];
};


/** Income tax of a person for a month. */
export type TaxMonthResultsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
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

/** A pool of results in a month. */
export type TaxPoolMonth = {
  __typename?: 'TaxPoolMonth';
  /** Taxed amount: exempt results aside, losses deducted. 0.00 in a month with a loss. */
  base: Scalars['Decimal']['output'];
  /** Loss of earlier months. */
  lossCarriedIn: Scalars['Decimal']['output'];
  /** Loss that the next month takes over. */
  lossCarriedOut: Scalars['Decimal']['output'];
  /** The pool. */
  pool: TaxPool;
  /** Result of the month, exempt results included. */
  profit: Scalars['Decimal']['output'];
  /** Tax rate in percent of the base; of CAPITAL_GAIN, that of its first R$ 5 million. */
  ratePercent: Scalars['Decimal']['output'];
  /** Tax on the base. */
  tax: Scalars['Decimal']['output'];
};

/** Result of a sale or of a corporate action. A sale that is a day trade in part has two. */
export type TradeResult = {
  __typename?: 'TradeResult';
  /** Cost of the sold shares, costs of their purchase included; of a capital return, the cost that it took away. */
  cost: Scalars['Decimal']['output'];
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Ordinary, day trade or capital return. A fraction of a share that was sold in an auction is ordinary. */
  kind: ResultKind;
  /** Results that offset each other for the income tax. */
  pool: TaxPool;
  /** Amount of the sale less its costs, or the money that was paid. */
  proceeds: Scalars['Decimal']['output'];
  /** Proceeds less cost. */
  profit: Scalars['Decimal']['output'];
  /** Sold shares; 0 for a fraction of a share, and the entitled shares of a capital return. */
  quantity: Scalars['Int']['output'];
  /** Ticker of the shares in custody. */
  ticker: Scalars['Ticker']['output'];
  /** Trade date of the sale; day of the payment of a corporate action. */
  tradeDate: Scalars['Date']['output'];
};

/** A page of results, oldest first. */
export type TradeResultConnection = {
  __typename?: 'TradeResultConnection';
  /** The results with their cursors. */
  edges: Array<TradeResultEdge>;
  /** The results. */
  nodes: Array<TradeResult>;
  /** Position of the page in the list. */
  pageInfo: PageInfo;
};

/** A result in a list. */
export type TradeResultEdge = {
  __typename?: 'TradeResultEdge';
  /** Cursor for the argument `after`. */
  cursor: Scalars['Cursor']['output'];
  /** The result. */
  node: TradeResult;
};

/** Cash or shares that a client moved into or out of an account, or exchanged by an exercise of rights. */
export type Transfer = {
  __typename?: 'Transfer';
  /** The account as it is now. */
  account: Account;
  /** Cash moved: positive into the account, negative out of it; null when shares move alone. */
  amount?: Maybe<Scalars['Decimal']['output']>;
  /** Time of the booking, by the market's clock; a repeat returns that of the first transfer. */
  at: Scalars['DateTime']['output'];
  /** The client-chosen id, unique among the account's transfers of all kinds. */
  clientTransferId: Scalars['String']['output'];
  /** Global id, `trf_...`; a repeat returns the id of the first transfer. */
  id: Scalars['ID']['output'];
  /** True when the account made the same transfer before under this clientTransferId: nothing moved now. */
  isRepeat: Scalars['Boolean']['output'];
  /** Shares or receipts moved: positive into the account; null when cash moves alone. */
  quantity?: Maybe<Scalars['Int']['output']>;
  /** Ticker of the shares, or of the receipts of a subscription; null when cash moves alone. */
  ticker?: Maybe<Scalars['Ticker']['output']>;
};

/** The transfer, or the reason for the refusal. */
export type TransferResult = Refusal | Transfer;

/** A person who signed up. Visible to that person alone. */
export type User = {
  __typename?: 'User';
  /** The user's accounts, oldest first. */
  accounts?: Maybe<Array<Account>>;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /**
   * Income tax on results at the exchange, by month of a year, over all accounts of the person. Months without trades and without
   * results of corporate actions are left out; what is carried goes to the next month with some. Trade dates that are still open count
   * as if they ended now.
   */
  taxes?: Maybe<Array<TaxMonth>>;
};


/** A person who signed up. Visible to that person alone. */
export type UserTaxesArgs = {
  year: Scalars['Int']['input'];
};

/** An update of the wallet stream. */
export type WalletUpdate = {
  __typename?: 'WalletUpdate';
  /** The account at the time of reading, which may be later than the entry. */
  account: Account;
  /** Instant of the booking. */
  at: Scalars['DateTime']['output'];
  /** Cash after the entry. */
  cash: CashBalance;
  /** Cursor after which a new subscription resumes. */
  cursor: Scalars['Cursor']['output'];
  /** The new entry of the statement. */
  entry: StatementEntry;
};

/** A withdrawal of cash. */
export type WithdrawInput = {
  /** Global id of the account that pays it. */
  accountId: Scalars['ID']['input'];
  /** Positive, in whole centavos, at most the withdrawable amount. */
  amount: Scalars['Decimal']['input'];
  /** Chosen by the client, unique among the account's transfers of all kinds: 1 to 64 of A-Z a-z 0-9 _ . : - */
  clientTransferId: Scalars['String']['input'];
};

/** Income tax that a note withholds (IRRF). */
export type WithheldTax = {
  __typename?: 'WithheldTax';
  /** The tax. */
  amount: Scalars['Decimal']['output'];
  /** Sales of the day without day trades, or the profit of its day trades. */
  base: Scalars['Decimal']['output'];
  /** False when the note only shows it: up to R$ 1.00 a month is not collected. */
  isDeducted: Scalars['Boolean']['output'];
  /** Kind of the results that are taxed. */
  kind: ResultKind;
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
  Note: Note;
  Position: Position;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}> );
  Note:
    ( { __typename: 'Note' }
    & GraphQLRecursivePick<FederationTypes['Note'], {"id":true}> );
  Position:
    ( { __typename: 'Position' }
    & GraphQLRecursivePick<FederationTypes['Position'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  OpenAccountResult:
    | ( AccountModelModel )
    | ( RefusalModelModel )
  ;
  TransferResult:
    | ( RefusalModelModel )
    | ( TransferModelModel )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( AccountModelModel )
    | ( NoteModelModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Account: ResolverTypeWrapper<AccountModelModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Asset: ResolverTypeWrapper<AssetModelModel>;
  CashBalance: ResolverTypeWrapper<CashBalanceModelModel>;
  Cost: ResolverTypeWrapper<CostModelModel>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  DepositInput: DepositInput;
  DepositSharesInput: DepositSharesInput;
  EntryKind: EntryKind;
  EquityPoint: ResolverTypeWrapper<EquityPointModelModel>;
  Execution: ResolverTypeWrapper<Execution>;
  ExerciseSubscriptionInput: ExerciseSubscriptionInput;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Note: ResolverTypeWrapper<NoteModelModel>;
  NoteConnection: ResolverTypeWrapper<Omit<NoteConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['NoteEdge']>, nodes: Array<ResolversTypes['Note']> }>;
  NoteEdge: ResolverTypeWrapper<Omit<NoteEdge, 'node'> & { node: ResolversTypes['Note'] }>;
  NoteLine: ResolverTypeWrapper<NoteLineModelModel>;
  OpenAccountResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['OpenAccountResult']>;
  Order: ResolverTypeWrapper<Order>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Phase: Phase;
  PhaseCause: PhaseCause;
  Position: ResolverTypeWrapper<PositionModelModel>;
  ProjectedCash: ResolverTypeWrapper<ProjectedCash>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Refusal: ResolverTypeWrapper<RefusalModelModel>;
  RefusalRule: RefusalRule;
  ResultKind: ResultKind;
  Side: Side;
  StatementConnection: ResolverTypeWrapper<Omit<StatementConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['StatementEdge']>, nodes: Array<ResolversTypes['StatementEntry']> }>;
  StatementEdge: ResolverTypeWrapper<Omit<StatementEdge, 'node'> & { node: ResolversTypes['StatementEntry'] }>;
  StatementEntry: ResolverTypeWrapper<StatementEntryModelModel>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TaxMonth: ResolverTypeWrapper<TaxMonthModelModel>;
  TaxPool: TaxPool;
  TaxPoolMonth: ResolverTypeWrapper<TaxPoolMonthModelModel>;
  Ticker: ResolverTypeWrapper<Scalars['Ticker']['output']>;
  TradeResult: ResolverTypeWrapper<TradeResultModelModel>;
  TradeResultConnection: ResolverTypeWrapper<Omit<TradeResultConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['TradeResultEdge']>, nodes: Array<ResolversTypes['TradeResult']> }>;
  TradeResultEdge: ResolverTypeWrapper<Omit<TradeResultEdge, 'node'> & { node: ResolversTypes['TradeResult'] }>;
  Transfer: ResolverTypeWrapper<TransferModelModel>;
  TransferResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TransferResult']>;
  User: ResolverTypeWrapper<UserModelModel>;
  WalletUpdate: ResolverTypeWrapper<WalletUpdateModelModel>;
  WithdrawInput: WithdrawInput;
  WithheldTax: ResolverTypeWrapper<WithheldTaxModelModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Account: AccountModelModel;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Asset: AssetModelModel;
  CashBalance: CashBalanceModelModel;
  Cost: CostModelModel;
  Cursor: Scalars['Cursor']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  DepositInput: DepositInput;
  DepositSharesInput: DepositSharesInput;
  EquityPoint: EquityPointModelModel;
  Execution: Execution;
  ExerciseSubscriptionInput: ExerciseSubscriptionInput;
  Long: Scalars['Long']['output'];
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Note: NoteModelModel;
  NoteConnection: Omit<NoteConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['NoteEdge']>, nodes: Array<ResolversParentTypes['Note']> };
  NoteEdge: Omit<NoteEdge, 'node'> & { node: ResolversParentTypes['Note'] };
  NoteLine: NoteLineModelModel;
  OpenAccountResult: ResolversUnionTypes<ResolversParentTypes>['OpenAccountResult'];
  Order: Order;
  PageInfo: PageInfo;
  Position: PositionModelModel;
  ProjectedCash: ProjectedCash;
  Query: Record<PropertyKey, never>;
  Refusal: RefusalModelModel;
  StatementConnection: Omit<StatementConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['StatementEdge']>, nodes: Array<ResolversParentTypes['StatementEntry']> };
  StatementEdge: Omit<StatementEdge, 'node'> & { node: ResolversParentTypes['StatementEntry'] };
  StatementEntry: StatementEntryModelModel;
  Subscription: Record<PropertyKey, never>;
  TaxMonth: TaxMonthModelModel;
  TaxPoolMonth: TaxPoolMonthModelModel;
  Ticker: Scalars['Ticker']['output'];
  TradeResult: TradeResultModelModel;
  TradeResultConnection: Omit<TradeResultConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['TradeResultEdge']>, nodes: Array<ResolversParentTypes['TradeResult']> };
  TradeResultEdge: Omit<TradeResultEdge, 'node'> & { node: ResolversParentTypes['TradeResult'] };
  Transfer: TransferModelModel;
  TransferResult: ResolversUnionTypes<ResolversParentTypes>['TransferResult'];
  User: UserModelModel;
  WalletUpdate: WalletUpdateModelModel;
  WithdrawInput: WithdrawInput;
  WithheldTax: WithheldTaxModelModel;
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
  cash?: Resolver<ResolversTypes['CashBalance'], ParentType, ContextType>;
  equity?: Resolver<Array<ResolversTypes['EquityPoint']>, ParentType, ContextType, RequireFields<AccountEquityArgs, 'from' | 'to'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notes?: Resolver<ResolversTypes['NoteConnection'], ParentType, ContextType, RequireFields<AccountNotesArgs, 'first'>>;
  position?: Resolver<Maybe<ResolversTypes['Position']>, ParentType, ContextType, RequireFields<AccountPositionArgs, 'ticker'>>;
  positions?: Resolver<Array<ResolversTypes['Position']>, ParentType, ContextType, RequireFields<AccountPositionsArgs, 'includeClosed'>>;
  results?: Resolver<ResolversTypes['TradeResultConnection'], ParentType, ContextType, RequireFields<AccountResultsArgs, 'first' | 'from' | 'to'>>;
  statement?: Resolver<ResolversTypes['StatementConnection'], ParentType, ContextType, RequireFields<AccountStatementArgs, 'first'>>;
  walletCursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
};

export type CashBalanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CashBalance'] = ResolversParentTypes['CashBalance']> = {
  available?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owed?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  projected?: Resolver<Array<ResolversTypes['ProjectedCash']>, ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  settled?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  withdrawable?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
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

export type EquityPointResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EquityPoint'] = ResolversParentTypes['EquityPoint']> = {
  date?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  equity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  netFlow?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type ExecutionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Execution'] = ResolversParentTypes['Execution']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface LongScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Long'], any> {
  name: 'Long';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  deposit?: Resolver<Maybe<ResolversTypes['TransferResult']>, ParentType, ContextType, RequireFields<MutationDepositArgs, 'input'>>;
  depositShares?: Resolver<Maybe<ResolversTypes['TransferResult']>, ParentType, ContextType, RequireFields<MutationDepositSharesArgs, 'input'>>;
  exerciseSubscription?: Resolver<Maybe<ResolversTypes['TransferResult']>, ParentType, ContextType, RequireFields<MutationExerciseSubscriptionArgs, 'input'>>;
  openAccount?: Resolver<Maybe<ResolversTypes['OpenAccountResult']>, ParentType, ContextType, RequireFields<MutationOpenAccountArgs, 'name'>>;
  withdraw?: Resolver<Maybe<ResolversTypes['TransferResult']>, ParentType, ContextType, RequireFields<MutationWithdrawArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Account' | 'Note', ParentType, ContextType>;
};

export type NoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Note'] = ResolversParentTypes['Note'], FederationReferenceType extends FederationReferenceTypes['Note'] = FederationReferenceTypes['Note']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Note']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  bought?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  costs?: Resolver<Array<ResolversTypes['Cost']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isProvisional?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['NoteLine']>, ParentType, ContextType, RequireFields<NoteLinesArgs, 'skip'>>;
  netAmount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pdfPath?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  settlesOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  sold?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  tradeDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  withheld?: Resolver<Array<ResolversTypes['WithheldTax']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NoteConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NoteConnection'] = ResolversParentTypes['NoteConnection']> = {
  edges?: Resolver<Array<ResolversTypes['NoteEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Note']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type NoteEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NoteEdge'] = ResolversParentTypes['NoteEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Note'], ParentType, ContextType>;
};

export type NoteLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NoteLine'] = ResolversParentTypes['NoteLine']> = {
  costs?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  dayTradeQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  execution?: Resolver<Maybe<ResolversTypes['Execution']>, ParentType, ContextType>;
  executionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
};

export type OpenAccountResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenAccountResult'] = ResolversParentTypes['OpenAccountResult']> = {
  __resolveType: TypeResolveFn<'Account' | 'Refusal', ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
};

export type PositionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Position'] = ResolversParentTypes['Position'], FederationReferenceType extends FederationReferenceTypes['Position'] = FederationReferenceTypes['Position']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Position']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  asset?: Resolver<Maybe<ResolversTypes['Asset']>, ParentType, ContextType>;
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  averagePrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  realizedDayTradeProfit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  realizedProfit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  settled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
};

export type ProjectedCashResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProjectedCash'] = ResolversParentTypes['ProjectedCash']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  date?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType, RequireFields<QueryAccountArgs, 'id'>>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['RefusalRule'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StatementConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatementConnection'] = ResolversParentTypes['StatementConnection']> = {
  edges?: Resolver<Array<ResolversTypes['StatementEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['StatementEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StatementEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatementEdge'] = ResolversParentTypes['StatementEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StatementEntry'], ParentType, ContextType>;
};

export type StatementEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatementEntry'] = ResolversParentTypes['StatementEntry']> = {
  amount?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  balance?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['EntryKind'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['Note']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  orderId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  quantity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  quantityAfter?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ticker?: Resolver<Maybe<ResolversTypes['Ticker']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  portfolio?: SubscriptionResolver<ResolversTypes['Account'], "portfolio", ParentType, ContextType, RequireFields<SubscriptionPortfolioArgs, 'accountId' | 'everyMs'>>;
  wallet?: SubscriptionResolver<ResolversTypes['WalletUpdate'], "wallet", ParentType, ContextType, RequireFields<SubscriptionWalletArgs, 'accountId'>>;
};

export type TaxMonthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaxMonth'] = ResolversParentTypes['TaxMonth']> = {
  carriedIn?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  due?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  dueOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  isExempt?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  month?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pools?: Resolver<Array<ResolversTypes['TaxPoolMonth']>, ParentType, ContextType>;
  results?: Resolver<ResolversTypes['TradeResultConnection'], ParentType, ContextType, RequireFields<TaxMonthResultsArgs, 'first'>>;
  salesOfStocks?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  withheld?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type TaxPoolMonthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaxPoolMonth'] = ResolversParentTypes['TaxPoolMonth']> = {
  base?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  lossCarriedIn?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  lossCarriedOut?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  pool?: Resolver<ResolversTypes['TaxPool'], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  ratePercent?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export interface TickerScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Ticker'], any> {
  name: 'Ticker';
}

export type TradeResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TradeResult'] = ResolversParentTypes['TradeResult']> = {
  cost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ResultKind'], ParentType, ContextType>;
  pool?: Resolver<ResolversTypes['TaxPool'], ParentType, ContextType>;
  proceeds?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  profit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ticker?: Resolver<ResolversTypes['Ticker'], ParentType, ContextType>;
  tradeDate?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type TradeResultConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TradeResultConnection'] = ResolversParentTypes['TradeResultConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TradeResultEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['TradeResult']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TradeResultEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TradeResultEdge'] = ResolversParentTypes['TradeResultEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TradeResult'], ParentType, ContextType>;
};

export type TransferResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Transfer'] = ResolversParentTypes['Transfer']> = {
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  clientTransferId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isRepeat?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  quantity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ticker?: Resolver<Maybe<ResolversTypes['Ticker']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TransferResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TransferResult'] = ResolversParentTypes['TransferResult']> = {
  __resolveType: TypeResolveFn<'Refusal' | 'Transfer', ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  accounts?: Resolver<Maybe<Array<ResolversTypes['Account']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  taxes?: Resolver<Maybe<Array<ResolversTypes['TaxMonth']>>, ParentType, ContextType, RequireFields<UserTaxesArgs, 'year'>>;
};

export type WalletUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WalletUpdate'] = ResolversParentTypes['WalletUpdate']> = {
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cash?: Resolver<ResolversTypes['CashBalance'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['StatementEntry'], ParentType, ContextType>;
};

export type WithheldTaxResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WithheldTax'] = ResolversParentTypes['WithheldTax']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  base?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  isDeducted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ResultKind'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Account?: AccountResolvers<ContextType>;
  Asset?: AssetResolvers<ContextType>;
  CashBalance?: CashBalanceResolvers<ContextType>;
  Cost?: CostResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  EquityPoint?: EquityPointResolvers<ContextType>;
  Execution?: ExecutionResolvers<ContextType>;
  Long?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Note?: NoteResolvers<ContextType>;
  NoteConnection?: NoteConnectionResolvers<ContextType>;
  NoteEdge?: NoteEdgeResolvers<ContextType>;
  NoteLine?: NoteLineResolvers<ContextType>;
  OpenAccountResult?: OpenAccountResultResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Position?: PositionResolvers<ContextType>;
  ProjectedCash?: ProjectedCashResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  StatementConnection?: StatementConnectionResolvers<ContextType>;
  StatementEdge?: StatementEdgeResolvers<ContextType>;
  StatementEntry?: StatementEntryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TaxMonth?: TaxMonthResolvers<ContextType>;
  TaxPoolMonth?: TaxPoolMonthResolvers<ContextType>;
  Ticker?: GraphQLScalarType;
  TradeResult?: TradeResultResolvers<ContextType>;
  TradeResultConnection?: TradeResultConnectionResolvers<ContextType>;
  TradeResultEdge?: TradeResultEdgeResolvers<ContextType>;
  Transfer?: TransferResolvers<ContextType>;
  TransferResult?: TransferResultResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  WalletUpdate?: WalletUpdateResolvers<ContextType>;
  WithheldTax?: WithheldTaxResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  delivery?: DeliveryDirectiveResolver<any, any, ContextType>;
};
