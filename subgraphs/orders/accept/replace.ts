import { statusAfter } from '#domain/orders/life-cycle.ts';
import { validateReplace, type ReplaceRequestTerms } from '#domain/orders/replace.ts';
import { checkClientId } from '#domain/orders/validate.ts';
import { accept, deny } from '#domain/refusal.ts';
import { delay } from '#platform/time/clock.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import { INTENT_LEASE_MS, WAIT_BOUND_MS, WAIT_STEP_MS, type Asked, type Desk } from './desk.ts';
import { canonicalPrice, replaceCommandOf } from './draft.ts';
import type { OrderAnswer } from './place.ts';
import { instrumentsOf } from './prepare.ts';
import { factOf, heldFor, replacing, snapshotOf, type OrderRecord, type Replacement } from '../record.ts';
import { accountNotFound, idReused, insufficient, orderNotFound } from './refusals.ts';
import { tickerMarkets } from './ticker-markets.ts';

/** A replace as a client asks for it. */
export interface ReplaceInput extends ReplaceRequestTerms {
  readonly orderId: string;
  readonly clientRequestId: string;
}

/** An answer, or that something else has to happen first: another request's outcome, the exchange's answer. */
type Attempt = OrderAnswer | 'WAIT';

/**
 * Asks the exchange to change an order, holding what the new terms need more before the request goes. The same client
 * request id with the same content is the same request. One request of an order is under way at a time; the next waits.
 * Throws SERVICE_UNAVAILABLE when it has waited too long: nothing is half done then.
 */
export async function replaceOrder(desk: Desk, input: ReplaceInput, asked: Asked): Promise<OrderAnswer> {
  const deadlineMs = desk.wallClock.nowMs() + WAIT_BOUND_MS;
  for (;;) {
    const attempt = await tryReplace(desk, input, asked);
    if (attempt !== 'WAIT') return attempt;
    if (desk.wallClock.nowMs() >= deadlineMs) throw unavailable();
    await delay(desk.wallClock, WAIT_STEP_MS);
  }
}

const unavailable = () =>
  graphqlError(
    'SERVICE_UNAVAILABLE',
    'The order could not be changed now. Sending the request again is safe.',
  );

async function tryReplace(desk: Desk, input: ReplaceInput, asked: Asked): Promise<Attempt> {
  const [order] = await desk.store.orders([input.orderId]);
  if (order?.ownerId !== asked.userId) return deny(orderNotFound(input.orderId));
  const invalidId = checkClientId(input.clientRequestId, 'clientRequestId');
  if (invalidId) return deny(invalidId);
  const repeat = await answerRepeat(desk, order, input);
  if (repeat) return repeat;
  const [[instrument], markets] = await Promise.all([
    instrumentsOf(desk, [order.ticker]),
    tickerMarkets(desk, [order.ticker]),
  ]);
  const market = markets.get(order.ticker);
  if (!market) throw new Error(`the market of ${order.ticker} was not looked up`);
  const terms = validateReplace(order, input, instrument ?? null, market);
  if (!terms.ok) return terms;
  if (isBusy(order)) return 'WAIT';
  return sendReplace(desk, order, input, { requestId: desk.ids('rpl'), ...terms.value }, asked);
}

const isBusy = (order: OrderRecord): boolean => order.cancelRequestId !== null || order.replacement !== null;

/** What the first request under this id gave; null when the id is free. */
async function answerRepeat(desk: Desk, order: OrderRecord, input: ReplaceInput): Promise<Attempt | null> {
  const key = { accountId: order.accountId, clientId: input.clientRequestId };
  const known = await desk.store.replaceRequest(key);
  if (!known) return null;
  if (!known.reserving) {
    if (known.content !== contentOf(input)) return deny(idReused('clientRequestId', input.clientRequestId));
    const [asNow] = await desk.store.orders([order.orderId]);
    return accept(snapshotOf(asNow ?? order));
  }
  if (known.intentAtMs < desk.wallClock.nowMs() - INTENT_LEASE_MS) await abandon(desk, known.requestId);
  return 'WAIT';
}

function contentOf(input: ReplaceInput): string {
  const { orderId, quantity, displayQuantity, minimumQuantity } = input;
  const prices = [input.limitPrice, input.stopPrice].map(canonicalPrice);
  return JSON.stringify([orderId, quantity, ...prices, displayQuantity, minimumQuantity]);
}

async function sendReplace(
  desk: Desk,
  order: OrderRecord,
  input: ReplaceInput,
  replacement: Replacement,
  asked: Asked,
): Promise<Attempt> {
  const { requestId } = replacement;
  const { correlationId } = asked;
  const free = await desk.store.addReplaceIntent({
    requestId,
    accountId: order.accountId,
    clientRequestId: input.clientRequestId,
    orderId: order.orderId,
    content: contentOf(input),
    correlationId,
    intentAtMs: desk.wallClock.nowMs(),
  });
  if (!free) return 'WAIT';
  try {
    const extra = Math.max(0, heldFor(replacing(order, replacement, desk.schedules)) - heldFor(order));
    const refused = extra > 0 ? await reserveMore(desk, order, requestId, extra, correlationId) : null;
    if (refused) return refused;
    const sent = await acceptReplace(desk, order.orderId, replacement, extra, correlationId);
    if (sent) return accept(snapshotOf(sent));
  } catch (error) {
    await abandonAfter(desk, requestId, error);
    throw error;
  }
  await abandon(desk, requestId);
  return 'WAIT';
}

async function reserveMore(
  desk: Desk,
  order: OrderRecord,
  requestId: string,
  amount: number,
  correlationId: string,
): Promise<OrderAnswer | null> {
  const { orderId, accountId } = order;
  const asset = order.side === 'BUY' ? 'BRL' : order.ticker;
  const reservation = { reservationId: requestId, orderId, accountId, asset, amount, correlationId };
  const [outcome] = await desk.wallet.reserve({ reservations: [reservation] });
  if (outcome?.outcome === 'RESERVED') return null;
  if (!outcome || outcome.outcome === 'VOIDED') throw unavailable();
  await desk.store.dropReplaceIntent(requestId);
  return deny(
    outcome.outcome === 'INSUFFICIENT'
      ? insufficient(order, amount, outcome.available)
      : accountNotFound(accountId),
  );
}

/**
 * In one transaction: the request, the fact, the command. Null when the order has moved on meanwhile so that the request
 * no longer fits: it ended, another request came first, or what was reserved does not suffice by a centavo.
 */
async function acceptReplace(
  desk: Desk,
  orderId: string,
  replacement: Replacement,
  extra: number,
  correlationId: string,
): Promise<OrderRecord | null> {
  const sent = await desk.store.transaction(async (tx) => {
    const [order] = await tx.lockOrders([orderId]);
    if (!order || isBusy(order) || statusAfter(order.status, 'REPLACE_REQUESTED') === null) return null;
    if (replacement.quantity <= order.filledQuantity) return null;
    const updatedAtMs = Math.max(order.updatedAtMs, desk.marketClock.nowMs());
    const after = replacing({ ...order, updatedAtMs }, replacement, desk.schedules);
    const held = heldFor(order) + extra;
    if (heldFor(after) > held || !(await tx.acceptReplace(replacement.requestId))) return null;
    await tx.saveOrders([after]);
    await tx.addFacts([factOf('REPLACE_REQUESTED', held, after, { atMs: updatedAtMs, correlationId })]);
    await tx.addCommands([replaceCommandOf(after, replacement, correlationId)]);
    return after;
  });
  desk.wakeRelay();
  return sent;
}

async function abandon(desk: Desk, requestId: string): Promise<void> {
  await desk.store.abandonReplaceIntent(requestId);
  desk.wakeRecovery();
}

async function abandonAfter(desk: Desk, requestId: string, cause: unknown): Promise<void> {
  try {
    await abandon(desk, requestId);
  } catch (error) {
    desk.log.warn({ err: error, cause }, 'an intent stays until its lease is over: the store did not answer');
  }
}
