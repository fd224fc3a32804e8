import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';

type Violation = { readonly violation: string };
/** One sentence for each row that breaks a rule. */
type Violations = Promise<Violation[]>;

/** The faults of statement lines and their legs. */
export interface LineViolations {
  readonly unbalancedTransfers: readonly Violation[];
  readonly wrongBalances: readonly Violation[];
  readonly brokenStatements: readonly Violation[];
}

/**
 * Checks all statement lines with their legs. A year has millions of them, and rules that sort or join them take minutes. So each account
 * is first summed up to fingerprints, in one pass over the lines and one over the legs, and the rules are checked for the accounts alone
 * whose fingerprints contradict each other.
 */
export async function lineViolations(tx: Tx): Promise<LineViolations> {
  const ids = await suspectAccounts(tx);
  const rules = ids.length === 0 ? [] : [brokenSequences, wrongAmounts, wrongNoteSums];
  const broken: Violation[] = await wrongLastLines(tx);
  for (const rule of rules) broken.push(...(await rule(tx, ids)));
  return {
    unbalancedTransfers: ids.length === 0 ? [] : await unbalancedTransfers(tx, ids),
    wrongBalances: ids.length === 0 ? [] : await wrongBalances(tx, ids),
    brokenStatements: broken,
  };
}

/** An amount counts with a weight from a hash, modulo this prime. Wrong sums look right with a chance of one in two thousand million. */
const PRIME = Prisma.sql`2147483647`;
const weighted = (amount: Prisma.Sql, hash: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`sum((${amount} % ${PRIME}) * (${hash} & ${PRIME}))`;
const ofLine = (sequence: Prisma.Sql): Prisma.Sql => Prisma.sql`hashint8extended(${sequence}, 0)`;
const AMOUNT = Prisma.sql`coalesce(amount_centavos, 0)`;
const LEG = Prisma.sql`amount`;
const SEQUENCE = Prisma.sql`sequence`;

/**
 * Of lines: each has the balance of the line before plus its amount, so that both texts of balances have the same hashes but for the
 * first and the last one; the amounts; those of fills and their provisional costs. A line without legs changes the cost of a position
 * alone, by a corporate action: the cost of a fraction that is sold later.
 */
const LINES = Prisma.sql`
  SELECT account_id, count(*) AS lines, max(sequence) AS last,
    sum(hashint8extended(balance_centavos - ${AMOUNT}, sequence)) AS balances_before,
    sum(hashint8extended(balance_centavos, sequence + 1)) AS balances_after,
    ${weighted(AMOUNT, ofLine(SEQUENCE))} AS amounts,
    ${weighted(AMOUNT, ofLine(SEQUENCE))} FILTER (WHERE kind = 'TRADE' OR kind = 'FEE' AND order_id IS NOT NULL) AS fills,
    count(*) FILTER (WHERE cardinality(leg_accounts) = 0 AND NOT (kind = 'CORPORATE_ACTION' AND amount_centavos IS NULL
      AND (costing->>'quantity')::bigint = 0 AND (costing->>'costBillionths')::numeric < 0)) AS without_legs
  FROM entry GROUP BY account_id`;

/** Of legs: by transfer and asset they sum to zero; those of cash that is free or owed; and by ledger account. */
const LEGS = Prisma.sql`
  SELECT account_id,
    ${weighted(LEG, Prisma.sql`hashtextextended(split_part(name, ' ', 1), sequence)`)} AS zero,
    ${weighted(LEG, ofLine(SEQUENCE))} FILTER (WHERE name IN ('BRL FREE', 'BRL OWED')) AS amounts,
    ${weighted(LEG, Prisma.sql`hashtextextended(name, 0)`)} FILTER (WHERE strpos(name, '~') = 0) AS held
  FROM entry, unnest(leg_accounts, leg_amounts) AS t (name, amount) GROUP BY account_id`;

const BALANCES = Prisma.sql`
  SELECT account_id, ${weighted(
    LEG,
    Prisma.sql`hashtextextended(asset || ' ' || bucket || CASE due_on WHEN '' THEN '' ELSE ' ' || due_on END, 0)`,
  )} AS held
  FROM balance GROUP BY account_id`;

/** Of trades: as the lines of fills and of their provisional costs, which follow them, should be. */
const TRADES = Prisma.sql`
  SELECT account_id, ${weighted(
    Prisma.sql`CASE side WHEN 'BUY' THEN -gross_centavos ELSE gross_centavos END`,
    ofLine(SEQUENCE),
  )} - ${weighted(Prisma.sql`provisional_centavos`, ofLine(Prisma.sql`sequence + 1`))} AS fills
  FROM trade GROUP BY account_id`;

/** Accounts with a note that does not net what its trades, costs and taxes come to. */
const NOTES = Prisma.sql`
  SELECT DISTINCT account_id FROM note LEFT JOIN (
    SELECT account_id, number, sum(amount) AS amount FROM (
      SELECT account_id, note_number AS number, amount_centavos AS amount FROM entry WHERE note_number IS NOT NULL
      UNION ALL
      SELECT account_id, note_number, CASE side WHEN 'BUY' THEN -gross_centavos ELSE gross_centavos END - provisional_centavos
      FROM trade WHERE note_number IS NOT NULL) AS parts
    GROUP BY account_id, number) AS posted USING (account_id, number)
  WHERE net_centavos <> coalesce(posted.amount, 0)`;

async function suspectAccounts(tx: Tx): Promise<string[]> {
  const differ = (a: Prisma.Sql, b: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`(coalesce(${a}, 0) - coalesce(${b}, 0)) % ${PRIME} <> 0`;
  const rows = await tx.$queryRaw<{ account_id: string }[]>`
    SELECT account_id FROM (${LINES}) AS line FULL JOIN (${LEGS}) AS leg USING (account_id)
      FULL JOIN (${BALANCES}) AS balance USING (account_id) FULL JOIN (${TRADES}) AS trade USING (account_id)
      LEFT JOIN (SELECT account_id AS newest_id, sequence AS newest, balance_centavos FROM entry) AS entries
        ON newest_id = line.account_id AND newest = last
    WHERE lines <> last OR without_legs > 0
      OR balances_before <> balances_after + hashint8extended(0, 1) - hashint8extended(balance_centavos, last + 1)
      OR ${differ(Prisma.sql`leg.zero`, Prisma.sql`0`)} OR ${differ(Prisma.sql`line.amounts`, Prisma.sql`leg.amounts`)}
      OR ${differ(Prisma.sql`leg.held`, Prisma.sql`balance.held`)} OR ${differ(Prisma.sql`line.fills`, Prisma.sql`trade.fills`)}
    UNION ${NOTES}`;
  return rows.map(({ account_id }) => account_id);
}

const unbalancedTransfers = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  SELECT account_id || ' #' || sequence || ' ' || asset || ' sums to ' || sum(amount) AS violation
  FROM leg WHERE account_id = ANY(${accountIds}::text[])
  GROUP BY account_id, sequence, asset HAVING sum(amount) <> 0
  UNION ALL
  SELECT account_id || ' #' || sequence || ' has no legs' AS violation
  FROM entry WHERE account_id = ANY(${accountIds}::text[]) AND cardinality(leg_accounts) = 0
    AND NOT (kind = 'CORPORATE_ACTION' AND amount_centavos IS NULL AND (costing->>'quantity')::bigint = 0
      AND (costing->>'costBillionths')::numeric < 0)`;

const wrongBalances = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  WITH summed AS (
    SELECT account_id, asset, bucket, due_on, sum(amount) AS amount FROM leg
    WHERE bucket <> 'OUTSIDE' AND account_id = ANY(${accountIds}::text[]) GROUP BY account_id, asset, bucket, due_on)
  SELECT account_id || ' ' || asset || ' ' || bucket || ' ' || due_on || ' is ' || coalesce(balance.amount, 0)
    || ', its legs sum to ' || coalesce(summed.amount, 0) AS violation
  FROM summed FULL JOIN (SELECT * FROM balance WHERE account_id = ANY(${accountIds}::text[])) AS balance
    USING (account_id, asset, bucket, due_on)
  WHERE coalesce(summed.amount, 0) <> coalesce(balance.amount, 0)`;

const brokenSequences = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
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

const wrongAmounts = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  SELECT account_id || ' #' || sequence || ' has another amount than its legs' AS violation
  FROM entry WHERE account_id = ANY(${accountIds}::text[]) AND coalesce(amount_centavos, 0) <> (
    SELECT coalesce(sum(amount), 0) FROM unnest(leg_accounts, leg_amounts) AS t (name, amount)
    WHERE name IN ('BRL FREE', 'BRL OWED'))`;

const wrongNoteSums = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  SELECT account_id || ' note ' || number || ' nets ' || net_centavos || ', its statement entries sum to '
    || coalesce(posted.amount, 0) AS violation
  FROM note LEFT JOIN (
    SELECT account_id, note_number AS number, sum(amount_centavos) AS amount FROM (
      SELECT account_id, note_number, amount_centavos FROM entry WHERE note_number IS NOT NULL
      UNION ALL
      SELECT trade.account_id, trade.note_number, amount_centavos
      FROM trade JOIN entry ON entry.account_id = trade.account_id AND (entry.sequence = trade.sequence
        OR entry.sequence = trade.sequence + 1 AND entry.kind = 'FEE' AND entry.order_id = trade.order_id)
      WHERE trade.note_number IS NOT NULL) AS parts
    GROUP BY account_id, note_number) AS posted USING (account_id, number)
  WHERE account_id = ANY(${accountIds}::text[]) AND net_centavos <> coalesce(posted.amount, 0)`;
