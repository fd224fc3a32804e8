import type { z } from 'zod';
import type { WalletAuditRpc, walletAuditRpcContract } from '#contracts/calls/wallet.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { wrongActionResults } from './action-results.prisma.ts';
import { auditClosedDays, type DayAuditRules } from './closed-days.prisma.ts';
import type { BookingClock } from '../ledger/booking-clock.ts';
import { integer } from '../store/rows.ts';
import { wrongDebitCharges } from './debit-charges.prisma.ts';
import { auditTaxMonths, type TaxAudit, type TaxAuditServices } from './tax-months.ts';
import { wrongExercises, wrongShares } from './subscriptions.prisma.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';

type LedgerReport = z.infer<(typeof walletAuditRpcContract)['methods']['ledger']['output']>;
type Rule = keyof LedgerReport['wrong'];

/** Violations of each rule that the report describes. */
const MAX_EXAMPLES = 5;
/** The audit reads every row of one snapshot. The timeout (milliseconds) only bounds a fault. */
const TRANSACTION = { isolationLevel: 'RepeatableRead', maxWait: 20_000, timeout: 300_000 } as const;

/** Creates the calls that the wallet answers to the auditor. */
export function createAuditCalls(
  client: PrismaClient,
  bookingClock: BookingClock,
  rules: DayAuditRules,
  taxes: TaxAuditServices,
): WalletAuditRpc {
  return {
    taxMonths: async ({ after, limit }) => {
      const owners = await client.account.findMany({
        where: { ownerId: { gt: after ?? '' }, noteCount: { gt: 0 } },
        select: { ownerId: true },
        distinct: ['ownerId'],
        orderBy: { ownerId: 'asc' },
        take: limit,
      });
      const audits: TaxAudit[] = [];
      for (const { ownerId } of owners) audits.push(await auditTaxMonths(taxes, ownerId));
      return audits.map(({ wrong, ...audit }) => ({ ...audit, wrong: [...wrong] }));
    },
    ledger: () => client.$transaction((tx) => auditLedger(tx, bookingClock().days[0] ?? ''), TRANSACTION),
    closedDays: (page) => client.$transaction((tx) => auditClosedDays(tx, page, rules), TRANSACTION),
    holds: async ({ after, limit }) => {
      const rows = await client.hold.findMany({
        where: { orderId: { gt: after ?? '' }, amount: { gt: 0 } },
        orderBy: { orderId: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ ...row, amount: integer(row.amount) }));
    },
    bookedDigests: async ({ after, limit }) => {
      const rows = await client.$queryRaw<{ account_id: string; fills: bigint; digest: string }[]>`
        SELECT account_id, count(*) AS fills,
          sum(hashtextextended(execution_id || ' ' || order_id || ' ' || abs(quantity), 0))::text AS digest
        FROM trade WHERE account_id > ${after ?? ''} GROUP BY account_id ORDER BY account_id LIMIT ${limit}`;
      return rows.map((row) => ({
        accountId: row.account_id,
        fills: integer(row.fills),
        digest: row.digest,
      }));
    },
    bookedExecutions: async ({ accountId, after, limit }) => {
      const rows = await client.trade.findMany({
        where: { accountId, executionId: { gt: after ?? '' } },
        select: { executionId: true, orderId: true, accountId: true, quantity: true },
        orderBy: { executionId: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ ...row, quantity: integer(row.quantity) }));
    },
    orderFactSequences: async ({ after, limit }) => {
      const rows = await client.account.findMany({
        where: { id: { gt: after ?? '' } },
        select: { id: true, orderFactSequence: true },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ accountId: row.id, sequence: integer(row.orderFactSequence) }));
    },
  };
}

async function auditLedger(tx: Tx, today: string): Promise<LedgerReport> {
  const wrong: Record<Rule, number> = {
    unbalancedTransfers: 0,
    wrongBalances: 0,
    negativeBalances: 0,
    brokenStatements: 0,
    wrongReserves: 0,
    overdueSettlements: 0,
    wrongEntitlements: 0,
    wrongActionResults: 0,
    wrongExercises: 0,
    wrongCharges: 0,
    wrongDebitCharges: 0,
  };
  const examples: string[] = [];
  const check = async (rule: Rule, query: Violations): Promise<void> => {
    const violations = await query;
    wrong[rule] += violations.length;
    examples.push(...violations.slice(0, MAX_EXAMPLES).map(({ violation }) => `${rule}: ${violation}`));
  };
  await check('unbalancedTransfers', unbalancedTransfers(tx));
  await check('wrongBalances', wrongBalances(tx));
  await check('negativeBalances', negativeBalances(tx));
  await check('brokenStatements', brokenStatements(tx));
  await check('wrongReserves', wrongReserves(tx));
  await check('overdueSettlements', overdueSettlements(tx, today));
  await check('wrongEntitlements', wrongEntitlements(tx));
  await check('wrongActionResults', wrongActionResults(tx));
  await check('wrongEntitlements', wrongShares(tx));
  await check('wrongExercises', wrongExercises(tx));
  await check('wrongCharges', wrongCharges(tx));
  await check('wrongDebitCharges', wrongDebitCharges(tx));
  return {
    accounts: await tx.account.count(),
    transfers: await tx.entry.count(),
    legs: await tx.leg.count(),
    balances: await tx.balance.count(),
    openTrades: await tx.trade.count({ where: { noteNumber: null } }),
    outboxDepth: (await tx.outbox.aggregate({ _sum: { lineCount: true } }))._sum.lineCount ?? 0,
    parkedMessages: await tx.parkedMessage.count(),
    entitlements: await tx.entitlement.count(),
    exercises: await tx.exercise.count(),
    debitCharges: await tx.debitCharge.count(),
    wrong,
    examples,
  };
}

/** One sentence for each row that breaks a rule. */
type Violations = Promise<{ violation: string }[]>;

/** A corporate action that changes no whole share changes the cost of a position alone: the cost of a fraction that is sold later. */
const unbalancedTransfers = (tx: Tx): Violations => tx.$queryRaw`
  SELECT account_id || ' #' || sequence || ' ' || asset || ' sums to ' || sum(amount) AS violation
  FROM leg GROUP BY account_id, sequence, asset HAVING sum(amount) <> 0
  UNION ALL
  SELECT account_id || ' #' || sequence || ' has no legs' AS violation
  FROM entry WHERE NOT EXISTS (
    SELECT 1 FROM leg WHERE leg.account_id = entry.account_id AND leg.sequence = entry.sequence)
    AND NOT (kind = 'CORPORATE_ACTION' AND amount_centavos IS NULL AND (costing->>'quantity')::bigint = 0
      AND (costing->>'costBillionths')::numeric < 0)`;

const wrongBalances = (tx: Tx): Violations => tx.$queryRaw`
  WITH summed AS (
    SELECT holder, asset, bucket, due_on, sum(amount) AS amount FROM leg WHERE bucket <> 'OUTSIDE'
    GROUP BY holder, asset, bucket, due_on)
  SELECT coalesce(holder, account_id) || ' ' || asset || ' ' || bucket || ' ' || due_on || ' is '
    || coalesce(balance.amount, 0) || ', its legs sum to ' || coalesce(summed.amount, 0) AS violation
  FROM summed FULL JOIN (SELECT *, account_id AS holder FROM balance) AS balance USING (holder, asset, bucket, due_on)
  WHERE coalesce(summed.amount, 0) <> coalesce(balance.amount, 0)`;

const negativeBalances = (tx: Tx): Violations => tx.$queryRaw`
  SELECT account_id || ' ' || asset || ' ' || bucket || ' is ' || amount AS violation
  FROM balance WHERE bucket IN ('FREE', 'RESERVED') AND amount < 0
  UNION ALL
  SELECT account_id || ' owes ' || -owed.amount || ' and has ' || free.amount || ' available' AS violation
  FROM balance AS owed JOIN balance AS free USING (account_id, asset)
  WHERE owed.bucket = 'OWED' AND free.bucket = 'FREE' AND owed.amount <> 0 AND free.amount <> 0`;

const brokenStatements = (tx: Tx): Violations => tx.$queryRaw`
  WITH numbered AS (
    SELECT account_id, sequence, balance_centavos, coalesce(amount_centavos, 0) AS amount,
      lag(balance_centavos, 1, 0::bigint) OVER statement AS before,
      row_number() OVER statement AS number
    FROM entry WINDOW statement AS (PARTITION BY account_id ORDER BY sequence))
  SELECT account_id || ' #' || sequence || ' does not follow from the entry before' AS violation
  FROM numbered WHERE balance_centavos <> before + amount OR sequence <> number
  UNION ALL
  SELECT id || ' has another balance than its last statement entry' AS violation
  FROM account
    LEFT JOIN entry ON entry.account_id = account.id AND entry.sequence = account.entry_sequence
    LEFT JOIN (
      SELECT account_id, sum(amount) AS amount FROM balance WHERE asset = 'BRL' AND bucket IN ('FREE', 'OWED')
      GROUP BY account_id) AS cash ON cash.account_id = account.id
  WHERE coalesce(entry.balance_centavos, 0) <> coalesce(cash.amount, 0)
  UNION ALL
  SELECT account_id || ' #' || sequence || ' has another amount than its legs' AS violation
  FROM entry LEFT JOIN (
    SELECT account_id, sequence, sum(amount) AS amount FROM leg
    WHERE holder = account_id AND asset = 'BRL' AND bucket IN ('FREE', 'OWED') GROUP BY account_id, sequence) AS moved
    USING (account_id, sequence)
  WHERE coalesce(amount_centavos, 0) <> coalesce(moved.amount, 0)
  UNION ALL
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
  WHERE net_centavos <> coalesce(posted.amount, 0)`;

const wrongReserves = (tx: Tx): Violations => tx.$queryRaw`
  WITH held AS (SELECT account_id, asset, sum(amount) AS amount FROM hold GROUP BY account_id, asset),
    reserved AS (SELECT account_id, asset, amount FROM balance WHERE bucket = 'RESERVED')
  SELECT account_id || ' ' || asset || ' reserves ' || coalesce(reserved.amount, 0) || ', its orders hold '
    || coalesce(held.amount, 0) AS violation
  FROM held FULL JOIN reserved USING (account_id, asset)
  WHERE coalesce(held.amount, 0) <> coalesce(reserved.amount, 0)`;

const overdueSettlements = (tx: Tx, today: string): Violations => tx.$queryRaw`
  SELECT account_id || ' ' || asset || ' due on ' || due_on || ' is not settled: ' || amount AS violation
  FROM balance WHERE bucket = 'DUE' AND due_on < ${today} AND amount <> 0`;

/**
 * Entitlements of actions whose record date is over, against the trades and changes of positions until that day; and payments
 * against the entitled shares times the declared amount, cut off after the centavo.
 */
const wrongEntitlements = (tx: Tx): Violations => tx.$queryRaw`
  WITH change AS (
      SELECT action.id AS action_id, account_id, CASE side WHEN 'BUY' THEN quantity ELSE -quantity END AS quantity
      FROM corporate_action AS action JOIN trade ON custody_ticker = action.ticker AND trade_date <= action.record_date
      WHERE state <> 'DECLARED'
      UNION ALL
      SELECT action.id, account_id, (costing->>'quantity')::bigint
      FROM corporate_action AS action JOIN entry
        ON entry.ticker = action.ticker AND costing IS NOT NULL AND costing->>'day' <= action.record_date
      WHERE state <> 'DECLARED'),
    held AS (
      SELECT action_id, account_id, sum(quantity) AS quantity FROM change
      GROUP BY action_id, account_id HAVING sum(quantity) > 0)
  SELECT coalesce(held.account_id, entitlement.account_id) || ' is entitled to '
    || coalesce(held.action_id, entitlement.action_id) || ' for ' || coalesce(held.quantity, 0) || ' shares, not '
    || coalesce(entitlement.quantity, 0) AS violation
  FROM held FULL JOIN entitlement
    ON entitlement.action_id = held.action_id AND entitlement.account_id = held.account_id
  WHERE coalesce(held.quantity, 0) <> coalesce(entitlement.quantity, 0)
  UNION ALL
  SELECT account_id || ' was paid ' || gross_centavos || ' for ' || action_id || ', not '
    || trunc(quantity * amount_per_share::numeric * 100) AS violation
  FROM entitlement JOIN corporate_action AS action ON action.id = action_id
  WHERE applied_on IS NOT NULL AND amount_per_share IS NOT NULL
    AND gross_centavos <> trunc(quantity * amount_per_share::numeric * 100)`;

const wrongCharges = (tx: Tx): Violations => tx.$queryRaw`
  WITH charged AS (
    SELECT leg.account_id, sum(leg.amount) AS amount FROM leg JOIN entry USING (account_id, sequence)
    WHERE entry.kind IN ('FEE', 'TAX') AND leg.bucket = 'DUE' GROUP BY leg.account_id),
  due AS (
    SELECT account_id, sum(amount) AS amount FROM (
      SELECT account_id, settlement_fee_centavos + trading_fee_centavos + brokerage_centavos + brokerage_taxes_centavos
        + other_centavos + (SELECT coalesce(sum((tax->>'amountCentavos')::bigint), 0)
          FROM jsonb_array_elements(withheld) AS tax WHERE (tax->>'isDeducted')::boolean) AS amount
      FROM note
      UNION ALL SELECT account_id, provisional_centavos FROM trade WHERE note_number IS NULL) AS parts
    GROUP BY account_id)
  SELECT coalesce(charged.account_id, due.account_id) || ' was charged ' || coalesce(charged.amount, 0)
    || ', its notes and open trades cost ' || coalesce(due.amount, 0) AS violation
  FROM charged FULL JOIN due USING (account_id) WHERE coalesce(charged.amount, 0) <> coalesce(due.amount, 0)`;
