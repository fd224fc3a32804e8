import type { OrderFact } from '#contracts/messages/order-facts.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import type { ExecutionRecord, OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { Loader } from '#platform/graphql/resolvers/lazy-loader.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import type { OrderService } from '../accept/order-service.ts';
import type { ClientKey, OrderRange, OrderQuery, PageQuery, StoredOrder } from '../store/store.ts';
import type { OrderStreams } from '../streams/order-streams.ts';

/** The context of the resolvers of orders. */
export interface Context extends OperationContext, Loaders {}

/** The context of an operation before it reads anything. */
export interface OperationContext extends RequestContext {
  readonly service: OrderService;
  readonly streams: OrderStreams;
}

/** Loaders batch reads. They cache nothing: a context may live as long as a subscription. */
export interface Loaders {
  /** The owners of accounts, from the wallet; null for an unknown account. */
  readonly owners: Loader<string, string | null>;
  /** The tickers of the positions of accounts, from the wallet. */
  readonly positionTickers: Loader<string, readonly string[]>;
  /** Whether the caller has these sessions and API keys, from identity. */
  readonly ownsCredential: Loader<string, boolean>;
  /** Instruments, from assets; null for an unknown ticker. */
  readonly instruments: Loader<string, Instrument | null>;
  /** Whether assets has these corporate actions. */
  readonly hasCorporateAction: Loader<string, boolean>;
  readonly orders: Loader<string, OrderRecord | null>;
  /** Orders and intents by their client-chosen ids; null for unknown ids. */
  readonly byClientOrderIds: Loader<ClientKey, StoredOrder | null>;
  /** Pages of lists of orders. */
  readonly pages: Loader<PageQuery, readonly OrderRecord[]>;
  /** Numbers of orders of lists. */
  readonly counts: Loader<OrderQuery, number>;
  /**
   * The last sequences of accounts' streams, each read once an operation or event of a subscription. A list waits for its
   * account's when the operation selects the cursor: a cursor newer than a list would lose updates.
   */
  readonly lastSequences: Loader<string, number>;
  /** Ranges of the fills of orders, oldest first. */
  readonly executions: Loader<OrderRange, readonly ExecutionRecord[]>;
  /** Ranges of the updates of orders that are kept, oldest first. */
  readonly updates: Loader<OrderRange, readonly OrderFact[]>;
  /** Fills by their ids; null for an unknown one. */
  readonly executionsById: Loader<string, ExecutionRecord | null>;
  /** Whether the account has a note of the trade date, stored or provisional. */
  readonly hasNote: Loader<{ readonly accountId: string; readonly tradeDate: string }, boolean>;
}
