import { draftFact, type FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import {
  hasPendingRequest,
  snapshotOf,
  type OrderRecord,
  type Replacement,
} from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount, withReplacement } from '#domain/orders/lifecycle/order-reservation.ts';
import { statusAfter } from '#domain/orders/lifecycle/status-transitions.ts';
import { checkClientId } from '#domain/orders/terms/validate-order.ts';
import { validateReplace, type ReplaceRequestTerms } from '#domain/orders/terms/validate-replace.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import { replaceOrderCommand } from './engine-commands.ts';
import { abandoningOnFailure, abandonReplace, isLeaseOver, untilAnswered } from './intents.ts';
import { canonicalPrice } from './new-order.ts';
import type { OrderAnswer, OrderService, Requester } from './order-service.ts';
import { instrumentsOf } from './prepare-orders.ts';
import { idReused, orderNotFound } from './refusals.ts';
import { reserve } from './reserve.ts';
import { tickerMarkets } from './ticker-markets.ts';

/** A replace as the client requests it. */
export interface ReplaceInput extends ReplaceRequestTerms {
  readonly orderId: string;
  readonly clientRequestId: string;
}

/** An answer, or WAIT while another request or the exchange holds the order or the client request id. */
type Attempt = OrderAnswer | 'WAIT';

/**
 * Sends a change of an order to the exchange.
 *
 * 1. Refuse orders of other users and malformed client request ids.
 * 2. Answer a known client request id with the order, or ID_REUSED. Wait while another request holds the id.
 * 3. Check the new terms. Wait while the exchange has not answered an earlier cancel or replace of the order.
 * 4. Write the replace as an intent.
 * 5. Reserve what the new terms need beyond the present reservation; forget the intent when the wallet refuses.
 * 6. In one transaction, turn the intent into a pending replace and write its fact and command to the outbox.
 *    When the order has changed meanwhile and the replace no longer fits, abandon the intent and start again at 1.
 *
 * Throws SERVICE_UNAVAILABLE when a wait takes too long or the wallet does not answer. Nothing is half done then: the
 * client may send the same request again.
 */
export async function replaceOrder(
  service: OrderService,
  input: ReplaceInput,
  requester: Requester,
): Promise<OrderAnswer> {
  service.backPressure.check();
  return untilAnswered(service.wallClock, async (): Promise<Attempt> => {
    const [order] = await service.store.orders([input.orderId]);
    if (order?.ownerId !== requester.userId) return deny(orderNotFound(input.orderId));
    const invalidId = checkClientId(input.clientRequestId, 'clientRequestId');
    if (invalidId) return deny(invalidId);
    const repeat = await answerKnownId(service, order, input);
    if (repeat) return repeat;
    const replacement = await validReplacement(service, order, input);
    if (!replacement.ok) return replacement;
    if (hasPendingRequest(order)) return 'WAIT';
    return sendReplace(service, order, input, replacement.value, requester);
  });
}

/** 2. Null when the client request id is unknown. */
async function answerKnownId(
  service: OrderService,
  order: OrderRecord,
  input: ReplaceInput,
): Promise<Attempt | null> {
  const key = { accountId: order.accountId, clientId: input.clientRequestId };
  const [known] = await service.store.replaceRequests([key]);
  if (!known) return null;
  if (known.reserving) {
    if (isLeaseOver(service, known)) await abandonReplace(service, known.requestId);
    return 'WAIT';
  }
  if (known.content !== contentOf(input)) return deny(idReused('clientRequestId', input.clientRequestId));
  const [current] = await service.store.orders([order.orderId]);
  return accept(snapshotOf(current ?? order));
}

/** The content of a replace request in a canonical form. */
function contentOf(input: ReplaceInput): string {
  const { orderId, quantity, displayQuantity, minimumQuantity } = input;
  const prices = [input.limitPrice, input.stopPrice].map(canonicalPrice);
  return JSON.stringify([orderId, quantity, ...prices, displayQuantity, minimumQuantity]);
}

/** 3. Checks the new terms against the instrument and its market. */
async function validReplacement(
  service: OrderService,
  order: OrderRecord,
  input: ReplaceInput,
): Promise<Outcome<Replacement>> {
  const [[instrument], markets] = await Promise.all([
    instrumentsOf(service, [order.ticker]),
    tickerMarkets(service, [order.ticker]),
  ]);
  const market = markets.get(order.ticker);
  if (!market) throw new Error(`the market of ${order.ticker} was not read`);
  const terms = validateReplace(order, input, instrument ?? null, market);
  return terms.ok ? accept({ requestId: service.ids('rpl'), ...terms.value }) : terms;
}

/** 4. to 6. */
async function sendReplace(
  service: OrderService,
  order: OrderRecord,
  input: ReplaceInput,
  replacement: Replacement,
  { correlationId }: Requester,
): Promise<Attempt> {
  const { requestId } = replacement;
  const needed = reservedAmount(withReplacement(order, replacement, service.costs.tables));
  const extra = Math.max(0, needed - reservedAmount(order));
  const written = await service.store.addReplaceIntents([
    {
      requestId,
      accountId: order.accountId,
      clientRequestId: input.clientRequestId,
      orderId: order.orderId,
      content: contentOf(input),
      correlationId,
      intentAtMs: service.wallClock.nowMs(),
    },
  ]);
  if (!written.has(requestId)) return 'WAIT';
  const answer = await abandoningOnFailure(
    service,
    async () => {
      const refused = extra > 0 ? await reserveExtra(service, order, requestId, extra, correlationId) : null;
      return (
        refused ??
        (await acceptReplace(service, { orderId: order.orderId, replacement, extra, correlationId }))
      );
    },
    () => abandonReplace(service, requestId),
  );
  if (answer) return answer;
  await abandonReplace(service, requestId);
  return 'WAIT';
}

/** 5. Null when the extra amount is reserved. */
async function reserveExtra(
  service: OrderService,
  order: OrderRecord,
  requestId: string,
  amount: number,
  correlationId: string,
): Promise<OrderAnswer | null> {
  const [refusal] = await reserve(service, [{ reservationId: requestId, order, amount, correlationId }]);
  if (!refusal) return null;
  await service.store.dropReplaceIntent(requestId);
  return deny(refusal);
}

/** 6. Null when the replace no longer fits. */
async function acceptReplace(service: OrderService, sending: SendingReplace): Promise<OrderAnswer | null> {
  const [sent] = await service.changes.replace([sending]);
  service.wakeRelay();
  return sent ? accept(snapshotOf(sent)) : null;
}

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
export function replaceTogether(
  service: Pick<OrderService, 'store' | 'marketClock' | 'costs'>,
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
  { marketClock, costs }: Pick<OrderService, 'marketClock' | 'costs'>,
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
