import { draftFact } from '#domain/orders/lifecycle/order-fact.ts';
import { snapshotOf } from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount } from '#domain/orders/lifecycle/order-reservation.ts';
import { accept, deny } from '#domain/refusal.ts';
import type { StoredOrder } from '../../store/store.ts';
import { newOrderCommand } from '../engine-commands.ts';
import { abandoningOnFailure, abandonOrders, isLeaseOver } from '../intents.ts';
import { contentOf, newOrder } from '../new-order.ts';
import type { BatchService } from '../batch-service.ts';
import { refusePlacement, unanswered, type Placement, type PlacementWithOrder } from './placements.ts';
import { prepareOrders } from '../prepare-orders.ts';
import { idReused, pricesUnknown, serviceUnavailable, tooManyOpenOrders } from '../refusals.ts';
import { reservationOf, reserve } from '../reserve.ts';

/**
 * Steps 4 to 9 of `placeOrders`, for the placements of all requests that came while the batch before was at work. A placement
 * whose client order id another request holds stays unanswered. An error leaves no order half done: a placement without an answer
 * may be placed again.
 */
export async function placeTogether(service: BatchService, placements: readonly Placement[]): Promise<void> {
  const { valid, invalid } = await prepare(service, unanswered(placements));
  // An id that has an order gets its answer, though a new order with the same terms would be refused now.
  if (invalid.length > 0) await answerInvalid(service, invalid);
  const intents = await writeIntents(service, valid);
  if (intents.length === 0) return;
  await abandoningOnFailure(
    service,
    async () => acceptReserved(service, await reserveForIntents(service, intents)),
    () =>
      abandonOrders(
        service,
        intents.map(({ order }) => order.orderId),
      ),
  );
}

/** A placement that cannot become an order, and how it ends unless its client order id has an order. */
interface InvalidPlacement {
  readonly placement: Placement;
  readonly end: () => void;
}

/** 4. Makes the orders of valid placements, as many as their accounts may have open. */
async function prepare(service: BatchService, placements: readonly Placement[]) {
  const outcomes = await prepareOrders(
    service,
    placements.map(({ input }) => input),
  );
  const valid: PlacementWithOrder[] = [];
  const invalid: InvalidPlacement[] = [];
  placements.forEach((placement, index) => {
    placement.failure = null;
    const outcome = outcomes[index];
    if (!outcome) throw new Error('an order was not prepared');
    if (outcome === 'PRICES_UNKNOWN')
      invalid.push({ placement, end: () => void (placement.failure = pricesUnknown()) });
    else if (!outcome.ok) invalid.push({ placement, end: () => void (placement.answer = outcome) });
    else
      valid.push({
        placement,
        order: newOrder(service, placement.input, outcome.value, placement.requester),
      });
  });
  const admitted = await service.openOrderLimit.take(valid.map(({ order }) => order.accountId));
  const refusal = deny(tooManyOpenOrders(service.openOrderLimit.max));
  valid.forEach(({ placement }, index) => {
    if (!admitted[index]) invalid.push({ placement, end: () => void (placement.answer = refusal) });
  });
  return { valid: valid.filter((_, index) => admitted[index]), invalid };
}

async function answerInvalid(service: BatchService, invalid: readonly InvalidPlacement[]): Promise<void> {
  const keys = invalid.map(({ placement: { input } }) => ({
    accountId: input.accountId,
    clientId: input.clientOrderId,
  }));
  const known = await service.store.byClientOrderIds(keys);
  invalid.forEach(({ placement, end }, index) => {
    const stored = known[index];
    if (stored) answerKnown(placement, stored);
    else end();
  });
  await abandonExpired(service, known);
}

/** 5. and 6. Writes intents, and answers ids that have an order; returns the orders that won their ids. */
async function writeIntents(
  service: BatchService,
  placements: readonly PlacementWithOrder[],
): Promise<readonly PlacementWithOrder[]> {
  if (placements.length === 0) return [];
  const outcomes = await service.store.addIntents(placements.map(({ order }) => order));
  const known = outcomes.map((outcome) => (outcome === 'WRITTEN' ? null : outcome));
  placements.forEach(({ placement }, index) => {
    const stored = known[index];
    if (stored) answerKnown(placement, stored);
  });
  await abandonExpired(service, known);
  return placements.filter((_, index) => outcomes[index] === 'WRITTEN');
}

/** 6. An id with an intent stays unanswered. */
function answerKnown(placement: Placement, { order, reserving }: StoredOrder): void {
  if (reserving) return;
  const { input } = placement;
  placement.answer =
    order.content === contentOf(input)
      ? accept(snapshotOf(order))
      : deny(idReused('clientOrderId', input.clientOrderId));
}

async function abandonExpired(service: BatchService, known: readonly (StoredOrder | null)[]): Promise<void> {
  const expired = known.flatMap((stored) =>
    stored?.reserving && isLeaseOver(service, stored.order) ? stored.order.orderId : [],
  );
  if (expired.length > 0) await abandonOrders(service, expired);
}

/** 7. Reserves for each intent; refuses and forgets those without cover, and returns the others. */
async function reserveForIntents(
  service: BatchService,
  intents: readonly PlacementWithOrder[],
): Promise<readonly PlacementWithOrder[]> {
  const refusals = await reserve(
    service,
    intents.map(({ order }) => reservationOf(order)),
  );
  const refusedIds: string[] = [];
  const reserved = intents.filter(({ placement, order }, index) => {
    const refusal = refusals[index];
    if (!refusal) return true;
    refusePlacement(placement, refusal);
    refusedIds.push(order.orderId);
    return false;
  });
  if (refusedIds.length > 0) await service.store.dropIntents(refusedIds);
  return reserved;
}

/** 8. and 9. An intent that recovery abandoned meanwhile cannot become an order: its request gets SERVICE_UNAVAILABLE. */
async function acceptReserved(service: BatchService, reserved: readonly PlacementWithOrder[]): Promise<void> {
  if (reserved.length === 0) return;
  const accepted = await service.store.acceptOrders(
    reserved.map(({ order }) => ({
      orderId: order.orderId,
      fact: draftFact('PLACED', reservedAmount(order), order, {
        atMs: order.createdAtMs,
        correlationId: order.correlationId,
      }),
      command: newOrderCommand(order),
    })),
  );
  service.wakeRelay();
  service.metrics.accepted(accepted.size);
  for (const { placement, order } of reserved) {
    if (accepted.has(order.orderId)) placement.answer = accept(snapshotOf(order));
    else placement.failure = serviceUnavailable();
  }
}
