import type { OrdersRpc } from '#contracts/rpc.ts';
import type { FeeSchedule } from '#domain/fees/fees.ts';
import { heldFor, withReservation } from './record.ts';
import type { OrderStore } from './store/store.ts';

/** The calls that orders answers: what auditors want to know. */
export const createOrdersCalls = (store: OrderStore, schedules: readonly FeeSchedule[]): OrdersRpc => ({
  auditOrders: async ({ after, limit }) => {
    const orders = await store.ordersAfter(after, limit);
    return orders.map((order) => ({
      orderId: order.orderId,
      accountId: order.accountId,
      ticker: order.ticker,
      side: order.side,
      status: order.status,
      quantity: order.quantity,
      filledQuantity: order.filledQuantity,
      leavesQuantity: order.leavesQuantity,
      filledCentavos: order.filledCentavos,
      reservedCentavos: order.reservedCentavos,
      reservedQuantity: order.reservedQuantity,
      mayStillNeed: heldFor(withReservation(order, schedules)),
      executionCount: order.executionCount,
      requestPending: order.cancelRequestId !== null || order.replacement !== null,
    }));
  },
  auditExecutions: async ({ after, limit }) => [...(await store.executionsAfter(after, limit))],
  factSequences: async ({ after, limit }) => [...(await store.lastSequencesAfter(after, limit))],
  backlog: () => store.backlog(),
});
