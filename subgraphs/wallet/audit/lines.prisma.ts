import type { Tx } from '../store/load-unit-of-work.prisma.ts';

/** One sentence for each row that breaks a rule. */
type Violations = Promise<{ violation: string }[]>;

/**
 * A year has millions of lines, and a rule that joins or sorts them takes long. So one pass first sums up each account to a fingerprint:
 * each item counts with a weight from a hash of its name, modulo this prime. Only accounts whose two sides differ are compared item
 * by item. A wrong account has equal sides with a chance of one in two thousand million.
 */
const PRIME = 2_147_483_647;

/**
 * Nearly all lines have two legs, which one comparison checks. A corporate action that changes no whole share changes the cost of a
 * position alone: the cost of a fraction that is sold later.
 */
export const unbalancedTransfers = (tx: Tx): Violations => tx.$queryRaw`
  SELECT account_id || ' #' || sequence || ' ' || asset || ' sums to ' || total AS violation
  FROM entry CROSS JOIN LATERAL (
    SELECT split_part(name, ' ', 1) AS asset, sum(amount) AS total
    FROM unnest(leg_accounts, leg_amounts) AS t (name, amount)
    GROUP BY split_part(name, ' ', 1) HAVING sum(amount) <> 0) AS unbalanced
  WHERE NOT (cardinality(leg_amounts) = 2 AND leg_amounts[1] = -leg_amounts[2]
    AND split_part(leg_accounts[1], ' ', 1) = split_part(leg_accounts[2], ' ', 1))
  UNION ALL
  SELECT account_id || ' #' || sequence || ' has no legs' AS violation
  FROM entry WHERE cardinality(leg_accounts) = 0
    AND NOT (kind = 'CORPORATE_ACTION' AND amount_centavos IS NULL AND (costing->>'quantity')::bigint = 0
      AND (costing->>'costBillionths')::numeric < 0)`;

export async function wrongBalances(tx: Tx): Violations {
  const suspects = await tx.$queryRaw<{ account_id: string }[]>`
    WITH weighted AS (
      SELECT account_id, sum((amount % ${PRIME}::bigint) * (hashtextextended(name, 0) & ${PRIME}::bigint)) AS print
      FROM entry, unnest(leg_accounts, leg_amounts) AS t (name, amount)
      WHERE strpos(name, '~') = 0 GROUP BY account_id),
    held AS (
      SELECT account_id, sum((amount % ${PRIME}::bigint) * (hashtextextended(
        asset || ' ' || bucket || CASE due_on WHEN '' THEN '' ELSE ' ' || due_on END, 0) & ${PRIME}::bigint)) AS print
      FROM balance GROUP BY account_id)
    SELECT account_id FROM weighted FULL JOIN held USING (account_id)
    WHERE (coalesce(weighted.print, 0) - coalesce(held.print, 0)) % ${PRIME}::bigint <> 0`;
  const ids = suspects.map(({ account_id }) => account_id);
  return ids.length === 0 ? [] : compareBalances(tx, ids);
}

const compareBalances = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  WITH summed AS (
    SELECT account_id, asset, bucket, due_on, sum(amount) AS amount FROM leg
    WHERE bucket <> 'OUTSIDE' AND account_id = ANY(${accountIds}::text[]) GROUP BY account_id, asset, bucket, due_on)
  SELECT account_id || ' ' || asset || ' ' || bucket || ' ' || due_on || ' is ' || coalesce(balance.amount, 0)
    || ', its legs sum to ' || coalesce(summed.amount, 0) AS violation
  FROM summed FULL JOIN (SELECT * FROM balance WHERE account_id = ANY(${accountIds}::text[])) AS balance
    USING (account_id, asset, bucket, due_on)
  WHERE coalesce(summed.amount, 0) <> coalesce(balance.amount, 0)`;

/** Every line is the next one and has the balance of the line before plus its amount. */
export async function brokenStatements(tx: Tx): Violations {
  const suspects = await tx.$queryRaw<{ account_id: string }[]>`
    WITH sums AS (
      SELECT account_id, count(*) AS lines, max(sequence) AS last,
        sum(hashint8extended(balance_centavos - coalesce(amount_centavos, 0), sequence)) AS before,
        sum(hashint8extended(balance_centavos, sequence + 1)) AS after
      FROM entry GROUP BY account_id)
    SELECT sums.account_id FROM sums JOIN entry ON entry.account_id = sums.account_id AND entry.sequence = sums.last
    WHERE lines <> last OR before <> after + hashint8extended(0, 1) - hashint8extended(balance_centavos, last + 1)`;
  const ids = suspects.map(({ account_id }) => account_id);
  const lines = ids.length === 0 ? [] : await compareLines(tx, ids);
  return [...lines, ...(await wrongLastLines(tx)), ...(await wrongAmounts(tx)), ...(await wrongNoteSums(tx))];
}

const compareLines = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  WITH numbered AS (
    SELECT account_id, sequence, balance_centavos, coalesce(amount_centavos, 0) AS amount,
      lag(balance_centavos, 1, 0::bigint) OVER statement AS before,
      row_number() OVER statement AS number
    FROM entry WHERE account_id = ANY(${accountIds}::text[])
    WINDOW statement AS (PARTITION BY account_id ORDER BY sequence))
  SELECT account_id || ' #' || sequence || ' does not follow from the entry before' AS violation
  FROM numbered WHERE balance_centavos <> before + amount OR sequence <> number`;

const wrongLastLines = (tx: Tx): Violations => tx.$queryRaw`
  SELECT id || ' has another balance than its last statement entry' AS violation
  FROM account
    LEFT JOIN entry ON entry.account_id = account.id AND entry.sequence = account.entry_sequence
    LEFT JOIN (
      SELECT account_id, sum(amount) AS amount FROM balance WHERE asset = 'BRL' AND bucket IN ('FREE', 'OWED')
      GROUP BY account_id) AS cash ON cash.account_id = account.id
  WHERE coalesce(entry.balance_centavos, 0) <> coalesce(cash.amount, 0)`;

const wrongAmounts = (tx: Tx): Violations => tx.$queryRaw`
  SELECT account_id || ' #' || sequence || ' has another amount than its legs' AS violation
  FROM entry WHERE coalesce(amount_centavos, 0) <> (
    SELECT coalesce(sum(amount), 0) FROM unnest(leg_accounts, leg_amounts) AS t (name, amount)
    WHERE name IN ('BRL FREE', 'BRL OWED'))`;

/** The line of a fill and that of its provisional costs, which follows it, belong to the note of the trade. */
const wrongNoteSums = (tx: Tx): Violations => tx.$queryRaw`
  SELECT account_id || ' note ' || number || ' nets ' || net_centavos || ', its statement entries sum to '
    || coalesce(posted.amount, 0) AS violation
  FROM note LEFT JOIN (
    SELECT account_id, note_number AS number, sum(amount_centavos) AS amount FROM (
      SELECT account_id, note_number, amount_centavos FROM entry WHERE note_number IS NOT NULL
      UNION ALL
      SELECT trade.account_id, trade.note_number, amount_centavos
      FROM trade JOIN entry ON entry.account_id = trade.account_id AND entry.sequence = trade.sequence
      WHERE trade.note_number IS NOT NULL
      UNION ALL
      SELECT trade.account_id, trade.note_number, amount_centavos
      FROM trade JOIN entry ON entry.account_id = trade.account_id AND entry.sequence = trade.sequence + 1
      WHERE trade.note_number IS NOT NULL AND entry.kind = 'FEE' AND entry.order_id = trade.order_id) AS parts
    GROUP BY account_id, note_number) AS posted USING (account_id, number)
  WHERE net_centavos <> coalesce(posted.amount, 0)`;
