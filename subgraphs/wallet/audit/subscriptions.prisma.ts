import { entitledTo } from '#domain/corporate-actions/entitlement.ts';
import { toAction } from '../store/actions/action-rows.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { integer } from '../store/rows.ts';

interface GivenRow {
  readonly action_id: string;
  readonly account_id: string;
  readonly quantity: bigint;
  readonly shares: bigint;
}

type Violations = Promise<{ violation: string }[]>;

/** Applied entitlements whose shares or rights are not those that the terms of the action give. */
export async function wrongShares(tx: Tx): Violations {
  const rows = await tx.$queryRaw<GivenRow[]>`
    SELECT action_id, min(account_id) AS account_id, entitlement.quantity, shares
    FROM entitlement JOIN corporate_action AS action ON action.id = action_id
    WHERE applied_on IS NOT NULL AND action.factor IS NOT NULL GROUP BY action_id, entitlement.quantity, shares`;
  const ids = [...new Set(rows.map((row) => row.action_id))];
  const actions = new Map(
    (await tx.corporateAction.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, toAction(row)]),
  );
  return rows.flatMap(({ action_id, account_id, quantity, shares }) => {
    const action = actions.get(action_id);
    const should = action ? entitledTo(action, integer(quantity)).shares : 0;
    return integer(shares) === should
      ? []
      : [{ violation: `${account_id} was given ${shares} shares for ${action_id}, not ${should}` }];
  });
}

/**
 * Exercises of subscription rights that contradict the terms of their subscription or the ledger: amount, day, legs, receipts
 * that are left, credit of the shares, the loss of rights that lapse, and rights that are left after the last day of exercise.
 */
export const wrongExercises = (tx: Tx): Violations => tx.$queryRaw`
  SELECT account_id || ' #' || sequence || ' paid ' || exercise.amount_centavos || ' for ' || exercise.quantity || ' of '
    || action_id || ' on ' || exercise.day AS violation
  FROM exercise LEFT JOIN corporate_action AS action ON action.id = action_id
  LEFT JOIN entry USING (account_id, sequence)
  WHERE action.id IS NULL OR entry.kind IS DISTINCT FROM 'CORPORATE_ACTION'
    OR exercise.quantity <> entry.quantity OR entry.ticker <> action.receipt_ticker
    OR exercise.amount_centavos <> trunc(exercise.quantity * action.price_per_share::numeric * 100)
    OR exercise.amount_centavos <> -coalesce(entry.amount_centavos, 0)
    OR entry.day NOT BETWEEN action.ex_date AND action.exercises_until
    OR (credited_on IS NOT NULL AND credited_on < coalesce(action.pays_on, '9999'))
    OR (credited_on IS NULL AND action.state = 'DONE')
  UNION ALL
  SELECT coalesce(held.account_id, open.account_id) || ' has ' || coalesce(held.amount, 0) || ' '
    || coalesce(held.asset, open.asset) || ', its exercises give ' || coalesce(open.amount, 0) AS violation
  FROM (
    SELECT account_id, receipt_ticker AS asset, sum(quantity) AS amount
    FROM exercise JOIN corporate_action AS action ON action.id = action_id WHERE credited_on IS NULL
    GROUP BY account_id, receipt_ticker) AS open
  FULL JOIN (
    SELECT account_id, asset, amount FROM balance
    WHERE bucket = 'FREE' AND amount <> 0
      AND asset IN (SELECT receipt_ticker FROM corporate_action WHERE receipt_ticker IS NOT NULL)) AS held
    ON held.account_id = open.account_id AND held.asset = open.asset
  WHERE coalesce(held.amount, 0) <> coalesce(open.amount, 0)
  UNION ALL
  SELECT account_id || ' #' || sequence || ' lost ' || (costing->>'realizedCentavos') || ' with rights that cost '
    || (costing->>'costBillionths') AS violation
  FROM entry WHERE kind = 'CORPORATE_ACTION' AND costing->>'realizedCentavos' <> '0'
    AND ticker IN (SELECT right_ticker FROM corporate_action)
    AND (costing->>'realizedCentavos')::numeric <> round((costing->>'costBillionths')::numeric / 10000000)
  UNION ALL
  SELECT account_id || ' has ' || amount || ' ' || asset || ' ' || bucket || ', which have lapsed' AS violation
  FROM balance WHERE amount <> 0
    AND asset IN (SELECT right_ticker FROM corporate_action WHERE kind = 'SUBSCRIPTION' AND state = 'DONE')
    AND asset NOT IN (SELECT right_ticker FROM corporate_action
      WHERE kind = 'SUBSCRIPTION' AND state <> 'DONE' AND right_ticker IS NOT NULL)`;
