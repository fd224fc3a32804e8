import { isIndex } from '#domain/market/index-asset.ts';
import { snapshotOf, type OrderRecord, type OrderSnapshot } from '#domain/orders/lifecycle/order-record.ts';
import { hasEnded, OPEN_STATUSES, type Side } from '#domain/orders/order.ts';
import { unknownTicker } from '#domain/orders/terms/validate-order.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import type { OrderQuery } from '../../store/store.ts';
import type { Requester } from '../batch-service.ts';
import { requestCancels } from '../cancel-orders.ts';
import type { OrderService } from '../order-service.ts';
import { instrumentsOf } from '../prepare-orders.ts';
import { accountNotFound } from '../refusals.ts';

/** The orders to cancel; a null field does not restrict them. */
export interface CancelScope {
  readonly accountId: string;
  readonly ticker: string | null;
  readonly side: Side | null;
}

/** Orders canceled in one transaction: the orders of others wait behind as many at each step. */
export const CANCELS_PER_SLICE = 25;
/**
 * Time after which a request begins no more slices and answers what remains. A gateway waits 10 s for a subgraph: the last slice, and the
 * answer with thousands of orders, take their time too.
 */
export const CANCEL_BUDGET_MS = 6_000;
type CancelService = Pick<
  OrderService,
  'assets' | 'backPressure' | 'cancelTurns' | 'changes' | 'owners' | 'store' | 'wakeRelay' | 'wallClock'
>;

/** The effect of a request. */
export interface CanceledAll {
  /** The orders with a pending cancel, newest first: of this request, and of earlier ones. */
  readonly orders: readonly OrderSnapshot[];
  /** Open orders of the scope for which no cancel was sent: the time of the request was over. A repeat goes on with them. */
  readonly remaining: number;
}

/**
 * Sends a cancel of every open order of the scope to the exchange, newest first, or of as many as fit into its time. Refuses an unknown
 * ticker; assets is called only when the scope has no open order, so that a cancel of existing ones works while assets does not answer.
 *
 * Cancels slice by slice. The next slice waits until the steps after the acceptance have handled most of the one before, so that
 * new orders of other accounts pass between them. No rate limits cancels: each order counted when it was placed, and is canceled once.
 */
export async function cancelAllOrders(
  service: CancelService,
  scope: CancelScope,
  requester: Requester,
): Promise<Outcome<CanceledAll>> {
  const endMs = service.wallClock.nowMs() + CANCEL_BUDGET_MS;
  if (!(await service.owners.owns(requester.userId, scope.accountId)))
    return deny(accountNotFound(scope.accountId));
  const canceling: OrderSnapshot[] = [];
  let after: OrderRecord | null = null;
  do {
    after = await service.cancelTurns(requester.userId, () =>
      cancelSlice(service, { scope, after, requester, canceling }),
    );
  } while (after !== null && service.wallClock.nowMs() < endMs);
  if (canceling.length === 0 && scope.ticker !== null && !isIndex(scope.ticker)) {
    const [instrument] = await instrumentsOf(service, [scope.ticker]);
    if (!instrument) return deny(unknownTicker(scope.ticker));
  }
  return accept({ orders: canceling, remaining: after === null ? 0 : await countRemaining(service, scope) });
}

/** The open orders of a scope. */
const openOrders = (scope: CancelScope): OrderQuery => ({
  ...scope,
  statuses: OPEN_STATUSES,
  fromMs: null,
  toMs: null,
});

async function countRemaining({ store }: CancelService, scope: CancelScope): Promise<number> {
  const [count = 0] = await store.counts([{ ...openOrders(scope), isUncanceled: true }]);
  return count;
}

interface CancelSlice {
  readonly scope: CancelScope;
  /** The last order of the slice before; null for the first slice. */
  readonly after: OrderRecord | null;
  readonly requester: Requester;
  /** Gets the orders with a pending cancel. */
  readonly canceling: OrderSnapshot[];
}

/** Cancels the orders of one slice; returns its last order, or null when no order follows. */
async function cancelSlice(
  service: CancelService,
  { scope, after, requester, canceling }: CancelSlice,
): Promise<OrderRecord | null> {
  const query = openOrders(scope);
  const [page = []] = await service.store.pages([{ query, after, limit: CANCELS_PER_SLICE }]);
  if (page.length === 0) return null;
  // A repeat reads over the orders whose cancel is pending, and locks none of them.
  const pending = page.filter((order) => order.cancelRequestId !== null);
  const ids = page.flatMap((order) => (order.cancelRequestId === null ? order.orderId : []));
  const sentNow = ids.length > 0 ? await requestCancels(service, ids, requester) : [];
  const requested = [...pending, ...sentNow];
  const byId = new Map(requested.map((order) => [order.orderId, order]));
  let sent = 0;
  for (const { orderId, version } of page) {
    const order = byId.get(orderId);
    if (!order || hasEnded(order.status)) continue;
    canceling.push(snapshotOf(order));
    if (order.version > version) sent += 1;
  }
  if (page.length < CANCELS_PER_SLICE) return null;
  if (sent > 0) await service.backPressure.untilCalm();
  return page.at(-1) ?? null;
}
