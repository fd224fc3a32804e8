import type DataLoader from 'dataloader';
import type { ExecutionRecord, OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { OrderService } from '../accept/order-service.ts';
import type { OrderStreams } from '../streams/order-streams.ts';

/** The context of the resolvers of orders. */
export interface Context extends RequestContext {
  readonly service: OrderService;
  readonly streams: OrderStreams;
  /** Batches reads of orders. It caches nothing: a context may live as long as a subscription. */
  readonly orders: DataLoader<string, OrderRecord | null>;
  /**
   * The last sequences of accounts' streams, each read once an operation or event of a subscription. A list waits for its
   * account's when the operation selects the cursor: a cursor newer than a list would lose updates.
   */
  readonly lastSequences: DataLoader<string, number>;
  /** Batches reads of the fills of orders, oldest first. */
  readonly executions: DataLoader<string, readonly ExecutionRecord[]>;
}
