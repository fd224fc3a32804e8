import { hasPendingRequest, snapshotOf } from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount, withReplacement } from '#domain/orders/lifecycle/order-reservation.ts';
import { checkClientId } from '#domain/orders/terms/validate-order.ts';
import { validateReplace } from '#domain/orders/terms/validate-replace.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import type { StoredReplace } from '../../store/store.ts';
import { abandoningOnFailure, abandonReplaces, isLeaseOver } from '../intents.ts';
import type { BatchService } from '../batch-service.ts';
import { instrumentsOf } from '../prepare-orders.ts';
import { idReused, orderNotFound } from '../refusals.ts';
import { reserve } from '../reserve.ts';
import { tickerMarkets } from '../ticker-markets.ts';
import {
  contentOfReplace,
  refuseAttempt,
  type AttemptOnOrder,
  type ReplaceAttempt,
  type ValidReplace,
} from './replace-attempts.ts';
import { sendReplaces } from './send-replaces.ts';

/**
 * Steps 1 to 6 of `replaceOrder`, for the attempts of all requests that came while the batch before was at work. An attempt whose
 * order or client request id another request or the exchange holds stays unanswered; so do all attempts of a batch on one order
 * but the first. An error leaves no replace half done.
 */
export async function replaceTogether(
  service: BatchService,
  attempts: readonly ReplaceAttempt[],
): Promise<void> {
  const found = await findOrders(service, attempts);
  const { valid, others } = await validate(service, found);
  await answerOthers(service, others);
  const intents = await writeIntents(service, valid);
  if (intents.length === 0) return;
  const idsOf = (replaces: readonly ValidReplace[]): string[] =>
    replaces.map(({ replacement }) => replacement.requestId);
  await abandoningOnFailure(
    service,
    async () => {
      const unfit = await send(service, await reserveForIntents(service, intents));
      if (unfit.length > 0) await abandonReplaces(service, idsOf(unfit));
    },
    () => abandonReplaces(service, idsOf(intents)),
  );
}

/** 1. ORDER_NOT_FOUND, then INVALID_ID. */
async function findOrders(
  service: BatchService,
  attempts: readonly ReplaceAttempt[],
): Promise<readonly AttemptOnOrder[]> {
  const orders = await service.store.orders(attempts.map(({ input }) => input.orderId));
  return attempts.flatMap((attempt, index) => {
    const { input, requester } = attempt;
    const order = orders[index];
    const refusal =
      order?.ownerId === requester.userId
        ? checkClientId(input.clientRequestId, 'clientRequestId')
        : orderNotFound(input.orderId);
    if (refusal) refuseAttempt(attempt, refusal);
    return refusal || !order ? [] : { attempt, order };
  });
}

/** An attempt that is not sent, and its answer unless its client request id has one; null: it waits. */
interface OtherAttempt extends AttemptOnOrder {
  readonly denied: Extract<Outcome<never>, { ok: false }> | null;
}

/** 3. Checks the new terms against the instruments and their markets. */
async function validate(service: BatchService, found: readonly AttemptOnOrder[]) {
  const valid: ValidReplace[] = [];
  const others: OtherAttempt[] = [];
  if (found.length === 0) return { valid, others };
  const tickers = found.map(({ order }) => order.ticker);
  const [instruments, markets] = await Promise.all([
    instrumentsOf(service, tickers),
    tickerMarkets(service, tickers),
  ]);
  const taken = new Set<string>();
  found.forEach(({ attempt, order }, index) => {
    const market = markets.get(order.ticker);
    if (!market) throw new Error(`the market of ${order.ticker} was not read`);
    const terms = validateReplace(order, attempt.input, instruments[index] ?? null, market);
    if (!terms.ok) others.push({ attempt, order, denied: terms });
    else if (hasPendingRequest(order) || taken.has(order.orderId))
      others.push({ attempt, order, denied: null });
    else {
      taken.add(order.orderId);
      const replacement = { requestId: service.ids('rpl'), ...terms.value };
      const needed = reservedAmount(withReplacement(order, replacement, service.costs.tables));
      const extra = Math.max(0, needed - reservedAmount(order));
      valid.push({ attempt, order, replacement, extra });
    }
  });
  return { valid, others };
}

/** 2. for attempts that are not sent. An id that has a request gets its answer, though the terms would be refused now. */
async function answerOthers(service: BatchService, others: readonly OtherAttempt[]): Promise<void> {
  if (others.length === 0) return;
  const known = await service.store.replaceRequests(
    others.map(({ attempt, order }) => ({
      accountId: order.accountId,
      clientId: attempt.input.clientRequestId,
    })),
  );
  others.forEach(({ attempt, denied }, index) => {
    if (!known[index]) attempt.answer = denied;
  });
  await answerKnown(service, others, known);
}

/** 2. An id with an intent stays unanswered. */
async function answerKnown(
  service: BatchService,
  attempts: readonly AttemptOnOrder[],
  known: readonly (StoredReplace | null)[],
): Promise<void> {
  const sent = attempts.filter((_, index) => known[index]?.reserving === false);
  if (sent.length > 0) {
    // The order as it is after the known request.
    const orders = await service.store.orders(sent.map(({ order }) => order.orderId));
    const now = new Map(sent.map(({ attempt, order }, index) => [attempt, orders[index] ?? order]));
    attempts.forEach(({ attempt }, index) => {
      const order = now.get(attempt);
      if (!order) return;
      const { input } = attempt;
      attempt.answer =
        known[index]?.content === contentOfReplace(input)
          ? accept(snapshotOf(order))
          : deny(idReused('clientRequestId', input.clientRequestId));
    });
  }
  const expired = known.flatMap((stored) =>
    stored?.reserving && isLeaseOver(service, stored) ? stored.requestId : [],
  );
  if (expired.length > 0) await abandonReplaces(service, expired);
}

/** 4. and 2. Writes intents, and answers ids that have a request; returns the replaces that won their ids. */
async function writeIntents(
  service: BatchService,
  valid: readonly ValidReplace[],
): Promise<readonly ValidReplace[]> {
  if (valid.length === 0) return [];
  const intentAtMs = service.wallClock.nowMs();
  const outcomes = await service.store.addReplaceIntents(
    valid.map(({ attempt: { input, requester }, order, replacement }) => ({
      requestId: replacement.requestId,
      accountId: order.accountId,
      clientRequestId: input.clientRequestId,
      orderId: order.orderId,
      content: contentOfReplace(input),
      correlationId: requester.correlationId,
      intentAtMs,
    })),
  );
  await answerKnown(
    service,
    valid,
    outcomes.map((outcome) => (outcome === 'WRITTEN' ? null : outcome)),
  );
  return valid.filter((_, index) => outcomes[index] === 'WRITTEN');
}

/** 5. Reserves the extra amounts; refuses and forgets intents without cover, and returns the others. */
async function reserveForIntents(
  service: BatchService,
  intents: readonly ValidReplace[],
): Promise<readonly ValidReplace[]> {
  const needing = intents.filter(({ extra }) => extra > 0);
  if (needing.length === 0) return intents;
  const refusals = await reserve(
    service,
    needing.map(({ attempt, order, replacement, extra }) => ({
      reservationId: replacement.requestId,
      order,
      amount: extra,
      correlationId: attempt.requester.correlationId,
    })),
  );
  const refused = needing.filter(({ attempt }, index) => {
    const refusal = refusals[index];
    if (refusal) refuseAttempt(attempt, refusal);
    return refusal;
  });
  if (refused.length > 0)
    await service.store.dropReplaceIntents(refused.map(({ replacement }) => replacement.requestId));
  return intents.filter(({ attempt }) => attempt.answer === null);
}

/** 6. Answers what was sent; returns the replaces that no longer fit. */
async function send(
  service: BatchService,
  reserved: readonly ValidReplace[],
): Promise<readonly ValidReplace[]> {
  if (reserved.length === 0) return [];
  const sent = await sendReplaces(
    service,
    reserved.map(({ attempt, order, replacement, extra }) => ({
      orderId: order.orderId,
      replacement,
      extra,
      correlationId: attempt.requester.correlationId,
    })),
  );
  service.wakeRelay();
  reserved.forEach(({ attempt }, index) => {
    const order = sent[index];
    if (order) attempt.answer = accept(snapshotOf(order));
  });
  return reserved.filter(({ attempt }) => attempt.answer === null);
}
