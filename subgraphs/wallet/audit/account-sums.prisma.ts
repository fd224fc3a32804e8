import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { integer } from '../store/rows.ts';

/** All statement lines, summed up. */
export interface AccountSums {
  /** Accounts whose fingerprints contradict each other. */
  readonly suspects: string[];
  readonly lines: number;
  readonly legs: number;
}

/** An amount counts with a weight from a hash, modulo this prime. Wrong sums look right with a chance of one in two thousand million. */
const PRIME = Prisma.sql`2147483647`;
const weighted = (amount: Prisma.Sql, hash: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${amount} % ${PRIME}) * (${hash} & ${PRIME})`;
/** The remainder is an INTEGER, whose sums are cheap. */
const remainder = (amount: Prisma.Sql, hash: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${weighted(amount, hash)} % ${PRIME})::int`;
const ofNumber = (number: Prisma.Sql): Prisma.Sql => Prisma.sql`hashint8extended(${number}, 0)`;
const ofText = (text: Prisma.Sql): Prisma.Sql => Prisma.sql`hashtextextended(${text}, 0)`;
const AMOUNT = Prisma.sql`coalesce(amount_centavos, 0)`;
const LEG = Prisma.sql`amount`;
const SEQUENCE = Prisma.sql`sequence`;
const NOTE = Prisma.sql`note_number`;

/**
 * Sums of a line's legs: zero for each asset; cash that is free or owed; amounts by ledger account; what a fee or tax charges; what the
 * broker gets.
 */
const LEGS = Prisma.sql`
  SELECT coalesce(sum(${remainder(LEG, ofText(Prisma.sql`split_part(name, ' ', 1)`))}), 0) AS zero,
    coalesce(sum(amount) FILTER (WHERE name IN ('BRL FREE', 'BRL OWED')), 0) AS cash,
    sum(${remainder(LEG, ofText(Prisma.sql`name`))}) FILTER (WHERE strpos(name, '~') = 0) AS held,
    sum(amount) FILTER (WHERE kind IN ('FEE', 'TAX') AND split_part(name, ' ', 2) = 'DUE') AS charged,
    sum(${remainder(LEG, ofNumber(SEQUENCE))}) FILTER (WHERE name = 'BRL ~broker') AS brokers
  FROM unnest(leg_accounts, leg_amounts) AS t (name, amount)`;

/** A line without legs changes the cost of a position alone, by a corporate action: the cost of a fraction that is sold later. */
const HAS_NO_LEGS = Prisma.sql`cardinality(leg_accounts) = 0 AND NOT (kind = 'CORPORATE_ACTION' AND amount_centavos IS NULL
  AND (costing->>'quantity')::bigint = 0 AND (costing->>'costBillionths')::numeric < 0)`;

/**
 * Of lines: each has the balance of the line before plus its amount, so that both texts of balances have the same hashes but for the
 * first and the last one; the amounts of fills and their provisional costs; those of each note.
 */
const LINES = Prisma.sql`
  SELECT account_id, count(*) AS lines, sum(cardinality(leg_accounts)) AS legs, max(sequence) AS last,
    count(*) FILTER (WHERE zero % ${PRIME} <> 0 OR cash <> ${AMOUNT} OR ${HAS_NO_LEGS}) AS wrong,
    sum(hashint8extended(balance_centavos - ${AMOUNT}, sequence)) AS balances_before,
    sum(hashint8extended(balance_centavos, sequence + 1)) AS balances_after,
    sum(${weighted(AMOUNT, ofNumber(SEQUENCE))})
      FILTER (WHERE kind = 'TRADE' OR kind = 'FEE' AND order_id IS NOT NULL) AS fills,
    sum(${weighted(AMOUNT, ofNumber(NOTE))}) FILTER (WHERE note_number IS NOT NULL) AS noted,
    sum(held) AS held, sum(charged) AS charged, sum(brokers) AS brokers
  FROM entry CROSS JOIN LATERAL (${LEGS}) AS legs GROUP BY account_id`;

const BALANCES = Prisma.sql`
  SELECT account_id, sum(${weighted(
    LEG,
    ofText(Prisma.sql`asset || ' ' || bucket || CASE due_on WHEN '' THEN '' ELSE ' ' || due_on END`),
  )}) AS held
  FROM balance GROUP BY account_id`;

const CASH_OF_TRADE = Prisma.sql`CASE side WHEN 'BUY' THEN -gross_centavos ELSE gross_centavos END`;

/** Of trades: as the lines of fills and of their provisional costs, which follow them, should be; their part of each note. */
const TRADES = Prisma.sql`
  SELECT account_id,
    sum(${weighted(CASH_OF_TRADE, ofNumber(SEQUENCE))})
      - sum(${weighted(Prisma.sql`provisional_centavos`, ofNumber(Prisma.sql`(sequence + 1)`))}) AS fills,
    sum(${weighted(Prisma.sql`(${CASH_OF_TRADE} - provisional_centavos)`, ofNumber(NOTE))})
      FILTER (WHERE note_number IS NOT NULL) AS noted,
    sum(provisional_centavos) FILTER (WHERE note_number IS NULL) AS charged
  FROM trade GROUP BY account_id`;

/** Of notes: what they net, and their costs and taxes. */
const NOTES = Prisma.sql`
  SELECT account_id, sum(${weighted(Prisma.sql`net_centavos`, ofNumber(Prisma.sql`number`))}) AS noted,
    sum(settlement_fee_centavos + trading_fee_centavos + brokerage_centavos + brokerage_taxes_centavos + other_centavos
      + (SELECT coalesce(sum((tax->>'amountCentavos')::bigint), 0)
        FROM jsonb_array_elements(withheld) AS tax WHERE (tax->>'isDeducted')::boolean)) AS charged
  FROM note GROUP BY account_id`;

const CHARGES = Prisma.sql`
  SELECT account_id, sum(${weighted(Prisma.sql`amount_centavos`, ofNumber(SEQUENCE))}) AS brokers
  FROM debit_charge GROUP BY account_id`;

const sum = (...columns: Prisma.Sql[]): Prisma.Sql =>
  Prisma.sql`(${Prisma.join(
    columns.map((column) => Prisma.sql`coalesce(${column}, 0)`),
    ' + ',
  )})`;
/** Two sums of weighted amounts that are not the same. */
const differ = (a: Prisma.Sql, b: Prisma.Sql): Prisma.Sql => Prisma.sql`(${a} - ${b}) % ${PRIME} <> 0`;

/** Sums up the lines of each account with their legs in one pass, and compares the sums with those of the other tables. */
export async function sumAccounts(tx: Tx): Promise<AccountSums> {
  const [row] = await tx.$queryRaw<{ suspects: string[] | null; lines: bigint; legs: bigint }[]>`
    SELECT coalesce(sum(lines), 0)::bigint AS lines, coalesce(sum(legs), 0)::bigint AS legs,
      array_agg(account_id) FILTER (WHERE lines <> last OR wrong > 0
        OR balances_before <> balances_after + hashint8extended(0, 1) - hashint8extended(balance_centavos, last + 1)
        OR ${differ(sum(Prisma.sql`line.held`), sum(Prisma.sql`balance.held`))}
        OR ${differ(sum(Prisma.sql`line.fills`), sum(Prisma.sql`trade.fills`))}
        OR ${differ(sum(Prisma.sql`line.noted`, Prisma.sql`trade.noted`), sum(Prisma.sql`note.noted`))}
        OR ${differ(sum(Prisma.sql`line.brokers`), sum(Prisma.sql`charge.brokers`))}
        OR ${sum(Prisma.sql`line.charged`)} <> ${sum(Prisma.sql`note.charged`, Prisma.sql`trade.charged`)}) AS suspects
    FROM (${LINES}) AS line FULL JOIN (${BALANCES}) AS balance USING (account_id)
      FULL JOIN (${TRADES}) AS trade USING (account_id) FULL JOIN (${NOTES}) AS note USING (account_id)
      FULL JOIN (${CHARGES}) AS charge USING (account_id)
      LEFT JOIN (SELECT account_id AS newest_id, sequence AS newest, balance_centavos FROM entry) AS entries
        ON newest_id = account_id AND newest = last`;
  return {
    suspects: row?.suspects ?? [],
    lines: integer(row?.lines ?? 0n),
    legs: integer(row?.legs ?? 0n),
  };
}
