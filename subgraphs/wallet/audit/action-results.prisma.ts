import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { ACTION_NUMBERS } from '../store/write-days.prisma.ts';

/**
 * Results of corporate actions that do not follow from the entitlements (money for a fraction less its cost, or the capital
 * paid back) or from the entry that changed the position. Rights and receipts that lapse have no result.
 */
export const wrongActionResults = (tx: Tx): Promise<{ violation: string }[]> => tx.$queryRaw`
  WITH result AS (SELECT * FROM trade_result WHERE number < 0),
  fraction AS (
    SELECT action_id, account_id, fraction_centavos AS gross,
      fraction_centavos - round(fraction_cost_billionths / 10000000) AS profit
    FROM entitlement WHERE fraction_centavos > 0),
  change AS (
    SELECT account_id, (sequence + ${ACTION_NUMBERS}::int)::int AS number, ticker, costing->>'day' AS day,
      (costing->>'realizedCentavos')::bigint AS profit
    FROM entry WHERE kind = 'CORPORATE_ACTION' AND costing IS NOT NULL
      AND ticker NOT IN (SELECT unnest(ARRAY[right_ticker, receipt_ticker]) FROM corporate_action
        WHERE right_ticker IS NOT NULL))
  SELECT coalesce(sold.account_id, fraction.account_id) || ' earned ' || coalesce(sold.profit_centavos::text, 'nothing')
    || ' with the fraction of ' || coalesce(sold.action_id, fraction.action_id) || ', not '
    || coalesce(fraction.profit::text, 'nothing') AS violation
  FROM fraction FULL JOIN (SELECT * FROM result WHERE kind = 'ORDINARY') AS sold
    ON sold.action_id = fraction.action_id AND sold.account_id = fraction.account_id
  WHERE sold.profit_centavos IS DISTINCT FROM fraction.profit OR sold.gross_centavos IS DISTINCT FROM fraction.gross
  UNION ALL
  SELECT result.account_id || ' has a result of ' || result.action_id || ' that is not the capital paid back' AS violation
  FROM result LEFT JOIN entitlement USING (action_id, account_id)
  WHERE result.kind = 'CAPITAL_RETURN'
    AND (result.gross_centavos IS DISTINCT FROM entitlement.gross_centavos OR profit_centavos > result.gross_centavos)
  UNION ALL
  SELECT coalesce(result.account_id, change.account_id) || ' earned ' || coalesce(result.profit_centavos, 0)
    || ' with a corporate action on ' || coalesce(trade_date, day) || ', its entry says ' || coalesce(change.profit, 0)
    AS violation
  FROM change FULL JOIN result USING (account_id, number)
  WHERE coalesce(result.profit_centavos, 0) <> coalesce(change.profit, 0)
    OR (trade_date IS NOT NULL AND (trade_date IS DISTINCT FROM day OR result.ticker IS DISTINCT FROM change.ticker))`;
