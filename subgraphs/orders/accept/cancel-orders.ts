import { snapshotOf, type OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { hasEnded } from '#domain/orders/order.ts';
import { orderEnded } from '#domain/orders/terms/validate-replace.ts';
import { accept, deny } from '#domain/refusal.ts';
import type { OrderAnswer, Requester } from './batch-service.ts';
import type { OrderService } from './order-service.ts';
import { orderNotFound } from './refusals.ts';

/** Sends a cancel of one order to the exchange. A repeat while the first is pending is the same request. */
export async function cancelOrder(
  service: OrderService,
  orderId: string,
  requester: Requester,
): Promise<OrderAnswer> {
  const [canceling] = await requestCancels(service, [orderId], requester);
  if (!canceling) return deny(orderNotFound(orderId));
  return hasEnded(canceling.status) ? deny(orderEnded(canceling.status)) : accept(snapshotOf(canceling));
}

/** Requests cancels of orders of the requester; returns all of them in their new state. */
export async function requestCancels(
  service: Pick<OrderService, 'changes' | 'wakeRelay'>,
  orderIds: readonly string[],
  { userId: ownerId, correlationId }: Requester,
): Promise<readonly OrderRecord[]> {
  const orders = await service.changes.cancel(
    orderIds.map((orderId) => ({ orderId, ownerId, correlationId })),
  );
  service.wakeRelay();
  return orders.flatMap((order) => order ?? []);
}
