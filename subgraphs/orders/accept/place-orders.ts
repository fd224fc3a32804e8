import { draftFact } from '#domain/orders/lifecycle/order-fact.ts';
import { snapshotOf } from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount } from '#domain/orders/lifecycle/order-reservation.ts';
import { checkClientId } from '#domain/orders/terms/validate-order.ts';
import { accept, deny } from '#domain/refusal.ts';
import { newOrderCommand } from './engine-commands.ts';
import { abandoningOnFailure, abandonOrders, isLeaseOver, untilAnswered } from './intents.ts';
import { contentOf, newOrder } from './new-order.ts';
import type { OrderAnswer, OrderService, Requester } from './order-service.ts';
import {
  newPlacement,
  refusePlacement,
  roundsOf,
  unanswered,
  type Placement,
  type PlacementWithIntent,
} from './placements.ts';
import { prepareOrders, type OrderInput } from './prepare-orders.ts';
import { accountNotFound, idReused, MAX_ORDERS, serviceUnavailable, tooManyOrders } from './refusals.ts';
import { reservationOf, reserve } from './reserve.ts';

/**
 * Step "accept" of an order's way: places orders independently of each other. The answers have the order of the inputs.
 *
 * 1. Split the orders into rounds, so that a client order id occurs once in each (`placements.ts`).
 * 2. Refuse accounts of other users and malformed client order ids.
 * 3. Answer a known client order id with its order, or ID_REUSED. Wait while another request holds the id (`intents.ts`).
 * 4. Check terms and prices of new ids (`prepare-orders.ts`, `domain/orders/terms/`).
 * 5. Write the orders as intents. The store lets one request win each client order id; the others go back to 3.
 * 6. Reserve cash or shares (`reserve.ts`); forget the intents of refused orders.
 * 7. In one statement, turn the intents into orders and write their facts and commands to the outbox.
 * 8. Wake the relay (`outbox/relay.ts`).
 *
 * Each of 3., 5., 6. and 7. is one call a batch, which concurrent requests share (`store/shared-store.ts`).
 *
 * After a failure in 6 or 7 the intents are abandoned, and recovery voids their reservations (`recover-intents.ts`).
 * Throws SERVICE_UNAVAILABLE when a later step is too far behind (`observe/back-pressure.ts`), and when the wallet, or another request with the same id, does not answer in time. Nothing is
 * half done then: the client may send the same orders again.
 */
export async function placeOrders(
  service: OrderService,
  inputs: readonly OrderInput[],
  requester: Requester,
): Promise<readonly OrderAnswer[]> {
  if (inputs.length > MAX_ORDERS) return inputs.map(() => deny(tooManyOrders(inputs.length)));
  service.backPressure.check();
  const placements = inputs.map(newPlacement);
  for (const round of roundsOf(placements)) await placeRound(service, round, requester);
  return placements.map(({ answer }) => {
    if (!answer) throw new Error('an order has no answer');
    if (!answer.ok) service.metrics.refused(answer.refusal.rule);
    return answer;
  });
}

async function placeRound(
  service: OrderService,
  round: readonly Placement[],
  requester: Requester,
): Promise<void> {
  await refuseForeignAccounts(service, round, requester);
  await untilAnswered(service.wallClock, async () => {
    const unknown = await answerKnownIds(service, unanswered(round));
    await placeNewOrders(service, unknown, requester);
    return unanswered(round).length > 0 ? 'WAIT' : null;
  });
}

/** 2. ACCOUNT_NOT_FOUND, then INVALID_ID. */
async function refuseForeignAccounts(
  service: OrderService,
  placements: readonly Placement[],
  requester: Requester,
): Promise<void> {
  const owners = await service.owners.of(placements.map(({ input }) => input.accountId));
  placements.forEach((placement, index) => {
    const { accountId, clientOrderId } = placement.input;
    const refusal =
      owners[index] === requester.userId
        ? checkClientId(clientOrderId, 'clientOrderId')
        : accountNotFound(accountId);
    if (refusal) refusePlacement(placement, refusal);
  });
}

/** 3. Answers ids that have an order. An id with an intent stays unanswered; returns the ids that are unknown. */
async function answerKnownIds(
  service: OrderService,
  placements: readonly Placement[],
): Promise<readonly Placement[]> {
  const keys = placements.map(({ input }) => ({ accountId: input.accountId, clientId: input.clientOrderId }));
  const known = await service.store.byClientOrderIds(keys);
  const expired = known.flatMap((stored) =>
    stored?.reserving && isLeaseOver(service, stored.order) ? stored.order.orderId : [],
  );
  if (expired.length > 0) await abandonOrders(service, expired);
  placements.forEach((placement, index) => {
    const stored = known[index];
    if (!stored || stored.reserving) return;
    placement.answer =
      stored.order.content === contentOf(placement.input)
        ? accept(snapshotOf(stored.order))
        : deny(idReused('clientOrderId', placement.input.clientOrderId));
  });
  return placements.filter((_, index) => !known[index]);
}

/** 4. to 8. A placement that loses its id to another request stays unanswered. */
async function placeNewOrders(
  service: OrderService,
  placements: readonly Placement[],
  requester: Requester,
): Promise<void> {
  const intents = await writeIntents(service, placements, requester);
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

/** 4. and 5. Checks the orders and writes the valid ones as intents; returns those that won their ids. */
async function writeIntents(
  service: OrderService,
  placements: readonly Placement[],
  requester: Requester,
): Promise<readonly PlacementWithIntent[]> {
  const prepared = await prepareOrders(
    service,
    placements.map(({ input }) => input),
  );
  const intents = placements.flatMap((placement, index): PlacementWithIntent[] => {
    const outcome = prepared[index];
    if (!outcome) throw new Error('an order was not prepared');
    if (outcome.ok)
      return [{ placement, order: newOrder(service, placement.input, outcome.value, requester) }];
    placement.answer = outcome;
    return [];
  });
  if (intents.length === 0) return [];
  const written = await service.store.addIntents(intents.map(({ order }) => order));
  return intents.filter(({ order }) => written.has(order.orderId));
}

/** 6. Reserves for each intent; refuses and forgets those without cover, and returns the others. */
async function reserveForIntents(
  service: OrderService,
  intents: readonly PlacementWithIntent[],
): Promise<readonly PlacementWithIntent[]> {
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

/** 7. and 8. An intent that recovery abandoned meanwhile cannot become an order: throws SERVICE_UNAVAILABLE. */
async function acceptReserved(
  service: OrderService,
  reserved: readonly PlacementWithIntent[],
): Promise<void> {
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
    if (!accepted.has(order.orderId)) throw serviceUnavailable();
    placement.answer = accept(snapshotOf(order));
  }
}
