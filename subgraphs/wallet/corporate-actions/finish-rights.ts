import type { SubscriptionRights } from '#domain/corporate-actions/declared-action.ts';
import { FIRST_ENTITLEMENT, type OpenAction } from '../store/actions/action-store.ts';
import { BATCH_SIZE, forAll, transactAll, type ActionOfRun, type Work } from './batches.ts';
import { creditShares, lapseRights } from './subscription.ts';

interface SubscriptionOfRun extends ActionOfRun {
  readonly action: OpenAction & { readonly rights: SubscriptionRights };
}

/** Credits subscribed shares on their day, and lapses the rights that are left after the last day of exercise. */
export async function finishRights(
  run: SubscriptionOfRun,
  closedDay: string,
  today: string,
): Promise<{ readonly failed: readonly string[]; readonly isDone: boolean }> {
  const { dependencies, action } = run;
  const { store } = dependencies;
  const { rights, paysOn } = action;
  const transact = (work: Work) => (accountIds: readonly string[]) => transactAll(run, accountIds, work);
  if (today <= rights.exercisesUntil || closedDay < rights.exercisesUntil)
    return { failed: [], isDone: false };
  const held = await forAll(
    (after) => store.holders(rights.ticker, after, BATCH_SIZE),
    transact((unit, ids, correlationId) => lapseRights(unit, action, ids, correlationId)),
  );
  if (paysOn === null || paysOn > today) {
    const [uncredited] = await store.uncredited(action.id, FIRST_ENTITLEMENT, 1);
    // A payment day that is declared later opens the action again.
    return { failed: held, isDone: held.length === 0 && uncredited === undefined };
  }
  const splits = await store.splitsOf(action.ticker, paysOn);
  const uncredited = await forAll(
    (after) => store.uncredited(action.id, after, BATCH_SIZE),
    transact((unit, ids, correlationId) => creditShares(unit, { action, splits }, ids, correlationId)),
  );
  const failed = [...held, ...uncredited];
  return { failed, isDone: failed.length === 0 };
}
