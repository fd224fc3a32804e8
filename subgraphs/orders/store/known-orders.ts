import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';

/**
 * The newest orders that this instance has stored. A transaction that locks an order need not read its row when the version is the one
 * known here, since each change of an order gives it the next version.
 */
export interface KnownOrders {
  get(orderId: string): OrderRecord | undefined;
  /** Adds orders as they were committed. */
  add(orders: readonly OrderRecord[]): void;
}

/** @param max orders that are kept: the ones that changed last */
export function createKnownOrders(max: number): KnownOrders {
  const orders = new Map<string, OrderRecord>();
  return {
    get: (orderId) => orders.get(orderId),
    add: (changed) => {
      for (const order of changed) {
        orders.delete(order.orderId);
        orders.set(order.orderId, order);
      }
      for (const oldest of orders.keys()) {
        if (orders.size <= max) return;
        orders.delete(oldest);
      }
    },
  };
}
