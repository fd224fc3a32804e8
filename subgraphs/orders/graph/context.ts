import type DataLoader from 'dataloader';
import type { ExecutionRecord } from '#contracts/messages/order-facts.ts';
import type { RequestContext } from '#platform/graphql/subgraph.ts';
import type { Desk } from '../accept/desk.ts';
import type { OrderRecord } from '../record.ts';
import type { OrderStreams } from '../streams/streams.ts';

/** What the resolvers of orders get. */
export interface Context extends RequestContext {
  readonly desk: Desk;
  readonly streams: OrderStreams;
  /** Gathers the orders asked for at once. It keeps nothing: a context may live as long as a subscription. */
  readonly orders: DataLoader<string, OrderRecord | null>;
  /** The same for the fills of orders, oldest first. */
  readonly executions: DataLoader<string, readonly ExecutionRecord[]>;
}
