import type { CancelOrder } from '#contracts/messages/engine-commands.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { OrderSnapshot } from '#contracts/messages/order-facts.ts';
import { statusAfter } from '#domain/orders/life-cycle.ts';
import { hasEnded, ORDER_STATUSES, type Side } from '#domain/orders/order.ts';
import { orderEnded } from '#domain/orders/replace.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import type { Asked, Desk } from './desk.ts';
import type { OrderAnswer } from './place.ts';
import { factOf, heldFor, snapshotOf, type OrderRecord } from '../record.ts';
import { accountNotFound, orderNotFound } from './refusals.ts';

/** Asks the exchange to cancel an order. Asking again before it has answered is the same request. */
export async function cancelOrder(desk: Desk, orderId: string, asked: Asked): Promise<OrderAnswer> {
  const [order] = await desk.store.orders([orderId]);
  if (order?.ownerId !== asked.userId) return deny(orderNotFound(orderId));
  const [canceling] = await requestCancels(desk, [orderId], asked);
  if (!canceling) throw new Error(`the order ${orderId} is gone`);
  return hasEnded(canceling.status) ? deny(orderEnded(canceling.status)) : accept(snapshotOf(canceling));
}

/** Which orders to cancel; null stands for all. */
export interface CancelScope {
  readonly accountId: string;
  readonly ticker: string | null;
  readonly side: Side | null;
}

/** How many orders one transaction cancels. */
const CHUNK = 200;

/** Asks the exchange to cancel every open order of the scope; those orders, the newest first. */
export async function cancelAllOrders(
  desk: Desk,
  scope: CancelScope,
  asked: Asked,
): Promise<Outcome<readonly OrderSnapshot[]>> {
  if (!(await desk.owners.owns(asked.userId, scope.accountId))) return deny(accountNotFound(scope.accountId));
  const statuses = ORDER_STATUSES.filter((status) => !hasEnded(status));
  const query = { ...scope, statuses, fromMs: null, toMs: null };
  const canceling: OrderSnapshot[] = [];
  let page = await desk.store.page(query, null, CHUNK);
  while (page.length > 0) {
    const ids = page.map((order) => order.orderId);
    const asNow = new Map((await requestCancels(desk, ids, asked)).map((order) => [order.orderId, order]));
    for (const id of ids) {
      const order = asNow.get(id);
      if (order && !hasEnded(order.status)) canceling.push(snapshotOf(order));
    }
    const last = page.at(-1);
    if (!last || page.length < CHUNK) break;
    page = await desk.store.page(query, last, CHUNK);
  }
  return accept(canceling);
}

/** Requests cancels where none is pending; the orders as they are then, ended ones unchanged. */
async function requestCancels(
  desk: Desk,
  orderIds: readonly string[],
  asked: Asked,
): Promise<readonly OrderRecord[]> {
  const orders = await desk.store.transaction(async (tx) => {
    const locked = await tx.lockOrders(orderIds);
    const requested = locked.filter(isCancelable).map((order) => requestCancel(desk, order));
    if (requested.length === 0) return locked;
    await tx.saveOrders(requested);
    const { correlationId } = asked;
    await tx.addFacts(
      requested.map((order) =>
        factOf('CANCEL_REQUESTED', heldFor(order), order, { atMs: order.updatedAtMs, correlationId }),
      ),
    );
    await tx.addCommands(requested.map((order) => commandOf(order, correlationId)));
    const changed = new Map(requested.map((order) => [order.orderId, order]));
    return locked.map((order) => changed.get(order.orderId) ?? order);
  });
  desk.wakeRelay();
  return orders;
}

const isCancelable = (order: OrderRecord): boolean =>
  order.cancelRequestId === null && statusAfter(order.status, 'CANCEL_REQUESTED') !== null;

const requestCancel = (
  desk: Desk,
  order: OrderRecord,
): OrderRecord & { readonly cancelRequestId: string } => ({
  ...order,
  cancelRequestId: desk.ids('can'),
  updatedAtMs: Math.max(order.updatedAtMs, desk.marketClock.nowMs()),
});

const commandOf = (
  order: OrderRecord & { readonly cancelRequestId: string },
  correlationId: string,
): CancelOrder => ({
  v: 1,
  type: 'CANCEL_ORDER',
  commandId: order.cancelRequestId,
  member: MEMBERS.broker,
  correlationId,
  ticker: order.ticker,
  orderId: order.orderId,
  requestId: order.cancelRequestId,
});
