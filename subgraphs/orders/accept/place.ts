import type { OrderSnapshot } from '#contracts/messages/order-facts.ts';
import { checkClientId } from '#domain/orders/validate.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import { delay } from '#platform/time/clock.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import { INTENT_LEASE_MS, WAIT_BOUND_MS, WAIT_STEP_MS, type Asked, type Desk } from './desk.ts';
import { commandOf, contentOf, orderOf } from './draft.ts';
import { prepareOrders, type OrderInput } from './prepare.ts';
import { factOf, heldFor, snapshotOf, type OrderRecord } from '../record.ts';
import { accountNotFound, idReused, insufficient, MAX_ORDERS, tooManyOrders } from './refusals.ts';

/** The order as it is now, or why there is none. */
export type OrderAnswer = Outcome<OrderSnapshot>;

interface Item {
  readonly index: number;
  readonly input: OrderInput;
}
interface Draft extends Item {
  readonly order: OrderRecord;
}
type Answers = (OrderAnswer | undefined)[];

/**
 * Places orders, each for itself; answers stand in the order of the inputs. The same client order id with the same
 * content gives the same order, also when both are sent at once to two processes. Throws SERVICE_UNAVAILABLE when the
 * wallet or another request about the same id does not answer in time: nothing is half done then, and sending the same
 * orders again is safe.
 */
export async function placeOrders(
  desk: Desk,
  inputs: readonly OrderInput[],
  asked: Asked,
): Promise<readonly OrderAnswer[]> {
  if (inputs.length > MAX_ORDERS) return inputs.map(() => deny(tooManyOrders(inputs.length)));
  const answers: Answers = inputs.map(() => undefined);
  for (const round of roundsOf(inputs)) await placeRound(desk, round, asked, answers);
  return answers.map((answer) => {
    if (!answer) throw new Error('an order was not answered');
    if (!answer.ok) desk.metrics.refused(answer.refusal.rule);
    return answer;
  });
}

/** A repeat within one request is looked at after the first has its answer, so no id stands in a round twice. */
function roundsOf(inputs: readonly OrderInput[]): readonly (readonly Item[])[] {
  const rounds: Item[][] = [];
  const timesSeen = new Map<string, number>();
  inputs.forEach((input, index) => {
    const key = JSON.stringify([input.accountId, input.clientOrderId]);
    const round = timesSeen.get(key) ?? 0;
    timesSeen.set(key, round + 1);
    (rounds[round] ??= []).push({ index, input });
  });
  return rounds;
}

/** Answers a round, waiting for other requests that are at work on the same ids. */
async function placeRound(desk: Desk, round: readonly Item[], asked: Asked, answers: Answers): Promise<void> {
  const deadlineMs = desk.wallClock.nowMs() + WAIT_BOUND_MS;
  let waiting = await refuseForeign(desk, round, asked, answers);
  for (;;) {
    const fresh = await answerRepeats(desk, waiting, answers);
    await placeFresh(desk, fresh, asked, answers);
    waiting = waiting.filter((item) => answers[item.index] === undefined);
    if (waiting.length === 0) return;
    if (desk.wallClock.nowMs() >= deadlineMs) throw unavailable();
    await delay(desk.wallClock, WAIT_STEP_MS);
  }
}

const unavailable = () =>
  graphqlError('SERVICE_UNAVAILABLE', 'The order could not be placed now. Sending it again is safe.');

/** ACCOUNT_NOT_FOUND and INVALID_ID; what is left. */
async function refuseForeign(
  desk: Desk,
  items: readonly Item[],
  asked: Asked,
  answers: Answers,
): Promise<readonly Item[]> {
  const owners = await desk.owners.of(items.map((item) => item.input.accountId));
  return items.filter(({ index, input }, place) => {
    const refusal =
      owners[place] === asked.userId
        ? checkClientId(input.clientOrderId, 'clientOrderId')
        : accountNotFound(input.accountId);
    if (refusal) answers[index] = deny(refusal);
    return refusal === null;
  });
}

/** Answers those whose id has an order; the fresh ones are left. Those that somebody is at work on wait. */
async function answerRepeats(desk: Desk, items: readonly Item[], answers: Answers): Promise<readonly Item[]> {
  const keys = items.map(({ input }) => ({ accountId: input.accountId, clientId: input.clientOrderId }));
  const known = await desk.store.byClientOrderIds(keys);
  const stale = known.filter((stored) => stored?.reserving && isStale(desk, stored.order));
  if (stale.length > 0)
    await abandon(
      desk,
      stale.flatMap((stored) => stored?.order ?? []),
    );
  return items.filter(({ index, input }, place) => {
    const stored = known[place];
    if (stored && !stored.reserving) {
      const same = stored.order.content === contentOf(input);
      answers[index] = same
        ? accept(snapshotOf(stored.order))
        : deny(idReused('clientOrderId', input.clientOrderId));
    }
    return !stored;
  });
}

const isStale = (desk: Desk, order: OrderRecord): boolean =>
  order.intentAtMs < desk.wallClock.nowMs() - INTENT_LEASE_MS;

/** Validates, writes intents, reserves, accepts. What loses the race for its id stays unanswered. */
async function placeFresh(desk: Desk, items: readonly Item[], asked: Asked, answers: Answers): Promise<void> {
  const prepared = await prepareOrders(
    desk,
    items.map((item) => item.input),
  );
  const drafts = items.flatMap((item, place): Draft[] => {
    const outcome = prepared[place];
    if (outcome?.ok) return [{ ...item, order: orderOf(desk, item.input, outcome.value, asked) }];
    answers[item.index] = outcome;
    return [];
  });
  if (drafts.length === 0) return;
  const added = await desk.store.addIntents(drafts.map((draft) => draft.order));
  const mine = drafts.filter((draft) => added.has(draft.order.orderId));
  if (mine.length === 0) return;
  try {
    const reserved = await reserve(desk, mine, answers);
    await acceptDrafts(desk, reserved, answers);
  } catch (error) {
    await abandonAfter(desk, mine, error);
    throw error;
  }
}

/** Reserves for each draft; those for which it worked. */
async function reserve(desk: Desk, drafts: readonly Draft[], answers: Answers): Promise<readonly Draft[]> {
  const outcomes = await desk.wallet.reserve({
    reservations: drafts.map(({ order }) => ({
      reservationId: order.orderId,
      orderId: order.orderId,
      accountId: order.accountId,
      asset: order.side === 'BUY' ? 'BRL' : order.ticker,
      amount: heldFor(order),
      correlationId: order.correlationId,
    })),
  });
  const refused: string[] = [];
  const reserved = drafts.filter(({ index, order }, place) => {
    const outcome = outcomes[place];
    if (!outcome || outcome.outcome === 'VOIDED') throw unavailable();
    if (outcome.outcome === 'RESERVED') return true;
    refused.push(order.orderId);
    const refusal =
      outcome.outcome === 'INSUFFICIENT'
        ? insufficient(order, heldFor(order), outcome.available)
        : accountNotFound(order.accountId);
    answers[index] = deny(refusal);
    return false;
  });
  if (refused.length > 0) await desk.store.dropIntents(refused);
  return reserved;
}

/** In one transaction: the intent becomes an order, the fact, the command. */
async function acceptDrafts(desk: Desk, drafts: readonly Draft[], answers: Answers): Promise<void> {
  if (drafts.length === 0) return;
  const accepted = await desk.store.transaction(async (tx) => {
    const ids = await tx.acceptIntents(drafts.map((draft) => draft.order.orderId));
    const orders = drafts.map((draft) => draft.order).filter((order) => ids.has(order.orderId));
    await tx.addFacts(
      orders.map((order) =>
        factOf('PLACED', heldFor(order), order, {
          atMs: order.createdAtMs,
          correlationId: order.correlationId,
        }),
      ),
    );
    await tx.addCommands(orders.map(commandOf));
    return ids;
  });
  desk.wakeRelay();
  desk.metrics.accepted(accepted.size);
  for (const { index, order } of drafts) {
    if (!accepted.has(order.orderId)) throw unavailable();
    answers[index] = accept(snapshotOf(order));
  }
}

async function abandon(desk: Desk, orders: readonly OrderRecord[]): Promise<void> {
  await desk.store.abandonIntents(orders.map((order) => order.orderId));
  desk.wakeRecovery();
}

/** After a failure: gives up what is an intent still. What was accepted stays, and a retry finds it. */
async function abandonAfter(desk: Desk, drafts: readonly Draft[], cause: unknown): Promise<void> {
  try {
    await abandon(
      desk,
      drafts.map((draft) => draft.order),
    );
  } catch (error) {
    desk.log.warn({ err: error, cause }, 'intents stay until their lease is over: the store did not answer');
  }
}
