import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { arrayLiteral } from '#platform/postgres/sql/array-literal.ts';
import { isStorable } from '#platform/postgres/text.ts';
import { orderOfRow } from './store-rows.ts';

/**
 * The newest orders that this instance has stored or read. A statement need not read the row of an order when its version is the one
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

/** An order of a statement: its row is null when the version is the expected one. */
export interface ExpectedRow {
  readonly id: string;
  readonly row: unknown;
}

/** The orders that a statement reads, with the versions that are known: array literals, null for an unknown order. */
export interface ExpectedOrders {
  readonly ids: string;
  readonly versions: string;
  readonly orderOf: (row: ExpectedRow) => OrderRecord;
}

export function expectedOrders(
  known: Pick<KnownOrders, 'get'>,
  orderIds: ReadonlySet<string>,
): ExpectedOrders {
  const ids = [...orderIds].filter(isStorable);
  const expected = new Map(ids.map((id) => [id, known.get(id)]));
  return {
    ids: arrayLiteral(ids),
    versions: arrayLiteral(ids.map((id) => expected.get(id)?.version ?? null)),
    orderOf: ({ id, row }) => {
      const order = row === null ? expected.get(id) : orderOfRow(row).order;
      if (!order) throw new Error(`the row of the order ${id} was not read`);
      return order;
    },
  };
}
