import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { sumAccounts } from './account-sums.prisma.ts';

type Violation = { readonly violation: string };
/** One sentence for each row that breaks a rule. */
type Violations = Promise<Violation[]>;

/** The faults of statement lines, their legs, and what was charged by them; and how many there are. */
export interface LineReport {
  readonly lines: number;
  readonly legs: number;
  readonly unbalancedTransfers: readonly Violation[];
  readonly wrongBalances: readonly Violation[];
  readonly brokenStatements: readonly Violation[];
  readonly wrongCharges: readonly Violation[];
  readonly wrongDebitBookings: readonly Violation[];
}

/**
 * Checks all statement lines with their legs. A year has millions of them, and rules that sort or join them take minutes. So each account
 * is first summed up to fingerprints, in one pass over the lines (`account-sums.prisma.ts`), and the rules are checked for the accounts
 * alone whose fingerprints contradict each other.
 */
export async function checkLines(tx: Tx): Promise<LineReport> {
  const { suspects, lines, legs } = await sumAccounts(tx);
  const ofSuspects = async (rule: (tx: Tx, accountIds: string[]) => Violations): Violations =>
    suspects.length === 0 ? [] : rule(tx, suspects);
  return {
    ...{ lines, legs },
    unbalancedTransfers: await ofSuspects(unbalancedTransfers),
    wrongBalances: await ofSuspects(wrongBalances),
    brokenStatements: [
      ...(await wrongLastLines(tx)),
      ...(await ofSuspects(brokenSequences)),
      ...(await ofSuspects(wrongAmounts)),
      ...(await ofSuspects(wrongNoteSums)),
    ],
    wrongCharges: await ofSuspects(wrongCharges),
    wrongDebitBookings: await ofSuspects(wrongDebitBookings),
  };
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

const wrongCharges = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  WITH charged AS (
    SELECT account_id, sum(amount) AS amount FROM leg
    WHERE account_id = ANY(${accountIds}::text[]) AND kind IN ('FEE', 'TAX') AND bucket = 'DUE' GROUP BY account_id),
  due AS (
    SELECT account_id, sum(amount) AS amount FROM (
      SELECT account_id, settlement_fee_centavos + trading_fee_centavos + brokerage_centavos + brokerage_taxes_centavos
        + other_centavos + (SELECT coalesce(sum((tax->>'amountCentavos')::bigint), 0)
          FROM jsonb_array_elements(withheld) AS tax WHERE (tax->>'isDeducted')::boolean) AS amount
      FROM note
      UNION ALL SELECT account_id, provisional_centavos FROM trade WHERE note_number IS NULL) AS parts
    WHERE account_id = ANY(${accountIds}::text[]) GROUP BY account_id)
  SELECT coalesce(charged.account_id, due.account_id) || ' was charged ' || coalesce(charged.amount, 0)
    || ', its notes and open trades cost ' || coalesce(due.amount, 0) AS violation
  FROM charged FULL JOIN due USING (account_id) WHERE coalesce(charged.amount, 0) <> coalesce(due.amount, 0)`;

const wrongDebitBookings = (tx: Tx, accountIds: string[]): Violations => tx.$queryRaw`
  WITH booked AS (
    SELECT account_id, sequence, sum(amount) AS amount FROM entry, unnest(leg_accounts, leg_amounts) AS t (name, amount)
    WHERE account_id = ANY(${accountIds}::text[]) AND name = 'BRL ~broker' GROUP BY account_id, sequence),
  charge AS (SELECT * FROM debit_charge WHERE account_id = ANY(${accountIds}::text[]))
  SELECT coalesce(booked.account_id, charge.account_id) || ' #' || coalesce(booked.sequence, charge.sequence)
    || ' books ' || coalesce(booked.amount, 0) || ', the charge is ' || coalesce(charge.amount_centavos, 0) AS violation
  FROM booked FULL JOIN charge
    ON charge.account_id = booked.account_id AND charge.sequence = booked.sequence
  WHERE coalesce(booked.amount, 0) <> coalesce(charge.amount_centavos, 0)`;
