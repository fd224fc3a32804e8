import { ordersRpcContract, type OrdersRpc } from '#contracts/calls/orders.ts';
import type { CostTable } from '#domain/costs/cost-table.ts';
import { hasPendingRequest, type OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount, withReservation } from '#domain/orders/lifecycle/order-reservation.ts';
import type { OrderStore } from './store/store.ts';

/** The contract lists the audited fields of an order; parsing removes all others. */
const auditedOrders = ordersRpcContract.methods.auditOrders.output;

/** Creates the calls that orders serves to other parts and to auditors. */
export const createCalls = (store: OrderStore, tables: readonly CostTable[]): OrdersRpc => {
  const audited = (orders: readonly OrderRecord[]) =>
    auditedOrders.parse(
      orders.map((order) => ({
        ...order,
        mayStillNeed: reservedAmount(withReservation(order, tables)),
        requestPending: hasPendingRequest(order),
      })),
    );
  return {
    auditOrders: async ({ after, limit }) => audited(await store.openOrdersAfter(after, limit)),
    auditOrdersById: async ({ orderIds }) =>
      audited((await store.orders(orderIds)).flatMap((order) => order ?? [])),
    auditFills: async () => {
      const { examples, ...totals } = await store.fillTotals();
      return { ...totals, examples: [...examples] };
    },
    fillDigests: async ({ after, limit }) => [...(await store.fillDigestsAfter(after, limit))],
    auditExecutions: async ({ accountId, after, limit }) => [
      ...(await store.executionsAfter(accountId, after, limit)),
    ],
    factSequences: async ({ after, limit }) => [...(await store.lastSequencesAfter(after, limit))],
    facts: async ({ accountId, after, limit }) => [...(await store.encodedFacts(accountId, after, limit))],
    backlog: () => store.backlog(),
  };
};
