/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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

/** Side of an order. */
export type Side =
  /** Buys shares for cash. */
  | 'BUY'
  /** Sells shares for cash. */
  | 'SELL';

export type FillsQueryVariables = Exact<{
  accountId: string;
  status: Array<OrderStatus> | OrderStatus;
  ticker?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type FillsQuery = { account: { orders: { nodes: Array<{ id: string, ticker: string, side: Side, executionCount: number, executions: Array<{ id: string, price: string, quantity: number, fees: string, at: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type StatementPageQueryVariables = Exact<{
  accountId: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  kinds?: Array<EntryKind> | EntryKind | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type StatementPageQuery = { account: { statement: { nodes: Array<{ id: string, at: string, kind: EntryKind, description: string, amount: string | null, balance: string, ticker: string | null, quantity: number | null, orderId: string | null, order: { ticker: string, side: Side, quantity: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type DayCostsQueryVariables = Exact<{
  accountId: string;
  day: string;
  first: number;
  skip: number;
}>;


export type DayCostsQuery = { account: { notes: { nodes: Array<{ id: string, lines: Array<{ ticker: string, costs: string }> }> } } | null };

export type SparklinesQueryVariables = Exact<{
  tickers: Array<string> | string;
}>;


export type SparklinesQuery = { quotes: Array<{ ticker: string, asset: { candles: { nodes: Array<{ openedAt: string, close: string }> } | null } | null } | null> | null };

export type InstrumentQueryVariables = Exact<{
  ticker: string;
}>;


export type InstrumentQuery = { asset: { id: string, ticker: string, isin: string, name: string, kind: AssetKind, status: AssetStatus, lotSize: number, tickSize: string, maxOrderQuantity: number, priceBand: { low: string, high: string } | null, twin: { ticker: string, lotSize: number, maxOrderQuantity: number } | null, corporateActions: Array<{ id: string, kind: CorporateActionKind, recordDate: string, exDate: string, paysOn: string | null, amountPerShare: string | null, factor: string | null }> | null } | null };
