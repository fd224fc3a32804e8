import { checkClientId } from '#domain/orders/terms/validate-order.ts';
import { deny } from '#domain/refusal.ts';
import { untilAnswered } from './intents.ts';
import type { OrderAnswer, Requester } from './batch-service.ts';
import type { OrderService } from './order-service.ts';
import { newPlacement, refusePlacement, roundsOf, unanswered, type Placement } from './placing/placements.ts';
import type { OrderInput } from './prepare-orders.ts';
import { accountNotFound, MAX_ORDERS, tooManyOrders } from './refusals.ts';

/** Requests of so many orders come from programs: they wait until the answers to earlier orders are applied. */
const MANY_ORDERS = 10;

/**
 * Step "accept" of an order's way: places orders independently of each other. The answers have the order of the inputs.
 *
 * 1. Split the orders into rounds, so that a client order id occurs once in each (`placing/placements.ts`).
 * 2. Refuse accounts of other users and malformed client order ids.
 * 3. Join the batch that gathers while another one is at work: concurrent requests take the steps from 4 to 9 together, and a lone
 *    request at once (`change-batches.ts`). The steps are in `placing/place-together.ts`.
 * 4. Check terms and prices (`prepare-orders.ts`, `domain/orders/terms/`).
 * 5. Write the orders as intents. The store lets one request win each client order id, and returns the order that an id has already.
 * 6. Answer a known client order id with its order, or ID_REUSED. Wait while another request holds the id (`intents.ts`).
 * 7. Reserve cash or shares (`reserve.ts`); forget the intents of refused orders.
 * 8. In one statement, turn the intents into orders and write their facts and commands to the outbox.
 * 9. Wake the relay (`outbox/relay.ts`).
 *
 * After a failure in 7 or 8 the intents are abandoned, and recovery voids their reservations (`recover-intents.ts`).
 * Throws SERVICE_UNAVAILABLE when a later step is too far behind (`observe/back-pressure.ts`), and when the wallet, or another
 * request with the same id, does not answer in time. No order is half done then: the client may send the same orders again.
 */
export async function placeOrders(
  service: OrderService,
  inputs: readonly OrderInput[],
  requester: Requester,
): Promise<readonly OrderAnswer[]> {
  if (inputs.length > MAX_ORDERS) return inputs.map(() => deny(tooManyOrders(inputs.length)));
  service.backPressure.check();
  if (inputs.length >= MANY_ORDERS) await service.backPressure.untilAnswersApplied();
  const placements = inputs.map((input) => newPlacement(input, requester));
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
    await service.changes.place(unanswered(round));
    const failed = round.find(({ failure }) => failure !== null);
    if (failed?.failure) throw failed.failure;
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
