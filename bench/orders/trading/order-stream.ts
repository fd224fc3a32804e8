import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';

/** An order's updates as the stream of its account shows them. */
export interface Sighting {
  /** When the first update came, and the one of the wanted state; on the clock of `performance.now`. */
  firstMs: number | null;
  reachedMs: number | null;
}

/** The stream of an account's orders. */
export interface OrderStream {
  /** The updates of an order so far, by its client order id. */
  sightingOf(clientOrderId: string): Sighting;
  /** The state that an order must reach from now on. */
  want(isReached: (order: StreamedOrder) => boolean): void;
  close(): Promise<void>;
}

export interface StreamedOrder {
  readonly clientOrderId: string;
  readonly status: string;
  readonly pendingRequest: string | null;
  readonly quantity: number;
}

interface Event {
  readonly orders: { readonly order: StreamedOrder };
}

const QUERY = `subscription ($accountId: ID!) {
  orders(accountId: $accountId) { order { clientOrderId status pendingRequest quantity } } }`;

/** Follows the orders of an account over a socket of its own. Resolves when the stream has begun. */
export async function followOrders(graph: string, token: string, accountId: string): Promise<OrderStream> {
  const client: Client = createClient({
    url: graph.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  const sightings = new Map<string, Sighting>();
  let isReached: (order: StreamedOrder) => boolean = () => false;
  const sightingOf = (clientOrderId: string): Sighting => {
    const known = sightings.get(clientOrderId) ?? { firstMs: null, reachedMs: null };
    sightings.set(clientOrderId, known);
    return known;
  };
  const see = ({ orders: { order } }: Event): void => {
    const sighting = sightingOf(order.clientOrderId);
    const nowMs = performance.now();
    sighting.firstMs ??= nowMs;
    if (sighting.reachedMs !== null || !isReached(order)) return;
    sighting.reachedMs = nowMs;
  };
  client.subscribe<Event>(
    { query: QUERY, variables: { accountId } },
    {
      next: ({ data }) => data && see(data),
      error: (error) => console.error('a stream of orders failed', error),
      complete: () => undefined,
    },
  );
  return {
    sightingOf,
    want: (condition) => {
      isReached = condition;
      sightings.clear();
    },
    close: async () => client.dispose(),
  };
}
