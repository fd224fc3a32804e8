import { draftFact, type FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import {
  hasPendingRequest,
  type OrderRecord,
  type Replacement,
} from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount, withReplacement } from '#domain/orders/lifecycle/order-reservation.ts';
import { statusAfter } from '#domain/orders/lifecycle/status-transitions.ts';
import { replaceOrderCommand } from '../engine-commands.ts';
import type { BatchService } from '../batch-service.ts';

/** A replace with its reservation, on its way to the exchange. */
export interface SendingReplace {
  readonly orderId: string;
  readonly replacement: Replacement;
  /** The amount that was reserved for it. */
  readonly extra: number;
  readonly correlationId: string;
}

/**
 * In one transaction, turns intents into pending replaces and writes their facts and commands to the outbox. Returns the orders
 * in their new state, in the order of the requests; null for a replace that no longer fits.
 */
export function sendReplaces(
  service: Pick<BatchService, 'store' | 'marketClock' | 'costs'>,
  requests: readonly SendingReplace[],
): Promise<readonly (OrderRecord | null)[]> {
  return service.store.transaction(async (tx) => {
    const ids = new Set(requests.map(({ orderId }) => orderId));
    const locked = new Map((await tx.lockOrders([...ids])).map((order) => [order.orderId, order]));
    const fitting = new Map<string, ReplacedOrder>();
    for (const request of requests) {
      const replaced = fitting.has(request.orderId)
        ? null
        : fit(service, locked.get(request.orderId), request);
      if (replaced) fitting.set(request.orderId, replaced);
    }
    const found = [...fitting.values()];
    const accepted = await tx.acceptReplaces(found.map(({ request }) => request.replacement.requestId));
    const sent = found.filter(({ request }) => accepted.has(request.replacement.requestId));
    if (sent.length > 0) {
      tx.saveOrders(sent.map(({ after }) => after));
      tx.addFacts(sent.map(factOf));
      tx.addCommands(
        sent.map(({ after, request }) =>
          replaceOrderCommand(after, request.replacement, request.correlationId),
        ),
      );
    }
    const byRequest = new Map(sent.map(({ request, after }) => [request, after]));
    return requests.map((request) => byRequest.get(request) ?? null);
  });
}

/** A replace that fits its order, and the order with it. */
interface ReplacedOrder {
  readonly request: SendingReplace;
  readonly after: OrderRecord;
  /** Reserved for the order before the change of its terms, the extra amount included. */
  readonly reserved: number;
}

const factOf = ({ request, after, reserved }: ReplacedOrder): FactDraft =>
  draftFact('REPLACE_REQUESTED', reserved, after, {
    atMs: after.updatedAtMs,
    correlationId: request.correlationId,
  });

/**
 * Null when a replace no longer fits its order: the order ended or filled too far, another request came first, or the reservation is
 * too small for the order as it is now.
 */
function fit(
  { marketClock, costs }: Pick<BatchService, 'marketClock' | 'costs'>,
  order: OrderRecord | undefined,
  request: SendingReplace,
): ReplacedOrder | null {
  const { replacement, extra } = request;
  if (!order || hasPendingRequest(order) || statusAfter(order.status, 'REPLACE_REQUESTED') === null)
    return null;
  if (replacement.quantity <= order.filledQuantity) return null;
  const updatedAtMs = Math.max(order.updatedAtMs, marketClock.nowMs());
  const after = withReplacement(
    { ...order, updatedAtMs, version: order.version + 1 },
    replacement,
    costs.tables,
  );
  const reserved = reservedAmount(order) + extra;
  return reservedAmount(after) > reserved ? null : { request, after, reserved };
}
