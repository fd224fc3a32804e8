import { draftFact } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount } from '#domain/orders/lifecycle/order-reservation.ts';
import { statusAfter } from '#domain/orders/lifecycle/status-transitions.ts';
import type { BatchService } from '../batch-service.ts';
import { cancelOrderCommand } from '../engine-commands.ts';

/** A cancel on its way to the exchange. */
export interface CancelRequest {
  readonly orderId: string;
  /** The user who requests it. An order of another user is unknown to it. */
  readonly ownerId: string;
  readonly correlationId: string;
}

/**
 * In one transaction, marks the orders as being canceled and writes facts and commands to the outbox. Skips ended orders
 * and those with a pending cancel. Returns the orders in their new state, in the order of the requests; null for unknown ones and
 * those of other users.
 */
export function cancelTogether(
  service: Pick<BatchService, 'store' | 'ids' | 'marketClock'>,
  requests: readonly CancelRequest[],
): Promise<readonly (OrderRecord | null)[]> {
  return service.store.transaction(async (tx) => {
    const locked = await tx.lockOrders([...new Set(requests.map(({ orderId }) => orderId))]);
    const now = new Map(locked.map((order) => [order.orderId, order]));
    const isOwn = ({ orderId, ownerId }: CancelRequest): boolean => now.get(orderId)?.ownerId === ownerId;
    const own = requests.filter(isOwn);
    const correlationIds = new Map(own.map(({ orderId, correlationId }) => [orderId, correlationId]));
    const requested = locked
      .filter((order) => correlationIds.has(order.orderId) && isCancelable(order))
      .map((order) => withCancelRequest(service, order));
    const correlationOf = ({ orderId }: OrderRecord): string => correlationIds.get(orderId) ?? '';
    if (requested.length > 0) {
      tx.saveOrders(requested);
      tx.addFacts(
        requested.map((order) =>
          draftFact('CANCEL_REQUESTED', reservedAmount(order), order, {
            atMs: order.updatedAtMs,
            correlationId: correlationOf(order),
          }),
        ),
      );
      tx.addCommands(
        requested.map((order) => cancelOrderCommand(order, order.cancelRequestId, correlationOf(order))),
      );
      for (const order of requested) now.set(order.orderId, order);
    }
    return requests.map((request) => (isOwn(request) ? (now.get(request.orderId) ?? null) : null));
  });
}

const isCancelable = (order: OrderRecord): boolean =>
  order.cancelRequestId === null && statusAfter(order.status, 'CANCEL_REQUESTED') !== null;

const withCancelRequest = (
  service: Pick<BatchService, 'ids' | 'marketClock'>,
  order: OrderRecord,
): OrderRecord & { readonly cancelRequestId: string } => ({
  ...order,
  cancelRequestId: service.ids('can'),
  updatedAtMs: Math.max(order.updatedAtMs, service.marketClock.nowMs()),
  version: order.version + 1,
});
