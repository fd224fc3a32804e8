import { draftFact } from '#domain/orders/lifecycle/order-fact.ts';
import { snapshotOf, type OrderRecord, type OrderSnapshot } from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount } from '#domain/orders/lifecycle/order-reservation.ts';
import { statusAfter } from '#domain/orders/lifecycle/status-transitions.ts';
import { hasEnded, ORDER_STATUSES, type Side } from '#domain/orders/order.ts';
import { unknownTicker } from '#domain/orders/terms/validate-order.ts';
import { orderEnded } from '#domain/orders/terms/validate-replace.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import { cancelOrderCommand } from './engine-commands.ts';
import type { OrderAnswer, OrderService, Requester } from './order-service.ts';
import { instrumentsOf } from './prepare-orders.ts';
import { accountNotFound, orderNotFound } from './refusals.ts';

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

/** The orders to cancel; a null field does not restrict them. */
export interface CancelScope {
  readonly accountId: string;
  readonly ticker: string | null;
  readonly side: Side | null;
}

/** Orders canceled in one transaction. */
const BATCH = 200;

/**
 * Sends a cancel of every open order of the scope to the exchange; returns those orders, newest first, with those whose
 * cancel was pending before. Refuses an unknown ticker. Assets is called only when the scope has no open order: a cancel of
 * existing orders works while assets does not answer.
 */
export async function cancelAllOrders(
  service: OrderService,
  scope: CancelScope,
  requester: Requester,
): Promise<Outcome<readonly OrderSnapshot[]>> {
  if (!(await service.owners.owns(requester.userId, scope.accountId)))
    return deny(accountNotFound(scope.accountId));
  const statuses = ORDER_STATUSES.filter((status) => !hasEnded(status));
  const query = { ...scope, statuses, fromMs: null, toMs: null };
  const canceling: OrderSnapshot[] = [];
  let [page = []] = await service.store.pages([{ query, after: null, limit: BATCH }]);
  while (page.length > 0) {
    const ids = page.map((order) => order.orderId);
    const requested = await requestCancels(service, ids, requester);
    const byId = new Map(requested.map((order) => [order.orderId, order]));
    for (const id of ids) {
      const order = byId.get(id);
      if (order && !hasEnded(order.status)) canceling.push(snapshotOf(order));
    }
    const last = page.at(-1);
    if (!last || page.length < BATCH) break;
    [page = []] = await service.store.pages([{ query, after: last, limit: BATCH }]);
  }
  if (canceling.length === 0 && scope.ticker !== null) {
    const [instrument] = await instrumentsOf(service, [scope.ticker]);
    if (!instrument) return deny(unknownTicker(scope.ticker));
  }
  return accept(canceling);
}

/** Requests cancels of orders of the requester; returns all of them in their new state. */
async function requestCancels(
  service: OrderService,
  orderIds: readonly string[],
  { userId: ownerId, correlationId }: Requester,
): Promise<readonly OrderRecord[]> {
  const orders = await service.changes.cancel(
    orderIds.map((orderId) => ({ orderId, ownerId, correlationId })),
  );
  service.wakeRelay();
  return orders.flatMap((order) => order ?? []);
}

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
  service: Pick<OrderService, 'store' | 'ids' | 'marketClock'>,
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
  service: Pick<OrderService, 'ids' | 'marketClock'>,
  order: OrderRecord,
): OrderRecord & { readonly cancelRequestId: string } => ({
  ...order,
  cancelRequestId: service.ids('can'),
  updatedAtMs: Math.max(order.updatedAtMs, service.marketClock.nowMs()),
  version: order.version + 1,
});
